// Random operators that work element by element, and softmax.
import fc from "fast-check";
import { AddOptions } from "../../tools/tflite/generated/add-options.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { MaximumMinimumOptions } from "../../tools/tflite/generated/maximum-minimum-options.js";
import { MulOptions } from "../../tools/tflite/generated/mul-options.js";
import { SoftmaxOptions } from "../../tools/tflite/generated/softmax-options.js";
import { SubOptions } from "../../tools/tflite/generated/sub-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { activation, activationRange, count, family, seed, small } from "./case.js";
import { clamp, requantize, toMultiplier } from "./fixed-point.js";
import type { OperatorSpec, TensorSpec } from "./model.js";
import { Random } from "./random.js";

type Data = Int8Array | Int16Array | Float32Array;

const binary = fc.record({
  shape: fc.array(small(1, 7), { minLength: 1, maxLength: 4 }),
  /** Which dimensions of the second input are 1, and how many of its first ones are left out. */
  ones: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  dropped: small(0, 3),
  /** The inputs change places. */
  swapped: fc.boolean(),
  activation,
  seed,
});

const types = {
  int8: { type: TensorType.INT8, bits: 8 },
  int16: { type: TensorType.INT16, bits: 16 },
  float32: { type: TensorType.FLOAT32, bits: 0 },
};

type Combine = (a: bigint, b: bigint, scales: readonly [number, number, number]) => bigint;

function binaryFamily(code: Op, name: keyof typeof types, sameScales: boolean, combine?: Combine) {
  const { type, bits } = types[name];
  return family(`${Op[code]} ${name}`, binary, (p) => {
    const random = new Random(p.seed);
    const other = p.shape.map((size, i) => (p.ones[i] ? 1 : size)).slice(Math.min(p.dropped, p.shape.length - 1));
    const shapes = p.swapped ? [other, p.shape] : [p.shape, other];
    const make = (shape: readonly number[]): Data =>
      bits === 8
        ? random.int8(count(shape))
        : bits === 16
          ? random.int16(count(shape))
          : random.float32(count(shape), 8);
    const scale = random.scale(0.001, 0.5);
    const scales = sameScales
      ? ([scale, scale, scale] as const)
      : ([scale, random.scale(0.001, 0.5), random.scale(0.001, 0.5)] as const);
    const zero = bits === 8 ? random.whole(-128, 127) : 0;
    const zeroPoints = bits !== 8 || sameScales ? [zero, zero, zero] : [zero, ...random.int8(2)];
    const tensor = (shape: readonly number[], i: number): TensorSpec =>
      bits ? { shape, type, scale: scales[i] ?? 1, zeroPoint: zeroPoints[i] ?? 0 } : { shape, type };
    const inputs = shapes.map(make);
    const expected = (): Data => {
      const [low, high] = activationRange(sameScales ? 0 : p.activation, scales[2], zeroPoints[2] ?? 0, bits);
      const result = Array.from({ length: count(p.shape) }, (_, element) => {
        const [a = 0n, b = 0n] = inputs.map((data, i) =>
          BigInt((data[broadcast(element, p.shape, shapes[i] ?? [])] ?? 0) - (zeroPoints[i] ?? 0)),
        );
        return clamp((combine?.(a, b, scales) ?? 0n) + BigInt(zeroPoints[2] ?? 0), low, high);
      });
      return bits === 8 ? Int8Array.from(result) : Int16Array.from(result);
    };
    return {
      model: {
        tensors: [tensor(shapes[0] ?? [], 0), tensor(shapes[1] ?? [], 1), tensor(p.shape, 2)],
        operators: [{ code, inputs: [0, 1], outputs: [2], options: binaryOptions(code, p.activation) }],
        inputs: [0, 1],
        outputs: [2],
      },
      inputs,
      ...(combine ? { expected } : {}),
    };
  });
}

