// SPDX-License-Identifier: Apache-2.0
// The models of modules/ml/test, which has them as files: `node dist/test/support/ml-models.js` writes them anew.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { encode } from "flatbuffers/js/flexbuffers.js";
import { AddOptions } from "../../tools/tflite/generated/add-options.js";
import { BuiltinOperator } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions } from "../../tools/tflite/generated/builtin-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { VarHandleOptions } from "../../tools/tflite/generated/var-handle-options.js";
import { WhileOptions } from "../../tools/tflite/generated/while-options.js";
import { root } from "./environment.js";
import { buildModel, type ModelSpec, type OperatorSpec, type TensorSpec } from "./model.js";

export const mlModels = join(root, "modules/ml/test/models");

/** Every input comes out as it went in, in one dimension: one input of each type. */
function reshapes(): ModelSpec {
  const inputs: TensorSpec[] = [
    { name: "int8", type: TensorType.INT8, shape: [2, 4], scale: 0.5, zeroPoint: -3 },
    { name: "uint8", type: TensorType.UINT8, shape: [2, 4], scale: 0.25, zeroPoint: 128 },
    { name: "int16", type: TensorType.INT16, shape: [1, 2, 4], scale: 2 ** -10 },
    { name: "int32", type: TensorType.INT32, shape: [8, 1], scale: 0.125, zeroPoint: 0 },
    { name: "float32", type: TensorType.FLOAT32, shape: [8] },
    { name: "int64", type: TensorType.INT64, shape: [2] },
    { name: "bool", type: TensorType.BOOL, shape: [3] },
    { name: "größe", type: TensorType.INT32, shape: [1] },
  ];
  const outputs = inputs.map((tensor) => ({
    ...tensor,
    name: `${tensor.name} out`,
    shape: [tensor.shape.reduce((a, b) => a * b)],
  }));
  return {
    tensors: [...inputs, ...outputs],
    inputs: inputs.map((_, i) => i),
    outputs: outputs.map((_, i) => inputs.length + i),
    operators: inputs.map((_, i) => ({
      code: BuiltinOperator.RESHAPE,
      inputs: [i],
      outputs: [inputs.length + i],
    })),
  };
}

/** sum += value, which is what it gives. */
function sum(): ModelSpec {
  const { RESOURCE, INT32 } = TensorType;
  return {
    tensors: [
      { name: "value", type: INT32, shape: [4] },
      { name: "handle", type: RESOURCE, shape: [] },
      { name: "before", type: INT32, shape: [4] },
      { name: "sum", type: INT32, shape: [4] },
    ],
    inputs: [0],
    outputs: [3],
    operators: [
      {
        code: BuiltinOperator.VAR_HANDLE,
        inputs: [],
        outputs: [1],
        options: [
          BuiltinOptions.VarHandleOptions,
          (b) => VarHandleOptions.createVarHandleOptions(b, 0, b.createString("sum")),
        ],
      },
      { code: BuiltinOperator.READ_VARIABLE, inputs: [1], outputs: [2] },
      add([2, 0], 3),
      { code: BuiltinOperator.ASSIGN_VARIABLE, inputs: [1, 3], outputs: [] },
    ],
  };
}

function add(inputs: readonly number[], output: number): OperatorSpec {
  return {
    code: BuiltinOperator.ADD,
    inputs,
    outputs: [output],
    options: [BuiltinOptions.AddOptions, (b) => AddOptions.createAddOptions(b, 0, false)],
  };
}

/** a / b in integers, which fails for b = 0. */
function quotient(): ModelSpec {
  const tensors = ["a", "b", "quotient"].map((name) => ({ name, type: TensorType.INT32, shape: [2] }));
  return {
    tensors,
    inputs: [0, 1],
    outputs: [2],
    operators: [{ code: BuiltinOperator.DIV, inputs: [0, 1], outputs: [2] }],
  };
}

/** Its second output is a constant. */
function constant(): ModelSpec {
  return {
    tensors: [
      { name: "value", type: TensorType.FLOAT32, shape: [3] },
      { name: "offset", type: TensorType.FLOAT32, shape: [3], data: new Float32Array([0.5, -1, 2]) },
      { name: "sum", type: TensorType.FLOAT32, shape: [3] },
    ],
    inputs: [0],
    outputs: [2, 1],
    operators: [add([0, 1], 2)],
  };
}

/** Needs an operator that no version of the engine has. */
function unsupported(): ModelSpec {
  const tensors = ["value", "result"].map((name) => ({ name, type: TensorType.FLOAT32, shape: [3] }));
  return {
    tensors,
    inputs: [0],
    outputs: [1],
    operators: [{ code: BuiltinOperator.CUSTOM, custom: "Clairvoyance", inputs: [0], outputs: [1] }],
  };
}

/** Doubles `value` as long as `again` is true, which is forever; its signature gives other names. */
function loop(): ModelSpec {
  const state: TensorSpec[] = [
    { name: "again", type: TensorType.BOOL, shape: [1] },
    { name: "value", type: TensorType.INT32, shape: [2] },
  ];
  const ends = { inputs: [0, 1], outputs: [2, 3] };
  return {
    ...ends,
    tensors: [...state, ...state.map((tensor) => ({ ...tensor, name: `${tensor.name} after` }))],
    operators: [
      {
        ...ends,
        code: BuiltinOperator.WHILE,
        options: [BuiltinOptions.WhileOptions, (b) => WhileOptions.createWhileOptions(b, 1, 2)],
      },
    ],
    more: [
      { tensors: state, operators: [], inputs: [0, 1], outputs: [0] },
      {
        tensors: [...state, { name: "doubled", type: TensorType.INT32, shape: [2] }],
        operators: [add([1, 1], 2)],
        inputs: [0, 1],
        outputs: [0, 2],
      },
    ],
    signatures: [{ key: "double", inputs: { forever: 0, number: 1 }, outputs: { result: 3 } }],
  };
}

/** Its two newest inputs, every second run. */
function strided(): ModelSpec {
  const bytes = (name: string, rows: number): TensorSpec => ({
    name,
    type: TensorType.INT8,
    shape: [1, rows, 1, 2],
    scale: 1,
    zeroPoint: 0,
  });
  return {
    tensors: [bytes("row", 1), { ...bytes("rows", 2), variable: true }, { ...bytes("result", 2), shape: [4] }],
    inputs: [0],
    outputs: [2],
    operators: [
      {
        code: BuiltinOperator.CUSTOM,
        custom: "CIRCULAR_BUFFER",
        customOptions: encode({ cycles_max: 2 }),
        inputs: [0],
        outputs: [1],
      },
      { code: BuiltinOperator.RESHAPE, inputs: [1], outputs: [2] },
    ],
  };
}

/** File name to the bytes that belong into it. */
export function buildMlModels(): Map<string, Uint8Array> {
  const specs = { reshapes, sum, quotient, constant, unsupported, loop, strided };
  return new Map(Object.entries(specs).map(([name, make]) => [`${name}.tflite`, buildModel(make())]));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(mlModels, { recursive: true });
  for (const [name, bytes] of buildMlModels()) writeFileSync(join(mlModels, name), bytes);
}
