// SPDX-License-Identifier: Apache-2.0
// States that lie side by side: those that begin with the same bytes are filled as one, and each begins with its own.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { BuiltinOperator as Op } from "../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../tools/tflite/generated/builtin-options.js";
import { SVDFOptions } from "../tools/tflite/generated/svdfoptions.js";
import { TensorType } from "../tools/tflite/generated/tensor-type.js";
import { int8, type Case } from "./support/case.js";
import { run, writeCase } from "./support/engines.js";
import { program, temporaryFolder } from "./support/environment.js";
import { Random } from "./support/random.js";

const inputs = 6;
const units = 3;
const memory = 4;
const frames = 5;

/** Layers beside each other which see the same input; each has a state that begins at its zero point. */
function layers(zeroPoints: readonly number[]): Case {
  const random = new Random(7);
  const weights = { shape: [units, inputs], type: TensorType.INT8, data: random.int8(units * inputs), scale: 0.02 };
  const times = { shape: [units, memory], type: TensorType.INT8, data: random.int8(units * memory), scale: 0.01 };
  return {
    model: {
      tensors: [
        int8([1, inputs], 0.05, 0),
        weights,
        times,
        ...zeroPoints.flatMap((zeroPoint) => [
          { ...int8([1, units * memory], 0.1, zeroPoint), variable: true },
          int8([1, units], 0.05, 0),
        ]),
      ],
      operators: zeroPoints.map((_, i) => ({
        code: Op.SVDF,
        inputs: [0, 1, 2, -1, 3 + 2 * i],
        outputs: [4 + 2 * i],
        options: [Options.SVDFOptions, (b) => SVDFOptions.createSVDFOptions(b, 1, 0, false)],
      })),
      inputs: [0],
      outputs: zeroPoints.map((_, i) => 4 + 2 * i),
    },
    inputs: [random.int8(inputs * frames)],
  };
}

describe("states", () => {
  const folder = temporaryFolder();
  let count = 0;

  async function outputs(zeroPoints: readonly number[]): Promise<Buffer> {
    const one = layers(zeroPoints);
    const own = join(folder, String(count++));
    mkdirSync(own);
    writeCase(one, own);
    return run(await program("tinyxs-engine", true), one, own);
  }

  it("begin each with its own bytes, also where neighbors begin with the same", async () => {
    const zeroPoints = [7, 7, 0, -9, -9, -9, 7];
    const alone = new Map<number, Buffer>();
    for (const zeroPoint of new Set(zeroPoints)) alone.set(zeroPoint, await outputs([zeroPoint]));
    assert.equal(new Set([...alone.values()].map(String)).size, alone.size, "the beginning shows in the outputs");
    const bytes = units * frames;
    const all = await outputs(zeroPoints);
    zeroPoints.forEach((zeroPoint, i) =>
      assert.deepEqual(all.subarray(bytes * i, bytes * (i + 1)), alone.get(zeroPoint)),
    );
  });
});
