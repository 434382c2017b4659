// SPDX-License-Identifier: Apache-2.0
// Random operators of two or more inputs with broadcasting, other than arithmetic: comparisons, LOGICAL_AND, LOGICAL_OR, FLOOR_DIV,
// FLOOR_MOD, SQUARED_DIFFERENCE, SELECT_V2; and ADD_N, which has no broadcasting.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, family, seed, small, type Oracle } from "./case.js";
import { anyShape, broadcast, broadcastIndex, broadcastShapes, quantized, type Operand } from "./operands.js";
import { Random, numbers, type Numbers } from "./random.js";

const { BOOL, FLOAT32, INT8, INT16, INT32, INT64 } = TensorType;

interface Operands {
  readonly inputs: readonly Operand[];
  readonly output: Operand;
  readonly data?: (size: number, input: number) => Numbers;
  /** From one element of each input. */
  readonly expected?: (values: readonly (number | bigint)[]) => number | bigint;
}

function broadcasting(
  name: string,
  code: Op,
  inputs: number,
  make: (random: Random) => Operands,
  oracle: Oracle = "tflm",
) {
  return family(
    `${Op[code]} ${name}`,
    broadcast(inputs),
    (p) => {
      const random = new Random(p.seed);
      const operands = make(random);
      const shapes = broadcastShapes(p);
      const order = operands.inputs.map((_, i) => i);
      const data = operands.inputs.map(
        ({ type }, i) =>
          operands.data?.(count(shapes.inputs[i] ?? []), i) ?? random.of(type, count(shapes.inputs[i] ?? [])),
      );
      const { expected } = operands;
      const elements = (): Numbers =>
        numbers(
          operands.output.type,
          Array.from({ length: count(shapes.output) }, (_, element) =>
            Number(
              expected?.(
                data.map((list, i) => list[broadcastIndex(element, shapes.output, shapes.inputs[i] ?? [])] ?? 0),
              ),
            ),
          ),
        );
      return {
        model: {
          tensors: [
            ...operands.inputs.map((input, i) => ({ ...input, shape: shapes.inputs[i] ?? [] })),
            { ...operands.output, shape: shapes.output },
          ],
          operators: [{ code, inputs: order, outputs: [order.length] }],
          inputs: order,
          outputs: [order.length],
        },
        inputs: data,
        ...(expected ? { expected: elements } : {}),
      };
    },
    oracle,
  );
}

type Compare = (a: number | bigint, b: number | bigint) => boolean;

/** Half of the numbers are few, so that many are equal. */
function compare(code: Op, type: TensorType, holds: Compare) {
  const scaled = type === INT8;
  return broadcasting(TensorType[type].toLowerCase(), code, 2, (random) => {
    const first = quantized(INT8, random, 0.002, 0.999);
    const second = random.next() < 0.5 ? first : quantized(INT8, random, 0.002, 0.999);
    const few = random.next() < 0.5;
    return {
      inputs: scaled ? [first, second] : [{ type }, { type }],
      output: { type: BOOL },
      ...(few && type !== BOOL ? { data: (size) => numbers(type, random.int8(size, -2, 2)) } : {}),
      ...(scaled ? {} : { expected: ([a = 0, b = 0]) => Number(holds(a, b)) }),
    };
  });
}

/** TensorFlow Lite compares int16 without scales: what has one scale. */
const compareInt16 = (code: Op, holds: Compare) =>
  broadcasting(
    "int16",
    code,
    2,
    (random) => {
      const operand = quantized(INT16, random);
      return {
        inputs: [operand, operand],
        output: { type: BOOL },
        ...(random.next() < 0.5 ? { data: (size) => numbers(INT16, random.int8(size, -2, 2)) } : {}),
        expected: ([a = 0, b = 0]) => Number(holds(a, b)),
      };
    },
    "tflite",
  );

const comparisonsOf = (code: Op, holds: Compare) =>
  [FLOAT32, INT32, INT64, INT8].map((type) => compare(code, type, holds));

const orders = (code: Op, holds: Compare) => [...comparisonsOf(code, holds), compareInt16(code, holds)];

const float = (code: Op, expected: (a: number, b: number) => number) =>
  broadcasting("float32", code, 2, (random) => ({
    inputs: [{ type: FLOAT32 }, { type: FLOAT32 }],
    output: { type: FLOAT32 },
    // Some quotients are whole numbers; no divisor is 0.
    data: (size, i) => random.float32(size, 40).map((x, k) => (k % 2 ? x : Math.round(x)) || (i ? 1 : 0)),
    expected: ([a = 0, b = 0]) => expected(Number(a), Number(b)),
  }));

const squaredDifference = (type: TensorType) =>
  broadcasting(TensorType[type].toLowerCase(), Op.SQUARED_DIFFERENCE, 2, (random) => {
    const operand = (low = 0.002): Operand =>
      type === INT8 || type === INT16 ? quantized(type, random, low) : { type };
    return {
      inputs: [operand(), operand()],
      output: operand(type === INT16 ? 0.1 : 0.01),
      ...(type === INT32 ? { data: (size) => random.int32(size, 20000) } : {}),
      ...(type === INT32 ? { expected: ([a = 0, b = 0]) => (Number(a) - Number(b)) ** 2 } : {}),
    };
  });

const select = (type: TensorType) =>
  broadcasting(TensorType[type].toLowerCase(), Op.SELECT_V2, 3, () => ({
    inputs: [{ type: BOOL }, { type }, { type }],
    output: { type },
    expected: ([condition, x = 0, y = 0]) => (condition ? x : y),
  }));

const addN = (type: TensorType) =>
  family(
    `ADD_N ${TensorType[type].toLowerCase()}`,
    fc.record({ shape: anyShape, inputs: small(2, 6), same: fc.boolean(), seed }),
    ({ shape, inputs, same, seed: start }) => {
      const random = new Random(start);
      const input: Operand = type === INT8 ? quantized(type, random) : { type };
      const output: Operand = type === INT8 ? quantized(type, random) : { type };
      const order = Array.from({ length: inputs }, (_, i) => (same && i === 1 ? 0 : i));
      return {
        model: {
          tensors: [...Array.from({ length: inputs }, () => ({ ...input, shape })), { ...output, shape }],
          operators: [{ code: Op.ADD_N, inputs: order, outputs: [inputs] }],
          inputs: [...new Set(order)],
          outputs: [inputs],
        },
        inputs: [...new Set(order)].map(() => random.of(type, count(shape))),
      };
    },
  );

export const comparisons = [
  ...comparisonsOf(Op.EQUAL, (a, b) => a === b),
  compare(Op.EQUAL, BOOL, (a, b) => a === b),
  ...comparisonsOf(Op.NOT_EQUAL, (a, b) => a !== b),
  compare(Op.NOT_EQUAL, BOOL, (a, b) => a !== b),
  ...orders(Op.GREATER, (a, b) => a > b),
  ...orders(Op.GREATER_EQUAL, (a, b) => a >= b),
  ...orders(Op.LESS, (a, b) => a < b),
  ...orders(Op.LESS_EQUAL, (a, b) => a <= b),
  compare(Op.LOGICAL_AND, BOOL, (a, b) => Boolean(a && b)),
  compare(Op.LOGICAL_OR, BOOL, (a, b) => Boolean(a || b)),
  float(Op.FLOOR_DIV, (a, b) => Math.floor(a / b)),
  float(Op.FLOOR_MOD, (a, b) => {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  }),
  ...[FLOAT32, INT32, INT8, INT16].map(squaredDifference),
  ...[FLOAT32, INT8, INT16].map(select),
  ...[FLOAT32, INT8].map(addN),
];
