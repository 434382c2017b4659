// SPDX-License-Identifier: Apache-2.0
// Random operators of one input and of its type: ABS, SIN, ..., ELU, LOGICAL_NOT, ZEROS_LIKE.
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { quantized, single } from "./operands.js";
import { numbers, type Numbers } from "./random.js";

const { BOOL, FLOAT32, INT8, INT16, INT32, INT64 } = TensorType;

type Real = (x: number) => number;

/** An operator of float32: its numbers lie in -8..8 or in 0.01..8; `exact` where C and JavaScript must agree to the last bit. */
const float = (code: Op, positive = false, exact?: Real) =>
  single(`${Op[code]} float32`, code, (random) => ({
    from: { type: FLOAT32 },
    to: { type: FLOAT32 },
    // Some are halves and whole numbers, for rounding.
    data: (size) =>
      random.float32(size, 8).map((x, i) => {
        const value = i % 3 ? x : Math.round(2 * x) / 2;
        return positive ? Math.abs(value) + 0.01 : value;
      }),
    ...(exact ? { expected: (data: Numbers) => Float32Array.from(data as Float32Array, exact) } : {}),
  }));

const integer = (code: Op, type: TensorType) =>
  single(`${Op[code]} ${TensorType[type].toLowerCase()}`, code, (random) => {
    const from = quantized(type, random);
    return { from, to: random.next() < 0.3 ? from : quantized(type, random) };
  });

const plain = (code: Op, type: TensorType, expected: Real, what = "") =>
  single(`${Op[code]} ${TensorType[type].toLowerCase()}${what}`, code, () => ({
    from: { type },
    to: { type },
    expected: (data) =>
      numbers(
        type,
        Array.from<number | bigint, number>(data, (x) => expected(Number(x))),
      ),
  }));

export const unary = [
  float(Op.ABS, false, Math.abs),
  integer(Op.ABS, INT8),
  integer(Op.ABS, INT16),
  plain(Op.ABS, INT16, Math.abs, " without a scale"),
  float(Op.SIN),
  float(Op.COS),
  float(Op.LOG, true),
  float(Op.SQRT, true, Math.sqrt),
  float(Op.RSQRT, true),
  single("RSQRT int8", Op.RSQRT, (random) => {
    const from = quantized(INT8, random);
    return { from, to: quantized(INT8, random), data: (size) => random.int8(size, Number(from.zeroPoint)) };
  }),
  single("RSQRT int16", Op.RSQRT, (random) => ({
    from: quantized(INT16, random, 1e-5, 1e-2),
    to: quantized(INT16, random, 1e-5, 1e-1),
    // As many of few bits as of many.
    data: (size) => Int16Array.from({ length: size }, () => random.whole(0, 32767) >> random.whole(0, 15)),
  })),
  float(Op.SQUARE, false, (x) => x * x),
  float(Op.NEG, false, (x) => -x),
  float(Op.CEIL, false, Math.ceil),
  float(Op.FLOOR, false, Math.floor),
  float(Op.ROUND),
  float(Op.EXP),
  float(Op.ELU),
  integer(Op.ELU, INT8),
  plain(Op.LOGICAL_NOT, BOOL, (x) => 1 - x),
  ...[INT8, INT32, INT64, FLOAT32].map((type) => plain(Op.ZEROS_LIKE, type, () => 0)),
];
