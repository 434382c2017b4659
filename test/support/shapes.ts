// Random operators that move or gather elements: CONCATENATION, SPLIT, SPLIT_V, PAD, PADV2, STRIDED_SLICE, MEAN.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { ConcatenationOptions } from "../../tools/tflite/generated/concatenation-options.js";
import { PadOptions } from "../../tools/tflite/generated/pad-options.js";
import { ReducerOptions } from "../../tools/tflite/generated/reducer-options.js";
import { SplitOptions } from "../../tools/tflite/generated/split-options.js";
import { StridedSliceOptions } from "../../tools/tflite/generated/strided-slice-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, family, int8, seed, small } from "./case.js";
import type { TensorSpec } from "./model.js";
import { Random } from "./random.js";

const shape4 = fc.array(small(1, 5), { minLength: 4, maxLength: 4 });
const shapeAny = fc.array(small(1, 6), { minLength: 1, maxLength: 4 });
const masks = small(0, 15);

function constant(values: readonly number[]): TensorSpec {
  return { shape: [values.length], type: TensorType.INT32, data: Int32Array.from(values) };
}

/** The coordinates of an element. */
function locate(element: number, shape: readonly number[]): number[] {
  return shape.map((size, i) => Math.floor(element / count(shape.slice(i + 1))) % size);
}

/** The element at coordinates; undefined outside. */
function at(data: Int8Array, shape: readonly number[], place: readonly number[]): number | undefined {
  if (place.some((x, i) => x < 0 || x >= (shape[i] ?? 0))) return undefined;
  return data[place.reduce((index, x, i) => index * (shape[i] ?? 1) + x, 0)];
}

const concatenation = family(
  "CONCATENATION int8",
  fc.record({ shape: shape4, axis: small(-4, 3), sizes: fc.array(small(1, 5), { minLength: 1, maxLength: 5 }), seed }),
  ({ shape, axis, sizes, seed: start }) => {
    const random = new Random(start);
    const along = (axis + 4) % 4;
    const shapeOf = (size: number): number[] => shape.with(along, size);
    const output = shapeOf(sizes.reduce((a, b) => a + b, 0));
    const inputs = sizes.map((size) => random.int8(count(shapeOf(size))));
    const [scale, zeroPoint] = [random.scale(0.01, 1), random.whole(-128, 127)];
    const expected = (): Int8Array =>
      Int8Array.from({ length: count(output) }, (_, element) => {
        const place = locate(element, output);
        let i = 0;
        let x = place[along] ?? 0;
        for (; x >= (sizes[i] ?? Infinity); i++) x -= sizes[i] ?? 0;
        return at(inputs[i] ?? new Int8Array(), shapeOf(sizes[i] ?? 0), place.with(along, x)) ?? 0;
      });
    const order = sizes.map((_, i) => i);
    return {
      model: {
        tensors: [...sizes, output[along] ?? 0].map((size) => int8(shapeOf(size), scale, zeroPoint)),
        operators: [
          {
            code: Op.CONCATENATION,
            inputs: order,
            outputs: [sizes.length],
            options: [Options.ConcatenationOptions, (b) => ConcatenationOptions.createConcatenationOptions(b, axis, 0)],
          },
        ],
        inputs: order,
        outputs: [sizes.length],
      },
      inputs,
      expected,
    };
  },
);