/** The element of an input that goes into an element of the output. */
function broadcast(element: number, output: readonly number[], input: readonly number[]): number {
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

function binaryOptions(code: Op, kind: number): NonNullable<OperatorSpec["options"]> {
  switch (code) {
    case Op.ADD:
      return [Options.AddOptions, (b) => AddOptions.createAddOptions(b, kind, false)];
    case Op.SUB:
      return [Options.SubOptions, (b) => SubOptions.createSubOptions(b, kind, false)];
    case Op.MUL:
      return [Options.MulOptions, (b) => MulOptions.createMulOptions(b, kind)];
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

const flat = fc.record({ rows: small(1, 4), depth: small(1, 40), seed });

function unary(
  name: string,
  code: Op,
  input: (random: Random) => TensorSpec,
  output: (random: Random) => TensorSpec,
  beta?: number,
) {
  return family(name, flat, (p) => {
    const random = new Random(p.seed);
    const shape = [p.rows, p.depth];
    const [from, to] = [
      { ...input(random), shape },
      { ...output(random), shape },
    ];
    const size = count(shape);
    const data =
      from.type === TensorType.INT8
        ? random.int8(size)
        : from.type === TensorType.INT16
          ? random.int16(size)
          : random.float32(size, 8);
    const options: OperatorSpec["options"] =
      beta === undefined ? undefined : [Options.SoftmaxOptions, (b) => SoftmaxOptions.createSoftmaxOptions(b, beta)];
    return {
      model: {
        tensors: [from, to],
        operators: [{ code, inputs: [0], outputs: [1], ...(options ? { options } : {}) }],
        inputs: [0],
        outputs: [1],
      },
      inputs: [data],
    };
  });
}

const float = (): TensorSpec => ({ shape: [], type: TensorType.FLOAT32 });
const byte = (random: Random): TensorSpec => ({
  shape: [],
  type: TensorType.INT8,
  scale: random.scale(0.002, 0.3),
  zeroPoint: random.whole(-128, 127),
});
const word = (random: Random): TensorSpec => ({ shape: [], type: TensorType.INT16, scale: random.scale(0.0001, 0.01) });
const fixed = (type: TensorType, scale: number, zeroPoint: number) => (): TensorSpec => ({
  shape: [],
  type,
  scale,
  zeroPoint,
});

export const elementwise = [
  binaryFamily(Op.ADD, "int8", false, sum(1n, 20)),
  binaryFamily(Op.ADD, "int16", false, sum(1n, 15)),
  binaryFamily(Op.ADD, "float32", false),
  binaryFamily(Op.SUB, "int8", false, sum(-1n, 20)),
  binaryFamily(Op.SUB, "int16", false, sum(-1n, 15)),
  binaryFamily(Op.SUB, "float32", false),
  binaryFamily(Op.MUL, "int8", false, product),
  binaryFamily(Op.MUL, "int16", false, product),
  binaryFamily(Op.MUL, "float32", false),
  binaryFamily(Op.MAXIMUM, "int8", true, (a, b) => (a > b ? a : b)),
  binaryFamily(Op.MINIMUM, "int8", true, (a, b) => (a < b ? a : b)),
  binaryFamily(Op.MAXIMUM, "float32", true),
  unary("SOFTMAX int8", Op.SOFTMAX, byte, fixed(TensorType.INT8, 1 / 256, -128), 1),
  unary("SOFTMAX int8 to int16", Op.SOFTMAX, byte, fixed(TensorType.INT16, 1 / 65536, -32768), 1),
  unary("SOFTMAX float32", Op.SOFTMAX, float, float, 0.7),
  unary("LOGISTIC int8", Op.LOGISTIC, byte, fixed(TensorType.INT8, 1 / 256, -128)),
  unary("LOGISTIC float32", Op.LOGISTIC, float, float),
  unary("QUANTIZE float32 to int8", Op.QUANTIZE, float, byte),
  unary("QUANTIZE int8 to int8", Op.QUANTIZE, byte, byte),
  unary("QUANTIZE int16 to int8", Op.QUANTIZE, word, byte),
  unary("DEQUANTIZE int8", Op.DEQUANTIZE, byte, float),
];
