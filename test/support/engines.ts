// SPDX-License-Identifier: Apache-2.0
// Runs a case through a native engine program.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "./case.js";
import { execute } from "./cli.js";
import { buildModel } from "./model.js";

export function bytesOf(data: ArrayBufferView): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** Writes a case's files into a folder, for run(). */
export function writeCase(one: Case, folder: string): void {
  writeFileSync(join(folder, "model.tflite"), buildModel(one.model));
  one.inputs.forEach((data, i) => writeFileSync(join(folder, `in${i}.bin`), bytesOf(data)));
}

/** The outputs of the case in the folder, one after the other; each holds all frames. */
export function run(engine: string, one: Case, folder: string): Buffer {
  const outputs = one.model.outputs.map((_, i) => join(folder, `out${i}.bin`));
  const { status, signal, stderr } = execute(engine, [
    ...["invoke", join(folder, "model.tflite")],
    ...one.inputs.flatMap((_, i) => ["--input", join(folder, `in${i}.bin`)]),
    ...outputs.flatMap((file) => ["--output", file]),
  ]);
  assert.equal(stderr, "");
  assert.equal(signal ?? status, 0);
  return Buffer.concat(outputs.map((file) => readFileSync(file)));
}

/** A case and the folder with its files. */
export interface Placed {
  readonly one: Case;
  readonly folder: string;
}

/** As run() for many cases, in one process; a case that the engine refuses gives what it says instead. */
export function runAll(engine: string, cases: readonly Placed[]): (Buffer | string)[] {
  const lines = cases.map(({ one, folder }) => [
    join(folder, "model.tflite"),
    ...one.inputs.flatMap((_, i) => ["--input", join(folder, `in${i}.bin`)]),
    ...one.model.outputs.flatMap((_, i) => ["--output", join(folder, `out${i}.bin`)]),
  ]);
  const input = lines.map((line) => line.join("\t") + "\n").join("");
  const { status, signal, stdout, stderr } = execute(engine, ["batch"], {}, input);
  const answers = stdout.trimEnd().split("\n");
  const errors = stderr.trimEnd().split("\n");
  assert.equal(signal ?? status, 0, `case ${answers.length} ends the engine: ${stderr}`);
  return cases.map(({ one, folder }, i) => {
    if (answers[i]?.includes("refused")) return (JSON.parse(errors.shift() ?? "{}") as { message: string }).message;
    return Buffer.concat(one.model.outputs.map((_, k) => readFileSync(join(folder, `out${k}.bin`))));
  });
}

/**
 * The outputs of a case of one frame and without state, with each operator run as a model of its own: nothing shares memory.
 */
export function runApart(engine: string, one: Case, folder: string): Buffer {
  const { tensors, operators, inputs, outputs } = one.model;
  const values = new Map(inputs.map((tensor, i): [number, ArrayBufferView] => [tensor, one.inputs[i] ?? Buffer.of()]));
  for (const operator of operators) {
    const own = [...new Set(operator.inputs)].filter((i) => i >= 0 && !tensors[i]?.data);
    const single: Case = {
      model: { tensors, operators: [operator], inputs: own, outputs: operator.outputs },
      inputs: own.map((i) => values.get(i) ?? Buffer.of()),
    };
    writeCase(single, folder);
    const result = run(engine, single, folder);
    const size = result.length / operator.outputs.length;
    operator.outputs.forEach((tensor, i) => values.set(tensor, result.subarray(i * size, (i + 1) * size)));
  }
  return Buffer.concat(outputs.map((tensor) => bytesOf(values.get(tensor) ?? Buffer.of())));
}
