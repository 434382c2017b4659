// SPDX-License-Identifier: Apache-2.0
// A random single-operator model with its input, and families of them.
import fc from "fast-check";
import type { ModelSpec, TensorSpec } from "./model.js";
import { ActivationFunctionType as Activation } from "../../tools/tflite/generated/activation-function-type.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";

export interface Case {
  readonly model: ModelSpec;
  readonly inputs: readonly ArrayBufferView[];
  /** What the operator must give, computed in the plainest way; left out where that isn't cheap to state. */
  readonly expected?: () => ArrayBufferView;
  /** The operators, run one by one, must give the same; their outputs have equal sizes. */
  readonly apart?: boolean;
}

/** Whose outputs are right: TensorFlow Lite Micro's, or TensorFlow Lite's for what TensorFlow Lite Micro lacks. */
export type Oracle = "tflm" | "tflite";

/** All about one operator: random parameters, small and of the kind that models have, and the model they make. */
export interface Family {
  readonly name: string;
  readonly oracle: Oracle;
  /** The parameters of random cases, as JSON values; the same for the same seed. */
  sample(count: number, seed?: number): unknown[];
  build(parameters: unknown): Case;
}

/** Makes a family; parameters must survive JSON. */
export function family<P>(
  name: string,
  parameters: fc.Arbitrary<P>,
  build: (parameters: P) => Case,
  oracle: Oracle = "tflm",
): Family {
  return {
    name,
    oracle,
    sample: (count, seed = 419) => fc.sample(parameters, { numRuns: count, seed }),
    build: (values) => build(values as P),
  };
}

export const seed = fc.integer({ min: 0, max: 0xffffffff });
export const padding = fc.constantFrom(0, 1);
export const activation = fc.constantFrom(Activation.NONE, Activation.RELU, Activation.RELU_N1_TO_1, Activation.RELU6);
export const small = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** Output size and padding before the input along one dimension; padding 0 is SAME, 1 is VALID. */
export function slide(input: number, window: number, stride: number, dilation: number, kind: number): [number, number] {
  const reach = (window - 1) * dilation + 1;
  if (kind) return [Math.floor((input - reach) / stride) + 1, 0];
  const output = Math.ceil(input / stride);
  return [output, Math.max(0, Math.floor(((output - 1) * stride + reach - input) / 2))];
}

/** The clamping range of a fused activation in a quantized tensor of a type of so many bits. */
export function activationRange(kind: Activation, scale: number, zeroPoint: number, bits = 8): [number, number] {
  const quantize = (value: number): number => zeroPoint + roundAway(Math.fround(value / scale));
  const [least, most] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  const low = kind === Activation.NONE ? least : quantize(kind === Activation.RELU_N1_TO_1 ? -1 : 0);
  const high = kind === Activation.RELU6 ? quantize(6) : kind === Activation.RELU_N1_TO_1 ? quantize(1) : most;
  return [Math.max(low, least), Math.min(high, most)];
}

/** Rounds half away from zero, as C's round. */
export function roundAway(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
}

export function int8(shape: readonly number[], scale: number, zeroPoint: number): TensorSpec {
  return { shape, type: TensorType.INT8, scale, zeroPoint };
}

export function count(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
