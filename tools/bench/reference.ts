// SPDX-License-Identifier: Apache-2.0
// Compares what a target computes with what the plain reference engine does on the desktop.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ModelFacts } from "../tflite/model.js";
import { buildProgram } from "../toolchain/build.js";
import { Failure, messageOf } from "../toolchain/failure.js";
import type { Inputs } from "./inputs.js";

/** The bytes of each output, all frames one after the other. @throws Failure with what the engine says. */
export async function runReference(
  model: string,
  facts: ModelFacts,
  inputs: Inputs,
  scratch: string,
): Promise<Buffer[]> {
  const program = await buildProgram("tinyxs-engine-reference", { sanitize: false });
  const outputs = (facts.subgraphs[0]?.outputs ?? []).map((_, i) => join(scratch, `reference-${i}.bin`));
  const files = [
    ...inputs.files.flatMap((file) => ["--input", file]),
    ...outputs.flatMap((file) => ["--output", file]),
  ];
  try {
    await promisify(execFile)(program, ["invoke", model, ...files]);
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    const [, message] = /"message":"((?:[^"\\]|\\.)*)"/.exec(stderr) ?? [];
    throw new Failure(message ?? messageOf(error));
  }
  return outputs.map((file) => readFileSync(file));
}

/**
 * Floats may differ in their last bits, as mathematical functions do between C libraries; all else is equal.
 * @param whose the wanted outputs are.
 * @throws Failure telling the first difference.
 */
export function compareOutputs(
  got: readonly Buffer[],
  wanted: readonly Buffer[],
  facts: ModelFacts,
  whose: string,
): void {
  const [main] = facts.subgraphs;
  wanted.forEach((reference, i) => {
    const output = got[i] ?? Buffer.of();
    const floats = main?.tensors[main.outputs[i] ?? -1]?.type === "float32";
    const same =
      output.length === reference.length && (floats ? areClose(output, reference) : output.equals(reference));
    if (same) return;
    const at = reference.findIndex((byte, k) => output[k] !== byte);
    throw new Failure(
      `output ${i} differs from ${whose}, first at byte ${at} of ${reference.length}: please report this with the model`,
    );
  });
}

function areClose(a: Buffer, b: Buffer): boolean {
  for (let at = 0; at < a.length; at += 4) {
    const [x, y] = [a.readFloatLE(at), b.readFloatLE(at)];
    if (!Object.is(x, y) && !(Math.abs(x - y) <= Math.max(1e-6, 1e-5 * Math.abs(y)))) return false;
  }
  return true;
}
