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

/** The first output of the case in the folder. */
export function run(engine: string, one: Case, folder: string): Buffer {
  const output = join(folder, "out.bin");
  const inputs = one.inputs.flatMap((_, i) => ["--input", join(folder, `in${i}.bin`)]);
  const outputs = one.model.outputs.length === 1 ? ["--output", output] : [];
  const { status, signal, stderr } = execute(engine, ["invoke", join(folder, "model.tflite"), ...inputs, ...outputs]);
  assert.equal(stderr, "");
  assert.equal(signal ?? status, 0);
  return readFileSync(output);
}
