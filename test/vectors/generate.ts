// SPDX-License-Identifier: Apache-2.0
// Makes the .json files beside this: what TensorFlow Lite Micro, or TensorFlow Lite, gives for random models of every family. Run by
// hand after changing a family; without names of groups it makes all: npx tsc -p test && node dist/test/vectors/generate.js [group ...]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Family } from "../support/case.js";
import { groups } from "../support/families.js";
import { root } from "../support/environment.js";
import { runInterpreter } from "../oracle/interpreters.js";
import type { Vector } from "./vector.js";

const perFamily = 9;
const largest = 600;

const names = process.argv.slice(2);
for (const [group, families] of Object.entries(groups))
  if (!names.length || names.includes(group)) generate(group, families);

function generate(group: string, families: readonly Family[]): void {
  const work = mkdtempSync(join(tmpdir(), "tinyxs-vectors-"));
  const done = families.flatMap((family, i) => vectorsOf(family, join(work, `${i}`)));
  writeFileSync(
    join(root, `test/vectors/${group}.json`),
    `[\n${done.map((vector) => JSON.stringify(vector)).join(",\n")}\n]\n`,
  );
  rmSync(work, { recursive: true });
  for (const { name } of families) console.log(done.filter(({ family }) => family === name).length, name);
}

function vectorsOf(family: Family, work: string): Vector[] {
  const samples = family.sample(4 * perFamily);
  const placed = samples.map((parameters, i) => ({ one: family.build(parameters), folder: join(work, `${i}`) }));
  for (const { folder } of placed) mkdirSync(folder, { recursive: true });
  return runInterpreter(family.oracle, placed)
    .flatMap((output, i): Vector[] =>
      output instanceof Buffer && output.length <= largest
        ? [{ family: family.name, parameters: samples[i], output: output.toString("base64") }]
        : [],
    )
    .slice(0, perFamily);
}
