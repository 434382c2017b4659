// SPDX-License-Identifier: Apache-2.0
// Random TRANSPOSE_CONV, BATCH_MATMUL and L2_NORMALIZATION.
import fc from "fast-check";
import { BatchMatMulOptions } from "../../tools/tflite/generated/batch-mat-mul-options.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { L2NormOptions } from "../../tools/tflite/generated/l2norm-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { TransposeConvOptions } from "../../tools/tflite/generated/transpose-conv-options.js";
import { activation, count, family, padding, seed, slide, small, type Family } from "./case.js";
import { buildLayer, float32, int16, int8, typesName, type Types } from "./layers.js";
import type { TensorSpec } from "./model.js";
import { numbers, Random } from "./random.js";

const transposed = fc.record({
  batches: small(1, 2),
  /** Of the output. */
  height: small(1, 8),
  width: small(1, 8),
  depth: small(1, 9),
  channels: small(1, 9),
  kernelHeight: small(1, 4),
  kernelWidth: small(1, 4),
  strideHeight: small(1, 3),
  strideWidth: small(1, 3),
  padding,
  activation,
  perChannel: fc.boolean(),
  bias: fc.boolean(),
  seed,
});

export const transposeConv = (types: Types): Family =>
  family(
    `TRANSPOSE_CONV ${typesName(types)}`,
    transposed,
    (p) => {
      const [height, width] = [Math.max(p.height, p.kernelHeight), Math.max(p.width, p.kernelWidth)];
      const [inHeight, top] = slide(height, p.kernelHeight, p.strideHeight, 1, p.padding);
      const [inWidth, left] = slide(width, p.kernelWidth, p.strideWidth, 1, p.padding);
      return buildLayer({
        operator: {
          code: Op.TRANSPOSE_CONV,
          options: [
            Options.TransposeConvOptions,
            (b) =>
              TransposeConvOptions.createTransposeConvOptions(
                b,
                ...([p.padding, p.strideWidth, p.strideHeight, p.activation, 0] as const),
              ),
          ],
        },
        types,
        input: [p.batches, inHeight, inWidth, p.depth],
        output: [p.batches, height, width, p.channels],
        weights: [p.channels, p.kernelHeight, p.kernelWidth, p.depth],
        dimension: 0,
        activation: p.activation,
        perChannel: p.perChannel,
        bias: p.bias,
        seed: p.seed,
        transposed: true,
        window: (element, each) => {
          const [o, pixel] = [element % p.channels, Math.floor(element / p.channels)];
          const [x, y] = [pixel % width, Math.floor(pixel / width) % height];
          const n = Math.floor(pixel / width / height);
          for (let i = 0; i < inHeight * inWidth; i++) {
            const ky = y + top - Math.floor(i / inWidth) * p.strideHeight;
            const kx = x + left - (i % inWidth) * p.strideWidth;
            if (ky < 0 || ky >= p.kernelHeight || kx < 0 || kx >= p.kernelWidth) continue;
            const tap = (o * p.kernelHeight + ky) * p.kernelWidth + kx;
            for (let c = 0; c < p.depth; c++) each((n * inHeight * inWidth + i) * p.depth + c, tap * p.depth + c);
          }
        },
      });
    },
    types.oracle,
  );

type Type = TensorType.FLOAT32 | TensorType.INT8 | TensorType.INT16;

/** A quantized tensor of a type, or a plain one of float32; int16 has zero point 0. */
function tensorOf(random: Random, type: Type, shape: readonly number[], scale: number): TensorSpec {
  if (type === TensorType.FLOAT32) return { shape, type };
  return { shape, type, scale, zeroPoint: type === TensorType.INT8 ? random.whole(-128, 127) : 0 };
}

