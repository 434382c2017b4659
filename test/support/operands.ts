// SPDX-License-Identifier: Apache-2.0
// What random elementwise operators share: shapes, broadcasting, operators of one input.
import fc from "fast-check";
import type { BuiltinOperator } from "../../tools/tflite/generated/builtin-operator.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, family, seed, small, type Family, type Oracle } from "./case.js";
import type { OperatorSpec, TensorSpec } from "./model.js";
import { Random, range, type Numbers } from "./random.js";

/** A tensor's description without its shape. */
export type Operand = Omit<TensorSpec, "shape">;

export const anyShape = fc.array(small(1, 5), { maxLength: 5 });

/** Shapes of so many inputs that are repeated to one output's. */
export const broadcast = (inputs: number) =>
  fc.record({
    shape: anyShape,
    /** Which dimensions of each input are 1, and how many of its first ones are left out. */
    ones: fc.array(fc.oneof(fc.constant<boolean[]>([]), fc.array(fc.boolean(), { maxLength: 5 })), {
      minLength: inputs,
      maxLength: inputs,
    }),
    dropped: fc.array(fc.constantFrom(0, 0, 0, 0, 1, 3), { minLength: inputs, maxLength: inputs }),
    seed,
  });

export function broadcastShapes(p: {
  readonly shape: readonly number[];
  readonly ones: readonly (readonly boolean[])[];
  readonly dropped: readonly number[];
}): { inputs: number[][]; output: number[] } {
  const inputs = p.ones.map((ones, k) =>
    p.shape.map((size, i) => (ones[i] ? 1 : size)).slice(Math.min(p.dropped[k] ?? 0, p.shape.length)),
  );
  const rank = Math.max(...inputs.map((shape) => shape.length));
  const output = Array.from({ length: rank }, (_, i) => Math.max(...inputs.map((shape) => shape.at(i - rank) ?? 1)));
  return { inputs, output };
}

/** The element of an input that goes into an element of the output. */
export function broadcastIndex(element: number, output: readonly number[], input: readonly number[]): number {
  let [index, stride] = [0, 1];
  for (let i = 1; i <= output.length; i++) {
    const size = output.at(-i) ?? 1;
    const own = i <= input.length ? (input.at(-i) ?? 1) : 1;
    if (own > 1) index += (element % size) * stride;
    stride *= own;
    element = Math.floor(element / size);
  }
  return index;
}

/** A quantized tensor with a scale within limits and, in 8 bits, any zero point. */
export function quantized(type: TensorType, random: Random, low = 0.002, high = 0.3): Operand {
  const wide = type !== TensorType.INT8 && type !== TensorType.UINT8;
  const [least, most] = range(type).map(Number);
  return { type, scale: random.scale(low, high), zeroPoint: wide ? 0 : random.whole(least ?? 0, most ?? 0) };
}

export interface Single {
  readonly from: Operand;
  readonly to: Operand;
  /** Data for so many elements; random if left out. */
  readonly data?: (size: number) => Numbers;
  readonly options?: OperatorSpec["options"];
  readonly expected?: (data: Numbers) => ArrayBufferView;
}

/** An operator of one input, whose output has the input's shape. */
export function single(
  name: string,
  code: BuiltinOperator,
  make: (random: Random) => Single,
  shapes: fc.Arbitrary<number[]> = anyShape,
  oracle: Oracle = "tflm",
): Family {
  return family(
    name,
    fc.record({ shape: shapes, seed }),
    ({ shape, seed: start }) => {
      const random = new Random(start);
      const { from, to, data, options, expected } = make(random);
      const input = data?.(count(shape)) ?? random.of(from.type, count(shape));
      return {
        model: {
          tensors: [
            { ...from, shape },
            { ...to, shape },
          ],
          operators: [{ code, inputs: [0], outputs: [1], ...(options ? { options } : {}) }],
          inputs: [0],
          outputs: [1],
        },
        inputs: [input],
        ...(expected ? { expected: () => expected(input) } : {}),
      };
    },
    oracle,
  );
}
