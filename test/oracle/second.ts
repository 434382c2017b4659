// SPDX-License-Identifier: Apache-2.0
// What --second needs to know of LiteRT: models as it takes them, and where it differs for a reason.
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions } from "../../tools/tflite/generated/builtin-options.js";
import { ReshapeOptions } from "../../tools/tflite/generated/reshape-options.js";
import { SplitVOptions } from "../../tools/tflite/generated/split-voptions.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import type { ModelSpec, OperatorSpec, TensorSpec } from "../support/model.js";
import { numbers } from "../support/random.js";

/** Families whose differences aren't ours, and why. */
export const explained: readonly (readonly [RegExp, string])[] = [
  [/^RELU6 int/, "TensorFlow Lite Micro ignores the output's scale"],
  [/^ADD int32$/, "TensorFlow Lite Micro ignores the activation"],
  [/^(TANH|LOGISTIC) int16$/, "LiteRT is up to 11 steps off where the scale is 2^-12 or 2^-11"],
  [/^(CONV_2D|FULLY_CONNECTED) float32 with int8 weights$/, "XNNPACK quantizes the input with a zero point"],
  [/^graphs$/, "one step in one operator may grow in the next"],
  [/^SHAPE /, "LiteRT doesn't hand out what it computes before it runs"],
];

/** A RESHAPE to the shape that its output has. */
function reshape(from: number, to: number, { shape }: TensorSpec): OperatorSpec {
  return {
    code: Op.RESHAPE,
    inputs: [from],
    outputs: [to],
    options: [
      BuiltinOptions.ReshapeOptions,
      // A shape of [0] stands for that of a scalar.
      (b) =>
        ReshapeOptions.createReshapeOptions(b, ReshapeOptions.createNewShapeVector(b, shape.length ? [...shape] : [0])),
    ],
  };
}

/**
 * The model as TensorFlow's converter would write it: TensorFlow Lite Micro does without some options and CONV_2D's bias,
 * and takes int16 with zero points.
 */
export function ordinary(model: ModelSpec): ModelSpec {
  const symmetric = !model.operators.some(({ code }) => code === Op.SOFTMAX);
  const tensors: TensorSpec[] = model.tensors.map((tensor) =>
    symmetric && tensor.type === TensorType.INT16 && tensor.zeroPoint ? { ...tensor, zeroPoint: 0 } : tensor,
  );
  const operators = model.operators.map((operator): OperatorSpec => {
    const [input = 0, weights = 0] = operator.inputs;
    const [output = 0] = operator.outputs;
    const target = tensors[output];
    if (!target) return operator;
    if (operator.code === Op.RESHAPE && operator.inputs.length === 1) return reshape(input, output, target);
    if (operator.code === Op.SPLIT_V)
      return {
        ...operator,
        options: [BuiltinOptions.SplitVOptions, (b) => SplitVOptions.createSplitVOptions(b, operator.outputs.length)],
      };
    if (operator.code === Op.BROADCAST_TO) return { ...operator, version: 2 };
    if (operator.code !== Op.CONV_2D || operator.inputs.length > 2) return operator;
    return {
      ...operator,
      inputs: [input, weights, tensors.push(zeroBias(target, tensors[input], tensors[weights])) - 1],
    };
  });
  return { ...model, tensors, operators };
}

function zeroBias(output: TensorSpec, input?: TensorSpec, weights?: TensorSpec): TensorSpec {
  const { FLOAT32, INT16, INT32, INT64 } = TensorType;
  const type = output.type === FLOAT32 ? FLOAT32 : output.type === INT16 ? INT64 : INT32;
  const channels = output.shape.at(-1) ?? 1;
  const bias = {
    shape: [channels],
    type,
    data: numbers(
      type,
      Array.from({ length: channels }, () => 0),
    ),
  };
  if (type === FLOAT32) return bias;
  return { ...bias, scale: [weights?.scale ?? 1].flat().map((scale) => Math.fround(scale * Number(input?.scale))) };
}

/**
 * The model with a RESHAPE after each output, to the shape it has: LiteRT doesn't hand out tensors whose sizes it learns while it
 * runs, though it knows them before.
 */
export function settle(model: ModelSpec): ModelSpec {
  const tensors: TensorSpec[] = [...model.tensors];
  const operators: OperatorSpec[] = [...model.operators];
  const outputs = model.outputs.map((from) => {
    const { data: _, variable: __, name: ___, ...like } = tensors[from] ?? { shape: [], type: TensorType.FLOAT32 };
    const to = tensors.push(like) - 1;
    operators.push(reshape(from, to, like));
    return to;
  });
  return { ...model, tensors, operators, outputs };
}