const matMul = (type: Type): Family =>
  family(
    `BATCH_MATMUL ${TensorType[type].toLowerCase()}`,
    fc.record({
      batches: fc.array(small(1, 3), { maxLength: 3 }),
      /** Which batches of each input are 1, and how many of the first ones one input leaves out. */
      ones: fc.tuple(small(0, 7), small(0, 7)),
      dropped: fc.tuple(small(0, 3), fc.boolean()),
      rows: small(1, 6),
      columns: small(1, 6),
      depth: fc.oneof(small(1, 9), small(20, 40)),
      adjX: fc.boolean(),
      adjY: fc.boolean(),
      constant: fc.boolean(),
      seed,
    }),
    (p) => {
      const random = new Random(p.seed);
      const batchesOf = (i: 0 | 1): number[] => {
        const own = p.batches.map((size, at) => ((p.ones[i] >> at) & 1 ? 1 : size));
        return Number(p.dropped[1]) === i ? own.slice(p.dropped[0]) : own;
      };
      const [first, second] = [batchesOf(0), batchesOf(1)];
      const rank = Math.max(first.length, second.length);
      const padded = [first, second].map((list) => [...Array<number>(rank - list.length).fill(1), ...list]);
      const output = Array.from({ length: rank }, (_, i) => Math.max(padded[0]?.[i] ?? 1, padded[1]?.[i] ?? 1));
      const a = [...first, ...(p.adjX ? [p.depth, p.rows] : [p.rows, p.depth])];
      const b = [...second, ...(p.adjY ? [p.columns, p.depth] : [p.depth, p.columns])];
      const [aScale, bScale] = [random.scale(0.001, 0.5), random.scale(0.001, 0.5)];
      const size = type === TensorType.INT16 ? 18918 : 74;
      const scale = Math.fround(((Math.sqrt(p.depth) * size * aScale * bScale) / 0.8) * random.scale(0.02, 8));
      const [x, y] = [random.of(type, count(a)), random.of(type, count(b))];
      return {
        model: {
          tensors: [
            tensorOf(random, type, a, aScale),
            { ...tensorOf(random, type, b, bScale), ...(p.constant ? { data: y } : {}) },
            tensorOf(random, type, [...output, p.rows, p.columns], scale),
          ],
          operators: [
            {
              code: Op.BATCH_MATMUL,
              inputs: [0, 1],
              outputs: [2],
              options: [
                Options.BatchMatMulOptions,
                (builder) => BatchMatMulOptions.createBatchMatMulOptions(builder, p.adjX, p.adjY, false),
              ],
            },
          ],
          inputs: p.constant ? [0] : [0, 1],
          outputs: [2],
        },
        inputs: p.constant ? [x] : [x, y],
      };
    },
  );

const l2Normalization = (type: TensorType.FLOAT32 | TensorType.INT8): Family =>
  family(
    `L2_NORMALIZATION ${TensorType[type].toLowerCase()}`,
    fc.record({
      shape: fc.array(small(1, 6), { minLength: 1, maxLength: 4 }),
      /** Values from 0 up to this part of the type's range: small ones give small sums. */
      spread: fc.constantFrom(0, 0.01, 0.1, 1),
      seed,
    }),
    ({ shape, spread, seed: start }) => {
      const random = new Random(start);
      const input = tensorOf(random, type, shape, random.scale(0.001, 0.5));
      const zero = typeof input.zeroPoint === "number" ? input.zeroPoint : 0;
      const values = random.of(type, count(shape));
      const data = numbers(
        type,
        Array.from<number | bigint, number>(values, (x) => {
          const value = (Number(x) - zero) * spread;
          return type === TensorType.FLOAT32 ? value : zero + Math.round(value);
        }),
      );
      const output: TensorSpec =
        type === TensorType.FLOAT32 ? { shape, type } : { shape, type, scale: 1 / 128, zeroPoint: 0 };
      return {
        model: {
          tensors: [input, output],
          operators: [
            {
              code: Op.L2_NORMALIZATION,
              inputs: [0],
              outputs: [1],
              options: [Options.L2NormOptions, (b) => L2NormOptions.createL2NormOptions(b, 0)],
            },
          ],
          inputs: [0],
          outputs: [1],
        },
        inputs: [data],
      };
    },
  );

export const matrices = [
  ...[int8, float32, int16, { ...int16, bias: TensorType.INT16 } as const].map(transposeConv),
  matMul(TensorType.INT8),
  matMul(TensorType.INT16),
  matMul(TensorType.FLOAT32),
  l2Normalization(TensorType.INT8),
  l2Normalization(TensorType.FLOAT32),
];
