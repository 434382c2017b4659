// SPDX-License-Identifier: Apache-2.0
// Random conversions of types: CAST, QUANTIZE, DEQUANTIZE.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, family, roundAway, seed, small } from "./case.js";
import { clamp, requantize, toMultiplier } from "./fixed-point.js";
import type { TensorSpec } from "./model.js";
import { anyShape } from "./operands.js";
import { Random, numbers, range } from "./random.js";

const { INT8, UINT8, INT16, INT32, UINT32, FLOAT16, FLOAT32, BOOL } = TensorType;

/** What an operator of one input turns a number into. */
type Convert = (x: number, from: TensorSpec, to: TensorSpec) => number | bigint;

/** Pairs of types of an operator of one input, as one family. `scaled`: integers have a scale and zero point. */
function conversion(
  name: string,
  code: Op,
  pairs: readonly (readonly [TensorType, TensorType])[],
  scaled: boolean,
  convert: Convert,
) {
  return family(name, fc.record({ pair: small(0, pairs.length - 1), shape: anyShape, seed }), (p) => {
    const random = new Random(p.seed);
    const size = count(p.shape);
    const [from, to] = (pairs[p.pair] ?? []).map((type): TensorSpec => {
      const plain = { shape: p.shape, type };
      if (!scaled || type === FLOAT32 || type === FLOAT16) return plain;
      const [low, high] = range(type).map(Number);
      const wide = type === INT16 || type === INT32;
      return {
        ...plain,
        scale: wide ? random.scale(0.0001, 0.01) : random.scale(0.002, 0.3),
        zeroPoint: wide && random.next() < 0.5 ? 0 : random.whole(Math.max(low ?? 0, -4e4), Math.min(high ?? 0, 4e4)),
      };
    });
    if (!from || !to) throw new RangeError("no such pair");
    // A float outside the integer's range has no defined cast in TensorFlow Lite Micro.
    const most = to.type === FLOAT32 ? 40000 : Math.min(40000, Number(range(to.type)[1]));
    const data =
      from.type === FLOAT16
        ? Uint16Array.from({ length: size }, () => random.whole(0, 1) * 0x8000 + random.whole(0, 0x7c00))
        : from.type === FLOAT32 && !scaled
          ? random.float32(size, most).map((x) => (to.type === UINT32 ? Math.abs(x) : x))
          : random.of(from.type, size);
    return {
      model: {
        tensors: [from, to],
        operators: [{ code, inputs: [0], outputs: [1] }],
        inputs: [0],
        outputs: [1],
      },
      inputs: [data],
      expected: () =>
        numbers(
          to.type,
          Array.from<number | bigint, number | bigint>(data, (x) => convert(Number(x), from, to)),
        ),
    };
  });
}

const typeName = (type: TensorType): string => TensorType[type].toLowerCase();

const castable = [INT8, INT16, INT32, UINT32, FLOAT32];
const cast = [...castable, BOOL].map((from) =>
  conversion(
    `CAST ${typeName(from)}`,
    Op.CAST,
    castable.map((to) => [from, to] as const),
    false,
    (x, _, to) => (to.type === FLOAT32 ? x : Math.trunc(x)),
  ),
);

const one = (value: TensorSpec["scale"] | TensorSpec["zeroPoint"]): number => Number(value ?? 0);

/** The types that a type is quantized to; TensorFlow Lite Micro lacks the last of float32. */
const quantizable: readonly (readonly [TensorType, readonly TensorType[]])[] = [
  [FLOAT32, [INT8, INT16, INT8, INT16, INT8, INT16, UINT8]],
  [INT8, [INT8, UINT8, INT16, INT32]],
  [INT16, [INT8, INT16, INT32]],
  [INT32, [INT8, INT16]],
  [UINT8, [INT8]],
];
const quantize = quantizable.map(([type, types]) =>
  conversion(
    `QUANTIZE ${typeName(type)}`,
    Op.QUANTIZE,
    types.map((to) => [type, to] as const),
    true,
    (x, from, to) => {
      const value =
        type === FLOAT32
          ? BigInt(roundAway(Math.fround(x / one(to.scale))))
          : requantize(
              BigInt.asIntN(32, BigInt(x - one(from.zeroPoint))),
              toMultiplier(one(from.scale) / one(to.scale)),
            );
      const [low, high] = range(to.type).map(Number);
      const shifted = value + BigInt(one(to.zeroPoint));
      return clamp(to.type === INT32 ? BigInt.asIntN(32, shifted) : shifted, low ?? 0, high ?? 0);
    },
  ),
);

/** The number that the 16 bits of a float16 say. */
function half(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, (bits & 1023) / 1024];
  if (exponent === 31) return sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction) : 2 ** -14 * fraction);
}

/** TensorFlow Lite Micro lacks the last two types. */
const dequantize = conversion(
  "DEQUANTIZE",
  Op.DEQUANTIZE,
  [INT8, UINT8, INT16, INT8, UINT8, INT16, INT8, UINT8, INT16, INT32, FLOAT16].map((from) => [from, FLOAT32] as const),
  true,
  (x, from) => (from.type === FLOAT16 ? half(x) : one(from.scale) * (x - one(from.zeroPoint))),
);

/** TensorFlow Lite Micro takes the first channel's scale for all; TensorFlow Lite lacks int16. */
const dequantizeChannels = (type: TensorType) =>
  family(
    `DEQUANTIZE ${typeName(type)} per channel`,
    fc.record({ shape: fc.array(small(1, 5), { minLength: 1, maxLength: 5 }), axis: small(0, 4), seed }),
    (p) => {
      const random = new Random(p.seed);
      const dimension = p.axis % p.shape.length;
      const channels = Array.from({ length: p.shape[dimension] ?? 1 }, () => ({
        scale: random.scale(0.002, 0.3),
        zeroPoint: type === INT8 ? random.whole(-128, 127) : 0,
      }));
      const inner = count(p.shape.slice(dimension + 1));
      const data = random.of(type, count(p.shape));
      return {
        model: {
          tensors: [
            {
              shape: p.shape,
              type,
              scale: channels.map(({ scale }) => scale),
              zeroPoint: channels.map(({ zeroPoint }) => zeroPoint),
              dimension,
            },
            { shape: p.shape, type: FLOAT32 },
          ],
          operators: [{ code: Op.DEQUANTIZE, inputs: [0], outputs: [1] }],
          inputs: [0],
          outputs: [1],
        },
        inputs: [data],
        expected: () =>
          Float32Array.from(data as ArrayLike<number>, (x, i) => {
            const { scale = 0, zeroPoint = 0 } = channels[Math.floor(i / inner) % channels.length] ?? {};
            return scale * (x - zeroPoint);
          }),
      };
    },
    "tflite",
  );

export const conversions = [...cast, ...quantize, dequantize, ...[INT8, INT16].map(dequantizeChannels)];
