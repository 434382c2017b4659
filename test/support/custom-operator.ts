// SPDX-License-Identifier: Apache-2.0
// Models of one custom operator.
import { encode } from "flatbuffers/js/flexbuffers.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import type { Case } from "./case.js";
import type { TensorSpec } from "./model.js";

/**
 * Its inputs in order, those with `data` as constants; `frames` are what the others are given. If all are constants, the model
 * has an input of one byte that nobody reads: a frame is one input's worth.
 */
export function customOperator(
  name: string,
  options: Readonly<Record<string, number | boolean>> | undefined,
  inputs: readonly TensorSpec[],
  outputs: readonly TensorSpec[],
  frames: readonly ArrayBufferView[],
): Case {
  const order = inputs.map((_, i) => i);
  const results = outputs.map((_, i) => inputs.length + i);
  const idle = inputs.every(({ data }) => data);
  return {
    model: {
      tensors: [...inputs, ...outputs, ...(idle ? [{ shape: [1], type: TensorType.INT8 }] : [])],
      operators: [
        {
          code: Op.CUSTOM,
          custom: name,
          inputs: order,
          outputs: results,
          ...(options ? { customOptions: encode(options) } : {}),
        },
      ],
      inputs: idle ? [inputs.length + outputs.length] : order.filter((i) => !inputs[i]?.data),
      outputs: results,
    },
    inputs: idle ? [Int8Array.of(0)] : frames,
  };
}
