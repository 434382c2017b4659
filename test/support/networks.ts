// SPDX-License-Identifier: Apache-2.0
// Two small whole networks, for the tests that need a model of our own.
import { AddOptions } from "../../tools/tflite/generated/add-options.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { CallOnceOptions } from "../../tools/tflite/generated/call-once-options.js";
import { Conv2DOptions } from "../../tools/tflite/generated/conv2doptions.js";
import { FullyConnectedOptions } from "../../tools/tflite/generated/fully-connected-options.js";
import { SoftmaxOptions } from "../../tools/tflite/generated/softmax-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { VarHandleOptions } from "../../tools/tflite/generated/var-handle-options.js";
import { int8 } from "./case.js";
import type { ModelSpec, OperatorSpec, TensorSpec } from "./model.js";
import { Random } from "./random.js";

/** A classifier: CONV_2D [1, 6, 6, 2] to 4 channels, ADD with itself, FULLY_CONNECTED to 3 classes, SOFTMAX. */
export function classifier(): ModelSpec & { operators: OperatorSpec[]; tensors: TensorSpec[] } {
  const random = new Random(7);
  const conv = Conv2DOptions;
  return {
    tensors: [
      { ...int8([1, 6, 6, 2], 0.02, 3), name: "image" },
      { shape: [4, 3, 3, 2], type: TensorType.INT8, data: random.int8(72), scale: [0.01, 0.02, 0.01, 0.03] },
      { shape: [4], type: TensorType.INT32, data: random.int32(4, 1000), scale: [0.0002, 0.0004, 0.0002, 0.0006] },
      int8([1, 6, 6, 4], 0.05, -128),
      int8([1, 6, 6, 4], 0.1, -128),
      { shape: [3, 144], type: TensorType.INT8, data: random.int8(432), scale: 0.01 },
      int8([1, 3], 0.1, 0),
      { ...int8([1, 3], 1 / 256, -128), name: "scores" },
    ],
    operators: [
      {
        code: Op.CONV_2D,
        inputs: [0, 1, 2],
        outputs: [3],
        options: [Options.Conv2DOptions, (b) => conv.createConv2DOptions(b, 0, 1, 1, 1, 1, 1, 0)],
      },
      {
        code: Op.ADD,
        inputs: [3, 3],
        outputs: [4],
        options: [Options.AddOptions, (b) => AddOptions.createAddOptions(b, 0, false)],
      },
      {
        code: Op.FULLY_CONNECTED,
        inputs: [4, 5, -1],
        outputs: [6],
        options: [
          Options.FullyConnectedOptions,
          (b) => FullyConnectedOptions.createFullyConnectedOptions(b, 0, 0, false, false, 0),
        ],
      },
      {
        code: Op.SOFTMAX,
        inputs: [6],
        outputs: [7],
        options: [Options.SoftmaxOptions, (b) => SoftmaxOptions.createSoftmaxOptions(b, 1)],
      },
    ],
    inputs: [0],
    outputs: [7],
  };
}

/** A counter: each run adds its int32 input to a variable, which subgraph 1 sets to 40 in the first run. */
export function counter(): ModelSpec & { operators: OperatorSpec[] } {
  const number: TensorSpec = { shape: [1], type: TensorType.INT32 };
  const handle: TensorSpec = { shape: [], type: TensorType.RESOURCE };
  const variable = (output: number): OperatorSpec => ({
    code: Op.VAR_HANDLE,
    inputs: [],
    outputs: [output],
    options: [
      Options.VarHandleOptions,
      (b) => VarHandleOptions.createVarHandleOptions(b, b.createString(""), b.createString("total")),
    ],
  });
  return {
    tensors: [number, handle, number, number],
    operators: [
      {
        code: Op.CALL_ONCE,
        inputs: [],
        outputs: [],
        options: [Options.CallOnceOptions, (b) => CallOnceOptions.createCallOnceOptions(b, 1)],
      },
      variable(1),
      { code: Op.READ_VARIABLE, inputs: [1], outputs: [2] },
      {
        code: Op.ADD,
        inputs: [0, 2],
        outputs: [3],
        options: [Options.AddOptions, (b) => AddOptions.createAddOptions(b, 0, false)],
      },
      { code: Op.ASSIGN_VARIABLE, inputs: [1, 3], outputs: [] },
    ],
    inputs: [0],
    outputs: [3],
    more: [
      {
        tensors: [handle, { ...number, data: Int32Array.of(40) }],
        operators: [variable(0), { code: Op.ASSIGN_VARIABLE, inputs: [0, 1], outputs: [] }],
        inputs: [],
        outputs: [],
      },
    ],
  };
}
