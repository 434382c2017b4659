// SPDX-License-Identifier: Apache-2.0
// Random arithmetic of two inputs with broadcasting: ADD, SUB, MUL, DIV, MAXIMUM, MINIMUM.
import fc from "fast-check";
import { AddOptions } from "../../tools/tflite/generated/add-options.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { DivOptions } from "../../tools/tflite/generated/div-options.js";
import { MaximumMinimumOptions } from "../../tools/tflite/generated/maximum-minimum-options.js";
import { MulOptions } from "../../tools/tflite/generated/mul-options.js";
import { SubOptions } from "../../tools/tflite/generated/sub-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { activation, activationRange, count, family, seed, small } from "./case.js";
import { clamp, requantize, toMultiplier } from "./fixed-point.js";
import type { OperatorSpec, TensorSpec } from "./model.js";
import { broadcastIndex } from "./operands.js";
import { Random, numbers, type Numbers } from "./random.js";

const flags = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });
const binary = fc.record({
  shape: fc.array(small(1, 7), { minLength: 1, maxLength: 4 }),
  /** Which dimensions of each input are 1, and how many of the second input's first ones are left out. */
  ones: fc.tuple(fc.oneof(fc.constant<boolean[]>([]), flags), flags),
  dropped: small(0, 3),
  /** The inputs change places. */
  swapped: fc.boolean(),
  activation,
  seed,
});

type Combine = (a: bigint, b: bigint, scales: readonly [number, number, number]) => bigint;

interface Arithmetic {
  readonly code: Op;
  /** For float32, for integers without a scale, and for integers in fixed point; undefined where that isn't cheap to state. */
  readonly real: (a: number, b: number) => number;
  readonly plain: Combine;
  readonly scaled: (type: TensorType) => Combine | undefined;
  /** Both inputs and the output have one scale; there is no activation. */
  readonly sameScales?: boolean;
}

function binaryFamily({ code, real, plain, scaled, sameScales = false }: Arithmetic, type: TensorType) {
  const float = type === TensorType.FLOAT32;
  const quantized = type === TensorType.INT8 || type === TensorType.INT16;
  const bits = type === TensorType.INT8 ? 8 : 16;
  const combine = sameScales || !quantized ? plain : scaled(type);
  return family(`${Op[code]} ${TensorType[type].toLowerCase()}`, binary, (p) => {
    const random = new Random(p.seed);
    const both = p.ones.map((ones) => p.shape.map((size, i) => (ones[i] ? 1 : size)));
    const shape = p.shape.map((_, i) => Math.max(...both.map((sizes) => sizes[i] ?? 1)));
    const [first = [], second = []] = both;
    const dropped = second.slice(Math.min(p.dropped, p.shape.length - 1));
    const output = shape.map((size, i) => (i < p.shape.length - dropped.length ? (first[i] ?? 1) : size));
    const shapes = p.swapped ? [dropped, first] : [first, dropped];
    const scale = random.scale(0.001, 0.5);
    const other = sameScales ? scale : random.scale(0.001, 0.5);
    const quotient = random.scale(0.05, 2);
    const result = sameScales
      ? scale
      : code === Op.DIV
        ? Math.fround((scale / other) * quotient)
        : random.scale(0.001, 0.5);
    const scales = [scale, other, result] as const;
    const zero = type === TensorType.INT8 ? random.whole(-128, 127) : 0;
    const zeroPoints = type !== TensorType.INT8 || sameScales ? [zero, zero, zero] : [zero, ...random.int8(2)];
    const kind = sameScales ? 0 : p.activation;
    // TensorFlow Lite Micro's ADD of int32 has no activation.
    const limited = code === Op.ADD && type === TensorType.INT32 ? 0 : kind;
    const tensor = (dimensions: readonly number[], i: number): TensorSpec =>
      quantized
        ? { shape: dimensions, type, scale: scales[i] ?? 1, zeroPoint: zeroPoints[i] ?? 0 }
        : { shape: dimensions, type };
    const make = (dimensions: readonly number[], i: number): Numbers => {
      // Without a scale, integers stay so small that no result overflows.
      if (type === TensorType.INT32 && !sameScales) {
        const data = random.int32(count(dimensions), 30000);
        return code === Op.DIV && i === 1 ? data.map((x) => x || 1) : data;
      }
      const data = random.of(type, count(dimensions));
      return code === Op.DIV && quantized ? divisible(data, i, zeroPoints[i] ?? 0) : data;
    };
    const inputs = shapes.map(make);
    const expected = (): Numbers => {
      const [low, high] = float
        ? floatRange(kind)
        : quantized
          ? activationRange(kind, scales[2], zeroPoints[2] ?? 0, bits)
          : activationRange(limited, 1, 0, 53);
      const values = Array.from({ length: count(output) }, (_, element) => {
        const pair = inputs.map((data, i) => data[broadcastIndex(element, output, shapes[i] ?? [])] ?? 0);
        if (float) {
          const value = Math.fround(real(Number(pair[0]), Number(pair[1])));
          return value < low ? low : value > high ? high : value;
        }
        const [a = 0n, b = 0n] = pair.map((x, i) => BigInt(x) - (quantized ? BigInt(zeroPoints[i] ?? 0) : 0n));
        const value = combine?.(a, b, scales) ?? 0n;
        if (type === TensorType.INT64) return value;
        return clamp(value + BigInt(quantized ? (zeroPoints[2] ?? 0) : 0), low, high);
      });
      return numbers(type, values);
    };
    return {
      model: {
        tensors: [tensor(shapes[0] ?? [], 0), tensor(shapes[1] ?? [], 1), tensor(output, 2)],
        operators: [{ code, inputs: [0, 1], outputs: [2], options: binaryOptions(code, kind) }],
        inputs: [0, 1],
        outputs: [2],
      },
      inputs,
      ...(combine ? { expected } : {}),
    };
  });
}