/** SPLIT or SPLIT_V, whose parts differ in size, then CONCATENATION of the parts in reverse order. */
const split = (code: Op.SPLIT | Op.SPLIT_V) =>
  family(
    `${Op[code]} int8`,
    fc.record({
      shape: shape4,
      axis: small(-4, 3),
      sizes: fc.array(small(1, 5), { minLength: 1, maxLength: 5 }),
      seed,
    }),
    ({ shape, axis, sizes: own, seed: start }) => {
      const along = (axis + 4) % 4;
      const sizes = code === Op.SPLIT ? own.map(() => own[0] ?? 1) : own;
      const input = shape.with(
        along,
        sizes.reduce((a, b) => a + b, 0),
      );
      const data = new Random(start).int8(count(input));
      const order = sizes.map((_, i) => i + 3);
      const last = sizes.length + 3;
      const source = sizes
        .map((size, i) => Array.from({ length: size }, (_, x) => sizes.slice(0, i).reduce((a, b) => a + b, 0) + x))
        .toReversed()
        .flat();
      const expected = (): Int8Array =>
        Int8Array.from({ length: count(input) }, (_, element) => {
          const place = locate(element, input);
          return at(data, input, place.with(along, source[place[along] ?? 0] ?? 0)) ?? 0;
        });
      return {
        model: {
          tensors: [
            int8(input, 1, 0),
            { ...constant([axis]), shape: [] },
            constant(sizes),
            ...sizes.map((size) => int8(shape.with(along, size), 1, 0)),
            int8(input, 1, 0),
          ],
          operators: [
            code === Op.SPLIT
              ? {
                  code,
                  inputs: [1, 0],
                  outputs: order,
                  options: [Options.SplitOptions, (b) => SplitOptions.createSplitOptions(b, sizes.length)],
                }
              : { code, inputs: [0, 2, 1], outputs: order },
            {
              code: Op.CONCATENATION,
              inputs: order.toReversed(),
              outputs: [last],
              options: [
                Options.ConcatenationOptions,
                (b) => ConcatenationOptions.createConcatenationOptions(b, axis, 0),
              ],
            },
          ],
          inputs: [0],
          outputs: [last],
        },
        inputs: [data],
        expected,
      };
    },
  );

const pad = (withValue: boolean) =>
  family(
    withValue ? "PADV2 int8" : "PAD int8",
    fc.record({ shape: shapeAny, sizes: fc.array(small(0, 3), { minLength: 8, maxLength: 8 }), seed }),
    ({ shape, sizes, seed: start }) => {
      const random = new Random(start);
      const paddings = sizes.slice(0, 2 * shape.length);
      const output = shape.map((size, i) => (paddings[2 * i] ?? 0) + size + (paddings[2 * i + 1] ?? 0));
      const [scale, zeroPoint] = [random.scale(0.01, 1), random.whole(-128, 127)];
      const [input, value] = [random.int8(count(shape)), random.int8(1)];
      const expected = (): Int8Array =>
        Int8Array.from({ length: count(output) }, (_, element) => {
          const place = locate(element, output).map((x, i) => x - (paddings[2 * i] ?? 0));
          return at(input, shape, place) ?? (withValue ? (value[0] ?? 0) : zeroPoint);
        });
      return {
        model: {
          tensors: [
            int8(shape, scale, zeroPoint),
            { shape: [shape.length, 2], type: TensorType.INT32, data: Int32Array.from(paddings) },
            { ...int8([1], scale, zeroPoint), data: value },
            int8(output, scale, zeroPoint),
          ],
          operators: [
            withValue
              ? { code: Op.PADV2, inputs: [0, 1, 2], outputs: [3] }
              : {
                  code: Op.PAD,
                  inputs: [0, 1],
                  outputs: [3],
                  options: [Options.PadOptions, (b) => PadOptions.createPadOptions(b)],
                },
          ],
          inputs: [0],
          outputs: [3],
        },
        inputs: [input],
        expected,
      };
    },
  );

