// SPDX-License-Identifier: Apache-2.0
// Random layers with weights as models of one operator, with the plainest way to compute their integer forms.
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { activationRange, count, type Case, type Oracle } from "./case.js";
import { clamp, requantize, requantizeWide, toMultiplier, type Multiplier } from "./fixed-point.js";
import type { OperatorSpec, TensorSpec } from "./model.js";
import { numbers, Random, type Numbers } from "./random.js";

/** Types of inputs, weights, and bias, and who takes them. */
export interface Types {
  readonly input: TensorType.FLOAT32 | TensorType.INT8 | TensorType.INT16;
  readonly weights: TensorType.FLOAT32 | TensorType.INT8 | TensorType.INT4;
  readonly bias: TensorType.FLOAT32 | TensorType.INT16 | TensorType.INT32 | TensorType.INT64;
  readonly oracle?: Oracle;
}

export const float32: Types = { input: TensorType.FLOAT32, weights: TensorType.FLOAT32, bias: TensorType.FLOAT32 };
export const int8: Types = { input: TensorType.INT8, weights: TensorType.INT8, bias: TensorType.INT32 };
export const int4: Types = { ...int8, weights: TensorType.INT4 };
export const int16: Types = { input: TensorType.INT16, weights: TensorType.INT8, bias: TensorType.INT64 };
export const int16Narrow: Types = { ...int16, bias: TensorType.INT32 };
export const hybrid: Types = { ...float32, weights: TensorType.INT8, oracle: "tflite" };

export function typesName({ input, weights, bias }: Types): string {
  const own = TensorType[input].toLowerCase();
  const others = weights === input ? "" : ` with ${TensorType[weights].toLowerCase()} weights`;
  return own + others + (input === TensorType.INT16 ? `, ${TensorType[bias].toLowerCase()} bias` : "");
}

export interface Layer {
  readonly operator: Omit<OperatorSpec, "inputs" | "outputs">;
  readonly types: Types;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly weights: readonly number[];
  /** Along which the weights have a scale each. */
  readonly dimension: number;
  readonly activation: number;
  readonly perChannel: boolean;
  readonly bias: boolean;
  readonly seed: number;
  /** FULLY_CONNECTED: weights and int16 have zero points; one scale's product with the input's is rounded to float32. */
  readonly dense?: boolean;
  /** TRANSPOSE_CONV: the output's shape is the first input, sums of int16 have 64 bits. */
  readonly transposed?: boolean;
  /** The weights are an input of the model. */
  readonly dynamic?: boolean;
  /** Calls `visit(input index, weight index)` for all that the sum of one output element has. */
  readonly window: (element: number, visit: (input: number, weight: number) => void) => void;
}

/** A typical size of a random number over the whole range of a type. */
const typicalSize = { [TensorType.INT8]: 74, [TensorType.INT4]: 4.5, [TensorType.INT16]: 18918 };

/** The quantization of one layer: scales that make outputs fill their type, often too much or too little. */
function quantize(random: Random, layer: Layer, channels: number) {
  const { types, perChannel } = layer;
  const int16 = types.input === TensorType.INT16;
  const inputs = count(layer.weights) / channels;
  const input = int16 ? random.scale(0.00002, 0.001) : random.scale(0.001, 0.5);
  const weights = Array.from({ length: perChannel ? channels : 1 }, () => random.scale(0.0005, 0.05));
  const size = Math.sqrt(inputs) * (int16 ? typicalSize[TensorType.INT16] : 74);
  const typical = size * (types.weights === TensorType.INT4 ? 4.5 : 74) * input * (weights[0] ?? 1);
  const zeroPoint = (): number => {
    if (int16) return layer.dense ? random.whole(-1000, 1000) : 0;
    return random.whole(-128, 127);
  };
  return {
    scales: [input, Math.fround((typical / (int16 ? 16000 : 60)) * random.scale(0.02, 8))] as const,
    weights,
    zeroPoints: [zeroPoint(), zeroPoint()] as const,
    weightsZeroPoint: layer.dense && !perChannel ? random.whole(-1, 1) * random.whole(0, 7) : 0,
    bias: random.int32(channels, Math.ceil(size * 60)),
  };
}