/**
 * The operands of DIV in int8, moved away from zero: the dividend by 8 or more, the divisor by 1 to 15. For smaller quotients
 * TensorFlow Lite Micro shifts by more than 31 bits, which C leaves undefined.
 */
function divisible(data: Numbers, operand: number, zeroPoint: number): Numbers {
  const away = Array.from<number | bigint, number>(data, (x) => {
    const [value, inward] = [Number(x) - zeroPoint, zeroPoint > 0 ? -1 : 1];
    if (operand === 0) return zeroPoint + (Math.abs(value) < 8 ? 8 * inward : value);
    return zeroPoint + (1 + (Math.abs(value) % 15)) * (Math.abs(zeroPoint) < 100 ? Math.sign(value) || 1 : inward);
  });
  return numbers(TensorType.INT8, away);
}

function floatRange(kind: number): [number, number] {
  const [low, high] = activationRange(kind, 1, 0, 32);
  return kind ? [low, high > 6 ? Infinity : high] : [-Infinity, Infinity];
}

function binaryOptions(code: Op, kind: number): NonNullable<OperatorSpec["options"]> {
  switch (code) {
    case Op.ADD:
      return [Options.AddOptions, (b) => AddOptions.createAddOptions(b, kind, false)];
    case Op.SUB:
      return [Options.SubOptions, (b) => SubOptions.createSubOptions(b, kind, false)];
    case Op.MUL:
      return [Options.MulOptions, (b) => MulOptions.createMulOptions(b, kind)];
    case Op.DIV:
      return [Options.DivOptions, (b) => DivOptions.createDivOptions(b, kind)];
    default:
      return [Options.MaximumMinimumOptions, (b) => MaximumMinimumOptions.createMaximumMinimumOptions(b)];
  }
}

/** Both inputs brought to twice the larger scale with `bits` bits more, then added, then to the output's scale. */
const sum =
  (sign: bigint, bits: number): Combine =>
  (a, b, [first, second, output]) => {
    const twice = 2 * Math.max(first, second);
    const left = requantize(a << BigInt(bits), toMultiplier(first / twice));
    const right = requantize(b << BigInt(bits), toMultiplier(second / twice));
    return requantize(left + sign * right, toMultiplier(twice / (2 ** bits * output)));
  };
const product: Combine = (a, b, [first, second, output]) =>
  requantize(BigInt.asIntN(32, a * b), toMultiplier((first * second) / output));

const arithmetic: readonly Arithmetic[] = [
  {
    code: Op.ADD,
    real: (a, b) => a + b,
    plain: (a, b) => a + b,
    scaled: (type) => sum(1n, type === TensorType.INT8 ? 20 : 15),
  },
  {
    code: Op.SUB,
    real: (a, b) => a - b,
    plain: (a, b) => a - b,
    scaled: (type) => sum(-1n, type === TensorType.INT8 ? 20 : 15),
  },
  { code: Op.MUL, real: (a, b) => a * b, plain: (a, b) => a * b, scaled: () => product },
  { code: Op.DIV, real: (a, b) => a / b, plain: (a, b) => a / b, scaled: () => undefined },
  { code: Op.MAXIMUM, real: Math.max, plain: (a, b) => (a > b ? a : b), scaled: () => undefined, sameScales: true },
  { code: Op.MINIMUM, real: Math.min, plain: (a, b) => (a < b ? a : b), scaled: () => undefined, sameScales: true },
];

/** The types that an operator takes. */
function typesOf({ code, sameScales }: Arithmetic): TensorType[] {
  const common = [TensorType.INT8, TensorType.FLOAT32, TensorType.INT32];
  if (code === Op.DIV) return common;
  return [...common, TensorType.INT16, ...(sameScales ? [TensorType.INT64] : [])];
}

export const elementwise = arithmetic.flatMap((each) => typesOf(each).map((type) => binaryFamily(each, type)));
