// SPDX-License-Identifier: Apache-2.0
// What operators leave of the memory that they work in is free for what comes next, and passing on takes none.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltinOperator as Op } from "../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../tools/tflite/generated/builtin-options.js";
import { Conv2DOptions } from "../tools/tflite/generated/conv2doptions.js";
import { TensorType } from "../tools/tflite/generated/tensor-type.js";
import { int8 } from "./support/case.js";
import { execute } from "./support/cli.js";
import { program, temporaryFolder } from "./support/environment.js";
import { buildModel, type ModelSpec } from "./support/model.js";
import { Random } from "./support/random.js";

describe("memory of operators in place", () => {
  const folder = temporaryFolder();

  /** A float image is quantized, goes through a convolution and is given another shape. */
  const model: ModelSpec = {
    tensors: [
      { shape: [1, 8, 8, 4], type: TensorType.FLOAT32 },
      int8([1, 8, 8, 4], 0.02, 3),
      { shape: [8, 1, 1, 4], type: TensorType.INT8, data: new Random(3).int8(32), scale: 0.01 },
      int8([1, 8, 8, 8], 0.05, 0),
      { shape: [2], type: TensorType.INT32, data: Int32Array.of(1, 512) },
      int8([1, 512], 0.05, 0),
    ],
    operators: [
      { code: Op.QUANTIZE, inputs: [0], outputs: [1] },
      {
        code: Op.CONV_2D,
        inputs: [1, 2, -1],
        outputs: [3],
        options: [Options.Conv2DOptions, (b) => Conv2DOptions.createConv2DOptions(b, 0, 1, 1, 0, 1, 1, 0)],
      },
      { code: Op.RESHAPE, inputs: [3, 4], outputs: [5] },
    ],
    inputs: [0],
    outputs: [5],
  };

  it("takes no more than its largest tensor", async () => {
    const file = join(folder, "model.tflite");
    writeFileSync(file, buildModel(model));
    const { stdout, stderr } = execute(await program("tinyxs-engine"), ["measure", file]);
    assert.equal(stderr, "");
    const targets = JSON.parse(stdout) as Readonly<Record<string, { readonly activations: number }>>;
    assert.equal(targets[32]?.activations, 4 * 8 * 8 * 4, "the image of floats; the rest lives where it was");
  });
});