const stridedSlice = family(
  "STRIDED_SLICE int8",
  fc.record({
    shape: shapeAny,
    begin: fc.array(small(-7, 6), { minLength: 4, maxLength: 4 }),
    size: fc.array(small(1, 6), { minLength: 4, maxLength: 4 }),
    stride: fc.array(fc.constantFrom(1, 2, 3, -1, -2), { minLength: 4, maxLength: 4 }),
    beginMask: masks,
    endMask: masks,
    shrinkMask: masks,
    seed,
  }),
  ({ shape, begin, size, stride, beginMask, endMask, shrinkMask, seed: start }) => {
    const input = new Random(start).int8(count(shape));
    // Each dimension starts inside and takes at least one element; ends may lie outside, as slices may.
    const slices = shape.map((length, i) => {
      const bit = (mask: number): boolean => Boolean((mask >> i) & 1);
      const shrink = bit(shrinkMask);
      const step = shrink ? 1 : (stride[i] ?? 1);
      const inside = (((begin[i] ?? 0) % length) + length) % length;
      const first = bit(beginMask) && !shrink ? (step > 0 ? 0 : length - 1) : inside;
      const all = Math.ceil(step > 0 ? (length - first) / step : (first + 1) / -step);
      const taken = shrink ? 1 : bit(endMask) ? all : Math.min(size[i] ?? 1, all);
      const end = first + taken * step;
      // A negative end counts from the back, so one before the start must be said by the mask.
      return { begin: inside, first, step, taken, end, endMask: bit(endMask) || end < 0, shrink };
    });
    const bits = (list: readonly boolean[]): number => list.reduce((mask, on, i) => mask | (Number(on) << i), 0);
    const kept = slices.filter(({ shrink }) => !shrink).map(({ taken }) => taken);
    const output = slices.map(({ taken }) => taken);
    const expected = (): Int8Array =>
      Int8Array.from({ length: count(output) }, (_, element) => {
        const place = locate(element, output).map((x, i) => (slices[i]?.first ?? 0) + x * (slices[i]?.step ?? 1));
        return at(input, shape, place) ?? 0;
      });
    return {
      model: {
        tensors: [
          int8(shape, 1, 0),
          constant(slices.map((slice, i) => ((begin[i] ?? 0) < 0 ? slice.begin - (shape[i] ?? 0) : slice.begin))),
          constant(slices.map(({ end }) => end)),
          constant(slices.map(({ step }) => step)),
          int8(kept, 1, 0),
        ],
        operators: [
          {
            code: Op.STRIDED_SLICE,
            inputs: [0, 1, 2, 3],
            outputs: [4],
            options: [
              Options.StridedSliceOptions,
              (b) =>
                StridedSliceOptions.createStridedSliceOptions(
                  b,
                  beginMask & ~shrinkMask,
                  bits(slices.map((slice) => slice.endMask)),
                  ...([0, 0, bits(slices.map(({ shrink }) => shrink)), false] as const),
                ),
            ],
          },
        ],
        inputs: [0],
        outputs: [4],
      },
      inputs: [input],
      expected,
    };
  },
);

const mean = (float: boolean) =>
  family(
    `MEAN ${float ? "float32" : "int8"}`,
    fc.record({
      shape: shape4,
      /** Any of the 15 sets of axes, in either order, counted from either end. */
      set: small(1, 15),
      backwards: fc.boolean(),
      negative: fc.boolean(),
      keep: fc.boolean(),
      seed,
    }),
    ({ shape, set, backwards, negative, keep, seed: start }) => {
      const set4 = [0, 1, 2, 3].filter((axis) => (set >> axis) & 1).map((axis) => (negative ? axis - 4 : axis));
      const axes = backwards ? set4.toReversed() : set4;
      const random = new Random(start);
      const reduced = new Set(axes.map((axis) => (axis + 4) % 4));
      const output = shape.flatMap((size, i) => (reduced.has(i) ? (keep ? [1] : []) : [size]));
      const tensor = (dimensions: number[]): TensorSpec =>
        float
          ? { shape: dimensions, type: TensorType.FLOAT32 }
          : int8(dimensions, random.scale(0.01, 0.1), random.whole(-128, 127));
      return {
        model: {
          tensors: [tensor(shape), constant(axes), tensor(output)],
          operators: [
            {
              code: Op.MEAN,
              inputs: [0, 1],
              outputs: [2],
              options: [Options.ReducerOptions, (b) => ReducerOptions.createReducerOptions(b, keep)],
            },
          ],
          inputs: [0],
          outputs: [2],
        },
        inputs: [float ? random.float32(count(shape), 8) : random.int8(count(shape))],
      };
    },
  );

export const shapes = [
  concatenation,
  split(Op.SPLIT),
  split(Op.SPLIT_V),
  pad(false),
  pad(true),
  stridedSlice,
  mean(false),
  mean(true),
];
