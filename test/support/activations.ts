// SPDX-License-Identifier: Apache-2.0
// Random activations: RELU, RELU6, LEAKY_RELU, PRELU, HARD_SWISH, TANH, LOGISTIC, SOFTMAX, LOG_SOFTMAX.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { LeakyReluOptions } from "../../tools/tflite/generated/leaky-relu-options.js";
import { SoftmaxOptions } from "../../tools/tflite/generated/softmax-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, family, small } from "./case.js";
import { broadcast, broadcastShapes, quantized, single, type Operand, type Single } from "./operands.js";
import { Random } from "./random.js";

const { FLOAT32, INT8, INT16 } = TensorType;

const typeName = (type: TensorType): string => TensorType[type].toLowerCase();

/** A float32 tensor, or a quantized one whose numbers reach about 6 or more. */
function operand(type: TensorType, random: Random): Operand {
  if (type === FLOAT32) return { type };
  return type === INT8 ? quantized(type, random, 0.01, 0.2) : quantized(type, random, 1e-5, 1e-3);
}

/** An operator whose tensors have any scales, or the given ones. */
const simple = (code: Op, type: TensorType, to?: Operand) =>
  single(`${Op[code]} ${typeName(type)}`, code, (random) => {
    const from = operand(type, random);
    return { from, to: type === FLOAT32 ? from : (to ?? operand(type, random)) };
  });

const leakyRelu = (type: TensorType) =>
  single(`LEAKY_RELU ${typeName(type)}`, Op.LEAKY_RELU, (random) => {
    const alpha = random.next() < 0.2 ? random.whole(-1, 1) : random.scale(0.01, 3) * (random.next() < 0.3 ? -1 : 1);
    return {
      from: operand(type, random),
      to: operand(type, random),
      options: [Options.LeakyReluOptions, (b) => LeakyReluOptions.createLeakyReluOptions(b, alpha)],
    };
  });

const prelu = (type: TensorType) =>
  family(`PRELU ${typeName(type)}`, broadcast(2), (p) => {
    const random = new Random(p.seed);
    // The float32 kernel takes 4 dimensions.
    const { inputs, output } = broadcastShapes(type === FLOAT32 ? { ...p, shape: p.shape.slice(0, 4) } : p);
    const [input = [], alpha = []] = inputs;
    const slopes = type === FLOAT32 ? { type } : quantized(INT8, random);
    return {
      model: {
        tensors: [
          { ...operand(type, random), shape: input },
          { ...slopes, shape: alpha },
          { ...operand(type, random), shape: output },
        ],
        operators: [{ code: Op.PRELU, inputs: [0, 1], outputs: [2] }],
        inputs: [0, 1],
        outputs: [2],
      },
      inputs: [random.of(type, count(input)), random.of(slopes.type, count(alpha))],
    };
  });

/** Functions of int16 have one path for scale 2^-12, TANH one for 2^-11, and one for the others. */
const sigmoid = (code: Op) =>
  single(`${Op[code]} int16`, code, (random) => {
    const kind = random.next();
    const scale = kind < 0.2 ? 2 ** -12 : kind < 0.4 ? 2 ** -11 : random.scale(1e-5, kind < 0.9 ? 1e-3 : 2.5);
    return { from: { type: INT16, scale }, to: fraction(INT16, 2 ** -15, 0) };
  });

const fraction = (type: TensorType, scale: number, zeroPoint: number): Operand => ({ type, scale, zeroPoint });

const rows = fc.tuple(fc.array(small(1, 3), { maxLength: 3 }), small(1, 40)).map(([outer, depth]) => [...outer, depth]);

/** SOFTMAX or LOG_SOFTMAX. */
const softmax = (name: string, code: Op, make: (random: Random) => Pick<Single, "from" | "to">) =>
  single(
    name,
    code,
    (random) => {
      const beta = random.next() < 0.5 ? 1 : random.scale(0.3, 3);
      const few = random.next() < 0.3;
      const { from, to } = make(random);
      return {
        from,
        to,
        ...(few && from.type === INT8 ? { data: (size) => random.int8(size, -3, 3) } : {}),
        ...(few && from.type === INT16 ? { data: (size) => Int16Array.from(random.int8(size)) } : {}),
        ...(code === Op.SOFTMAX
          ? { options: [Options.SoftmaxOptions, (b) => SoftmaxOptions.createSoftmaxOptions(b, beta)] }
          : {}),
      };
    },
    rows,
  );
const byte = (random: Random): Operand => quantized(INT8, random);
const real = { type: FLOAT32 };

export const activations = [
  ...[FLOAT32, INT8, INT16].flatMap((type) => [
    simple(Op.RELU, type),
    simple(Op.RELU6, type),
    leakyRelu(type),
    prelu(type),
  ]),
  simple(Op.HARD_SWISH, FLOAT32),
  single("HARD_SWISH int8", Op.HARD_SWISH, (random) => ({
    from: quantized(INT8, random, 0.0005, 0.4),
    to: quantized(INT8, random, 0.02, 0.4),
  })),
  simple(Op.TANH, FLOAT32),
  simple(Op.TANH, INT8, fraction(INT8, 1 / 128, 0)),
  sigmoid(Op.TANH),
  simple(Op.LOGISTIC, FLOAT32),
  simple(Op.LOGISTIC, INT8, fraction(INT8, 1 / 256, -128)),
  sigmoid(Op.LOGISTIC),
  softmax("SOFTMAX float32", Op.SOFTMAX, () => ({ from: real, to: real })),
  softmax("SOFTMAX int8", Op.SOFTMAX, (random) => ({ from: byte(random), to: fraction(INT8, 1 / 256, -128) })),
  softmax("SOFTMAX int8 to int16", Op.SOFTMAX, (random) => ({
    from: byte(random),
    to: fraction(INT16, 1 / 65536, -32768),
  })),
  softmax("SOFTMAX int16", Op.SOFTMAX, (random) => ({
    from: quantized(INT16, random, 1e-5, 2e-3),
    to: fraction(INT16, 1 / 32768, 0),
  })),
  softmax("LOG_SOFTMAX float32", Op.LOG_SOFTMAX, () => ({ from: real, to: real })),
  softmax("LOG_SOFTMAX int8", Op.LOG_SOFTMAX, (random) => ({ from: byte(random), to: fraction(INT8, 16 / 256, 127) })),
];
