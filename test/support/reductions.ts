// SPDX-License-Identifier: Apache-2.0
// Random reductions, running sums and places of extremes.
import fc from "fast-check";
import { ArgMaxOptions } from "../../tools/tflite/generated/arg-max-options.js";
import { ArgMinOptions } from "../../tools/tflite/generated/arg-min-options.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { CumsumOptions } from "../../tools/tflite/generated/cumsum-options.js";
import { ReducerOptions } from "../../tools/tflite/generated/reducer-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { family, seed, small, type Family } from "./case.js";
import type { TensorSpec } from "./model.js";
import { Random } from "./random.js";
import { each, elements, kind, list, lower, shapeOf, single } from "./single.js";

const { FLOAT32, INT8, INT16, INT32, BOOL } = TensorType;
type Reduction = Op.MEAN | Op.SUM | Op.REDUCE_MAX | Op.REDUCE_MIN | Op.REDUCE_ALL;

const reduction = (code: Reduction, type: TensorType) =>
  family(
    `${Op[code]} ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 6, 6),
      chosen: each(fc.boolean()),
      backwards: fc.boolean(),
      negative: each(fc.boolean()),
      /** One axis is listed twice. */
      repeated: fc.boolean(),
      keep: fc.boolean(),
      constant: fc.boolean(),
      seed,
    }),
    (p) => {
      const random = new Random(p.seed);
      const rank = p.shape.length;
      const some = p.shape.map((_, i) => i).filter((i) => p.chosen[i]);
      const reduced = some.length ? some : [rank - 1];
      const axes = [...(p.repeated ? reduced.slice(0, 1) : []), ...reduced].map((axis, i) =>
        p.negative[i] ? axis - rank : axis,
      );
      if (p.backwards) axes.reverse();
      const output = p.shape.flatMap((size, i) => (reduced.includes(i) ? (p.keep ? [1] : []) : [size]));
      const input = elements(random, type, p.shape);
      // All of them hold in half of the cases.
      if (type === BOOL && p.backwards) input.value.fill(1 as never);
      const scaled = code === Op.MEAN || code === Op.SUM;
      const to: TensorSpec = { ...(scaled ? kind(random, type) : input.spec), shape: output };
      return single({
        code,
        options: [Options.ReducerOptions, (b) => ReducerOptions.createReducerOptions(b, p.keep)],
        inputs: [input, list(axes, p.constant)],
        outputs: [to],
      });
    },
  );

const cumsum = (type: TensorType) =>
  family(
    `CUMSUM ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 5, 7),
      axis: small(0, 4),
      negative: fc.boolean(),
      exclusive: fc.boolean(),
      reverse: fc.boolean(),
      constant: fc.boolean(),
      seed,
    }),
    (p) => {
      const random = new Random(p.seed);
      const axis = p.axis % p.shape.length;
      const input = elements(random, type, p.shape);
      return single({
        code: Op.CUMSUM,
        options: [Options.CumsumOptions, (b) => CumsumOptions.createCumsumOptions(b, p.exclusive, p.reverse)],
        inputs: [input, list([p.negative ? axis - p.shape.length : axis], p.constant, INT32, p.constant ? [] : [1])],
        outputs: [{ ...kind(random, type), shape: p.shape }],
      });
    },
  );

const arg = (code: Op.ARG_MAX | Op.ARG_MIN, type: TensorType) =>
  family(
    `${Op[code]} ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 5, 7),
      axis: small(0, 4),
      negative: fc.boolean(),
      constant: fc.boolean(),
      /** Few different numbers, so that some are equal. */
      few: fc.boolean(),
      seed,
    }),
    (p) => {
      const axis = p.axis % p.shape.length;
      const input = elements(new Random(p.seed), type, p.shape);
      if (p.few) for (const [i, x] of input.value.entries()) input.value[i] = (Number(x) & 3) as never;
      return single({
        code,
        options:
          code === Op.ARG_MAX
            ? [Options.ArgMaxOptions, (b) => ArgMaxOptions.createArgMaxOptions(b, INT32)]
            : [Options.ArgMinOptions, (b) => ArgMinOptions.createArgMinOptions(b, INT32)],
        inputs: [input, list([p.negative ? axis - p.shape.length : axis], p.constant, INT32, p.constant ? [] : [1])],
        outputs: [{ shape: p.shape.toSpliced(axis, 1), type: INT32 }],
      });
    },
  );

export const reductions: readonly Family[] = [
  ...[FLOAT32, INT8, INT16].flatMap((type) => [reduction(Op.MEAN, type), reduction(Op.SUM, type)]),
  ...[FLOAT32, INT8].flatMap((type) => [
    reduction(Op.REDUCE_MAX, type),
    reduction(Op.REDUCE_MIN, type),
    cumsum(type),
    arg(Op.ARG_MAX, type),
    arg(Op.ARG_MIN, type),
  ]),
  reduction(Op.REDUCE_ALL, BOOL),
];
