// SPDX-License-Identifier: Apache-2.0
// What a benchmark feeds a model with: files of the user's, or noise that is the same everywhere.
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FileFailure } from "../shared/command.js";
import type { ModelFacts, TensorFacts } from "../tflite/model.js";

export interface Inputs {
  readonly files: readonly string[];
  readonly frames: number;
}

/** Some streaming models give nothing for their first frames. */
const noiseFrames = 3;

/** Bytes of noise, by the generator of the public models' inputs: numbers of 32 bits, of which the upper ones are taken. */
export function makeNoise({ type, bytes }: Pick<TensorFacts, "type" | "bytes">, frames: number, seed: number): Buffer {
  const noise = Buffer.alloc(bytes * frames);
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  if (type === "float32") for (let i = 0; i < noise.length; i += 4) noise.writeFloatLE((next() >>> 8) / 2 ** 23 - 1, i);
  else if (type === "int32") for (let i = 0; i < noise.length; i += 4) noise.writeUInt32LE(next(), i);
  else if (type === "int16") for (let i = 0; i < noise.length; i += 2) noise.writeUInt16LE(next() >>> 16, i);
  else if (type === "bool") for (let i = 0; i < noise.length; i++) noise[i] = next() >>> 31;
  else for (let i = 0; i < noise.length; i++) noise[i] = next() >>> 24;
  return noise;
}

/** @param given one file for each input; none: noise. @throws FileFailure when they don't fit the model. */
export function chooseInputs(model: string, facts: ModelFacts, given: readonly string[], scratch: string): Inputs {
  const [main] = facts.subgraphs;
  const tensors = main?.inputs.flatMap((index) => main.tensors[index] ?? []) ?? [];
  if (!given.length) {
    const files = tensors.map((tensor, i) => {
      const file = join(scratch, `noise-${i}.bin`);
      writeFileSync(file, makeNoise(tensor, noiseFrames, 1000 + i));
      return file;
    });
    return { files, frames: noiseFrames };
  }
  if (given.length !== tensors.length)
    throw new FileFailure(
      model,
      `has ${tensors.length} inputs, but ${given.length} --input files are given: give one for each`,
    );
  const counts = tensors.map(({ name, bytes }, i) => {
    const file = given[i] ?? "";
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined)
      throw new FileFailure(file, "there is no such file; --input takes raw little-endian tensors");
    if (!size || size % bytes)
      throw new FileFailure(
        file,
        `has ${size} bytes; tensor ${name} takes ${bytes} bytes a frame, and at least one frame`,
      );
    return size / bytes;
  });
  const [frames = 1] = counts;
  const other = counts.findIndex((count) => count !== frames);
  if (other > 0) throw new FileFailure(given[other] ?? "", "holds another number of frames than the first input");
  return { files: given, frames };
}
