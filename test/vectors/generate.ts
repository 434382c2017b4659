// Makes the .json files beside this: what TensorFlow Lite Micro gives for random models of every family. Run by hand after changing
// a family; without names of groups it makes all of them:
//   python3 -m venv build/venv && build/venv/bin/pip install tflite-micro numpy
//   npx tsc -p test && node dist/test/vectors/generate.js build/venv/bin/python [group ...]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Family } from "../support/case.js";
import { groups } from "../support/families.js";
import { writeCase } from "../support/engines.js";
import { root } from "../support/environment.js";
import type { Vector } from "./vector.js";

const perFamily = 9;
const largest = 600;

const [python = "python3", ...names] = process.argv.slice(2);
for (const [group, families] of Object.entries(groups))
  if (!names.length || names.includes(group)) generate(group, families);

function generate(group: string, families: readonly Family[]): void {
  const work = mkdtempSync(join(tmpdir(), "tinyxs-vectors-"));
  const vectors = families.flatMap((family) =>
    family.sample(4 * perFamily).map((parameters, i) => {
      const folder = join(work, `${family.name.replaceAll(" ", "-")}-${String(i).padStart(2, "0")}`);
      mkdirSync(folder);
      const one = family.build(parameters);
      writeCase(one, folder);
      writeFileSync(join(folder, "outputs"), String(one.model.outputs.length));
      return { family: family.name, parameters, folder };
    }),
  );
  const script = join(root, "test/vectors/tflm.py");
  const { status } = spawnSync(python, [script, ...vectors.map(({ folder }) => folder)], { stdio: "inherit" });
  if (status !== 0) process.exit(1);

  const counts = new Map<string, number>(families.map(({ name }) => [name, 0]));
  const done = vectors.flatMap(({ family, parameters, folder }): Vector[] => {
    const file = join(folder, "out.bin");
    const output = existsSync(file) ? readFileSync(file) : undefined;
    const soFar = counts.get(family) ?? 0;
    if (!output || output.length > largest || soFar === perFamily) return [];
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
