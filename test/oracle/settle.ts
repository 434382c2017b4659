// Models that LiteRT's WebAssembly build can give the outputs of.
import { BuiltinOperator } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions } from "../../tools/tflite/generated/builtin-options.js";
import { ReshapeOptions } from "../../tools/tflite/generated/reshape-options.js";
import type { ModelSpec, OperatorSpec, TensorSpec } from "../support/model.js";

/**
 * The model with a RESHAPE after each output, to the shape it has: LiteRT doesn't hand out tensors whose sizes it learns while it
 * runs, though it knows them before.
 */
export function settle(model: ModelSpec): ModelSpec {
  const tensors: TensorSpec[] = [...model.tensors];
  const operators: OperatorSpec[] = [...model.operators];
  const outputs = model.outputs.map((from) => {
    const { data: _, variable: __, name: ___, ...like } = tensors[from] ?? { shape: [], type: 0 };
    const to = tensors.push(like) - 1;
    // A shape of [0] stands for that of a scalar.
    const shape = like.shape.length ? [...like.shape] : [0];
    operators.push({
      code: BuiltinOperator.RESHAPE,
      inputs: [from],
      outputs: [to],
      options: [
        BuiltinOptions.ReshapeOptions,
        (b) => ReshapeOptions.createReshapeOptions(b, ReshapeOptions.createNewShapeVector(b, shape)),
      ],
    });
    return to;
  });
  return { ...model, tensors, operators, outputs };
}
