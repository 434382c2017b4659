// Makes the .json files beside this: what TensorFlow Lite Micro gives for random models of every family. Run by hand after changing
// a family; without names of groups it makes all of them: npx tsc -p test && node dist/test/vectors/generate.js [group ...]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Family } from "../support/case.js";
import { groups } from "../support/families.js";
import { root } from "../support/environment.js";
import { findPython, runTflm } from "../oracle/tflm.js";
import type { Vector } from "./vector.js";

const perFamily = 9;
const largest = 600;

const names = process.argv.slice(2);
const python = findPython();
for (const [group, families] of Object.entries(groups))
  if (!names.length || names.includes(group)) generate(group, families);

function generate(group: string, families: readonly Family[]): void {
  const work = mkdtempSync(join(tmpdir(), "tinyxs-vectors-"));
  const samples = families.flatMap((family) =>
    family
      .sample(4 * perFamily)
      .map((parameters) => ({ family: family.name, parameters, one: family.build(parameters) })),
  );
  const placed = samples.map(({ one }, i) => ({ one, folder: join(work, `${i}`) }));
  for (const { folder } of placed) mkdirSync(folder);
  const outputs = runTflm(python, placed);
  const counts = new Map<string, number>(families.map(({ name }) => [name, 0]));
  const done = samples.flatMap(({ family, parameters }, i): Vector[] => {
    const output = outputs[i];
    const soFar = counts.get(family) ?? 0;
    if (!(output instanceof Buffer) || output.length > largest || soFar === perFamily) return [];
    counts.set(family, soFar + 1);
    return [{ family, parameters, output: output.toString("base64") }];
  });
  writeFileSync(
    join(root, `test/vectors/${group}.json`),
    `[\n${done.map((vector) => JSON.stringify(vector)).join(",\n")}\n]\n`,
  );
  rmSync(work, { recursive: true });
  console.log([...counts].map(([family, count]) => `${count} ${family}`).join("\n"));
}
