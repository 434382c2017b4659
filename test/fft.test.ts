// SPDX-License-Identifier: Apache-2.0
// SignalRfft and SignalIrfft of lengths whose prime factors TensorFlow Lite Micro's build of kissfft can't take (it has no scratch memory
// for them), against the plain sum. test/support/signal.ts has the others.
import assert from "node:assert/strict";
import { join } from "node:path";
import { mkdirSync } from "node:fs";
import { TensorType as Type } from "../tools/tflite/generated/tensor-type.js";
import { customOperator } from "./support/custom-operator.js";
import { run, writeCase } from "./support/engines.js";
import { program, temporaryFolder } from "./support/environment.js";
import { Random, numbers } from "./support/random.js";

const lengths = [2, 14, 22, 74, 154, 262, 450, 1018];

interface Kind {
  readonly type: Type;
  /** How loud samples are. */
  readonly peak: number;
  /** Whether the transform is divided by its length, as the inverse always is. */
  readonly scaled: boolean;
  /** What rounding may add. */
  readonly error: (length: number) => number;
  readonly read: (bytes: Buffer, i: number) => number;
}
const kinds: Kind[] = [
  {
    type: Type.INT16,
    peak: 32767,
    scaled: true,
    error: (length) => 4 + length / 16,
    read: (bytes, i) => bytes.readInt16LE(2 * i),
  },
  {
    type: Type.INT32,
    peak: 2 ** 31 - 1,
    scaled: true,
    error: (length) => 4 + length / 16,
    read: (bytes, i) => bytes.readInt32LE(4 * i),
  },
  {
    type: Type.FLOAT32,
    peak: 1,
    scaled: false,
    error: (length) => 1e-4 * Math.sqrt(length),
    read: (bytes, i) => bytes.readFloatLE(4 * i),
  },
];

/** Real and imaginary parts of bins 0 to length / 2. */
function transform(samples: ArrayLike<number>): number[] {
  const length = samples.length;
  return Array.from({ length: length / 2 + 1 }, (_, bin) => {
    let [real, imaginary] = [0, 0];
    for (let i = 0; i < length; i++) {
      const angle = (-2 * Math.PI * ((bin * i) % length)) / length;
      real += (samples[i] ?? 0) * Math.cos(angle);
      imaginary += (samples[i] ?? 0) * Math.sin(angle);
    }
    return [real, imaginary];
  }).flat();
}

/** The samples of a spectrum, not divided. */
function inverse(spectrum: ArrayLike<number>): number[] {
  const length = spectrum.length - 2;
  return Array.from({ length }, (_, i) => {
    let sum = 0;
    for (let bin = 0; bin <= length / 2; bin++) {
      const angle = (2 * Math.PI * ((bin * i) % length)) / length;
      const once = bin === 0 || bin === length / 2;
      const [real, imaginary] = [spectrum[2 * bin] ?? 0, spectrum[2 * bin + 1] ?? 0];
      sum += once ? real * Math.cos(angle) : 2 * (real * Math.cos(angle) - imaginary * Math.sin(angle));
    }
    return sum;
  });
}

describe("the FFT of lengths with large primes", () => {
  const folder = temporaryFolder();
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine", true);
  });

  for (const { type, peak, scaled, error, read } of kinds)
    for (const name of ["SignalRfft", "SignalIrfft"])
      it(`${name} ${Type[type].toLowerCase()}`, () => {
        for (const length of lengths) {
          const random = new Random(length);
          const forward = name === "SignalRfft";
          const samples = numbers(
            type,
            Array.from({ length }, () => (2 * random.next() - 1) * peak),
          ) as ArrayLike<number>;
          // A spectrum of samples that the type holds.
          const spectrum = () =>
            numbers(
              type,
              transform(samples).map((x) => x / (scaled ? length : 1)),
            ) as ArrayLike<number>;
          const input = forward ? samples : spectrum();
          const expected = forward ? transform(input) : inverse(input);
          const one = customOperator(
            name,
            { T: type, fft_length: length },
            [{ type, shape: [input.length] }],
            [{ type, shape: [expected.length] }],
            [input as Int16Array],
          );
          const place = join(folder, `${name}-${type}-${length}`);
          mkdirSync(place);
          writeCase(one, place);
          const bytes = run(engine, one, place);
          expected.forEach((value, i) => {
            const off = Math.abs(read(bytes, i) - value / (scaled || !forward ? length : 1));
            assert.ok(off <= error(length), `length ${length}, ${i}: off by ${off}`);
          });
        }
      });
});
