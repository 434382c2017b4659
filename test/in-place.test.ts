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

  type Memory = Readonly<Record<"activations" | "structures", number>>;
  async function measure(spec: ModelSpec): Promise<Memory> {
    const file = join(folder, "model.tflite");
    writeFileSync(file, buildModel(spec));
    const { stdout, stderr } = execute(await program("tinyxs-engine"), ["measure", file]);
    assert.equal(stderr, "");
    return (JSON.parse(stdout) as Record<"32", Memory>)[32];
  }

  it("takes no more than its largest tensor", async () => {
    assert.equal((await measure(model)).activations, 4 * 8 * 8 * 4, "the image of floats; the rest lives where it was");
  });

  it("has no operands for operators that pass on their input, since those don't run", async () => {
    const reshape = { code: Op.RESHAPE, inputs: [5, 4], outputs: [5] };
    const more: ModelSpec = {
      ...model,
      tensors: [...model.tensors, ...Array.from({ length: 4 }, () => int8([1, 512], 0.05, 0))],
      operators: [
        ...model.operators,
        ...[5, 6, 7, 8].map((from) => ({ ...reshape, inputs: [from, 4], outputs: [from + 1] })),
      ],
      outputs: [9],
    };
    assert.equal((await measure(more)).structures - (await measure(model)).structures, 4 * 16, "four nodes");
  });
});
