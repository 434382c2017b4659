// SPDX-License-Identifier: Apache-2.0
// Random models of one operator: its tensors, and elements that it only moves.
import fc from "fast-check";
import type { BuiltinOperator } from "../../tools/tflite/generated/builtin-operator.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, small, type Case } from "./case.js";
import type { OperatorSpec, TensorSpec } from "./model.js";
import { numbers, type Numbers, type Random } from "./random.js";

/** One input of the operator: the model's input or, with `constant`, in the file. */
export interface Operand {
  readonly spec: TensorSpec;
  readonly value: Numbers;
  readonly constant?: boolean;
}

interface Single {
  readonly code: BuiltinOperator;
  readonly options?: OperatorSpec["options"];
  readonly inputs: readonly Operand[];
  readonly outputs: readonly TensorSpec[];
  readonly expected?: () => ArrayBufferView;
}

export function single({ code, options, inputs, outputs, expected }: Single): Case {
  const order = inputs.map((_, i) => i);
  const given = order.filter((i) => !inputs[i]?.constant);
  const results = outputs.map((_, i) => inputs.length + i);
  return {
    model: {
      tensors: [...inputs.map(({ spec, value, constant }) => (constant ? { ...spec, data: value } : spec)), ...outputs],
      operators: [{ code, inputs: order, outputs: results, ...(options ? { options } : {}) }],
      inputs: given,
      outputs: results,
    },
    inputs: given.map((i) => inputs[i]?.value ?? Int8Array.of()),
    ...(expected ? { expected } : {}),
  };
}

/** A list of numbers as an operand; `shape` when it isn't a vector. */
export function list(
  values: readonly number[],
  constant: boolean,
  type = TensorType.INT32,
  shape: readonly number[] = [values.length],
): Operand {
  return { spec: { shape, type }, value: numbers(type, values), constant };
}

/** Random elements over the whole range of a type, in a tensor that has a scale if models quantize that type. */
export function elements(random: Random, type: TensorType, shape: readonly number[]): Operand {
  return { spec: { shape, ...kind(random, type) }, value: random.of(type, count(shape)) };
}

/** A type with its scale. */
export function kind(random: Random, type: TensorType): Omit<TensorSpec, "shape"> {
  if (type !== TensorType.INT8 && type !== TensorType.INT16) return { type };
  return { type, scale: random.scale(0.01, 1), zeroPoint: type === TensorType.INT8 ? random.whole(-128, 127) : 0 };
}

/** A tensor's elements by their places. */
export function computed(
  type: TensorType,
  shape: readonly number[],
  value: (place: number[]) => number | bigint,
): Numbers {
  return numbers(
    type,
    Array.from({ length: count(shape) }, (_, i) => value(locate(i, shape))),
  );
}

/** What an operator gives that only moves elements: `from` tells the index of the element that goes to a place. */
export function moved({ spec, value }: Operand, shape: readonly number[], from: (place: number[]) => number) {
  return (): Numbers => computed(spec.type, shape, (place) => value[from(place)] ?? 0);
}

/** The coordinates of an element. */
export function locate(element: number, shape: readonly number[]): number[] {
  return shape.map((size, i) => Math.floor(element / count(shape.slice(i + 1))) % size);
}

/** The element at coordinates; -1 outside. */
export function flat(place: readonly number[], shape: readonly number[]): number {
  if (place.some((x, i) => x < 0 || x >= (shape[i] ?? 0))) return -1;
  return place.reduce((index, x, i) => index * (shape[i] ?? 1) + x, 0);
}

export const lower = (type: TensorType): string => (TensorType[type] ?? "").toLowerCase();

/** A shape of so many dimensions. */
export const shapeOf = (least: number, most: number, size = 5): fc.Arbitrary<number[]> =>
  fc.array(small(1, size), { minLength: least, maxLength: most });

/** A list of numbers, one for each of up to 8 dimensions. */
export const each = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 8, maxLength: 8 });
