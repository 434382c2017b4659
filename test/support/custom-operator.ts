// Models of one custom operator.
import { encode } from "flatbuffers/js/flexbuffers.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import type { Case } from "./case.js";
import type { TensorSpec } from "./model.js";

/** Its inputs in order, those with `data` as constants; `frames` are what the others are given. */
export function customOperator(
  name: string,
  options: Readonly<Record<string, number | boolean>> | undefined,
  inputs: readonly TensorSpec[],
  outputs: readonly TensorSpec[],
  frames: readonly ArrayBufferView[],
): Case {
  const order = inputs.map((_, i) => i);
  const results = outputs.map((_, i) => inputs.length + i);
  return {
    model: {
      tensors: [...inputs, ...outputs],
      operators: [
        {
          code: Op.CUSTOM,
          custom: name,
          inputs: order,
          outputs: results,
          ...(options ? { customOptions: encode(options) } : {}),
        },
      ],
      inputs: order.filter((i) => !inputs[i]?.data),
      outputs: results,
    },
    inputs: frames,
  };
}