/** Numbers of four bits, two a byte, the first in the low half. */
function packHalves(values: Int8Array): Uint8Array {
  return Uint8Array.from(
    { length: Math.ceil(values.length / 2) },
    (_, i) => ((values[2 * i] ?? 0) & 15) | (((values[2 * i + 1] ?? 0) & 15) << 4),
  );
}

/** A layer with weights as a model. */
export function buildLayer(layer: Layer): Case {
  const { types } = layer;
  const random = new Random(layer.seed);
  const channels = layer.output.at(-1) ?? 1;
  const inputs = [...(layer.transposed ? [4, 1, 0] : [0, 1]), ...(layer.bias ? [2] : [])];
  const operator = { ...layer.operator, inputs, outputs: [3] };
  const real = types.input === TensorType.FLOAT32;
  const q = quantize(random, layer, channels);
  const low = types.weights === TensorType.INT4 ? -8 : -127;
  const weights =
    types.weights === TensorType.FLOAT32
      ? random.float32(count(layer.weights))
      : random.int8(count(layer.weights), low, low === -8 ? 7 : 127);
  const stored = types.weights === TensorType.INT4 ? packHalves(weights as Int8Array) : weights;
  // TensorFlow Lite sums a transposed convolution in float32, so its error grows with the numbers.
  const most = layer.transposed ? 0.1 : 4;
  const input = real ? random.float32(count(layer.input), most) : random.of(types.input, count(layer.input));
  const bias = real ? random.float32(channels, 3) : numbers(types.bias, q.bias);
  const activations = (shape: readonly number[], i: 0 | 1): TensorSpec =>
    real ? { shape, type: types.input } : { shape, type: types.input, scale: q.scales[i], zeroPoint: q.zeroPoints[i] };
  const tensors: TensorSpec[] = [
    activations(layer.input, 0),
    {
      shape: layer.weights,
      type: types.weights,
      ...(layer.dynamic ? {} : { data: stored }),
      ...(types.weights === TensorType.FLOAT32
        ? {}
        : { scale: q.weights, zeroPoint: real ? 0 : q.weightsZeroPoint, dimension: layer.dimension }),
    },
    {
      shape: [channels],
      type: types.bias,
      data: bias,
      ...(real ? {} : { scale: q.weights.map((w) => Math.fround(w * q.scales[0])) }),
    },
    activations(layer.output, 1),
    { shape: [layer.output.length], type: TensorType.INT32, data: Int32Array.from(layer.output) },
  ];
  const expected = (): Numbers => {
    const rounds = layer.dense && !layer.perChannel;
    const product = (w: number): number => (rounds ? Math.fround(q.scales[0] * w) : q.scales[0] * w);
    const multipliers = q.weights.map((w): Multiplier => toMultiplier(product(w) / q.scales[1]));
    const bits = types.input === TensorType.INT16 ? 16 : 8;
    const [least, most] = activationRange(layer.activation, q.scales[1], q.zeroPoints[1], bits);
    const wide = types.input === TensorType.INT16 && (layer.transposed || types.bias === TensorType.INT64);
    const values = Array.from({ length: count(layer.output) }, (_, element) => {
      const channel = element % channels;
      let sum = BigInt(layer.bias ? (bias[channel] ?? 0) : 0);
      layer.window(element, (i, w) => {
        sum += BigInt((Number(input[i] ?? 0) - q.zeroPoints[0]) * ((weights[w] ?? 0) - q.weightsZeroPoint));
      });
      const multiplier = multipliers[layer.perChannel ? channel : 0] ?? toMultiplier(0);
      const scaled = wide ? requantizeWide(sum, multiplier) : requantize(BigInt.asIntN(32, sum), multiplier);
      return clamp(scaled + BigInt(q.zeroPoints[1]), least, most);
    });
    return numbers(types.input, values);
  };
  return {
    model: { tensors, operators: [operator], inputs: layer.dynamic ? [0, 1] : [0], outputs: [3] },
    inputs: layer.dynamic ? [input, stored] : [input],
    ...(real ? {} : { expected }),
  };
}
