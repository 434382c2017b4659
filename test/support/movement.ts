// SPDX-License-Identifier: Apache-2.0
// Random operators that move elements without looking at them: the output is the input in another order or shape.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { ConcatenationOptions } from "../../tools/tflite/generated/concatenation-options.js";
import { PackOptions } from "../../tools/tflite/generated/pack-options.js";
import { SplitOptions } from "../../tools/tflite/generated/split-options.js";
import { SqueezeOptions } from "../../tools/tflite/generated/squeeze-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { UnpackOptions } from "../../tools/tflite/generated/unpack-options.js";
import { count, family, seed, small, type Family } from "./case.js";
import { Random } from "./random.js";
import { computed, each, elements, flat, kind, list, lower, moved, shapeOf, single, type Operand } from "./single.js";

const { FLOAT32, INT8, UINT8, INT16, INT32, INT64, BOOL } = TensorType;
const sum = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0);

const transpose = (type: TensorType) =>
  family(`TRANSPOSE ${lower(type)}`, fc.record({ shape: shapeOf(1, 5, 6), order: each(small(0, 99)), seed }), (p) => {
    const order = p.shape.map((_, i) => i).sort((a, b) => (p.order[a] ?? 0) - (p.order[b] ?? 0));
    const input = elements(new Random(p.seed), type, p.shape);
    const output = order.map((axis) => p.shape[axis] ?? 1);
    return single({
      code: Op.TRANSPOSE,
      inputs: [input, list(order, true)],
      outputs: [{ ...input.spec, shape: output }],
      expected: moved(input, output, (place) =>
        flat(
          p.shape.map((_, axis) => place[order.indexOf(axis)] ?? 0),
          p.shape,
        ),
      ),
    });
  });

const reverse = (type: TensorType) =>
  family(
    `REVERSE_V2 ${lower(type)}`,
    // TensorFlow Lite Micro wants neighboring axes.
    fc.record({
      shape: shapeOf(1, 6, 4),
      first: small(0, 5),
      axes: small(1, 6),
      down: fc.boolean(),
      negative: fc.boolean(),
      constant: fc.boolean(),
      seed,
    }),
    (p) => {
      const rank = p.shape.length;
      const first = p.first % rank;
      const axes = p.shape.map((_, i) => i).slice(first, first + p.axes);
      if (p.down) axes.reverse();
      const input = elements(new Random(p.seed), type, p.shape);
      return single({
        code: Op.REVERSE_V2,
        inputs: [
          input,
          list(
            axes.map((axis) => (p.negative ? axis - rank : axis)),
            p.constant,
          ),
        ],
        outputs: [input.spec],
        expected: moved(input, p.shape, (place) =>
          flat(
            place.map((x, axis) => (axes.includes(axis) ? (p.shape[axis] ?? 1) - 1 - x : x)),
            p.shape,
          ),
        ),
      });
    },
  );

/** Parts along an axis, and which of them holds a place along it, and where. */
function divide(sizes: readonly number[], x: number): [number, number] {
  const part = sizes.findIndex((_, i) => x < sum(sizes.slice(0, i + 1)));
  return [part, x - sum(sizes.slice(0, part))];
}

const parts = fc.record({
  shape: shapeOf(1, 5),
  axis: small(0, 4),
  negative: fc.boolean(),
  sizes: fc.array(small(1, 5), { minLength: 1, maxLength: 6 }),
  seed,
});

const concatenation = (type: TensorType) =>
  family(`CONCATENATION ${lower(type)}`, parts, (p) => {
    const random = new Random(p.seed);
    const along = p.axis % p.shape.length;
    const axis = p.negative ? along - p.shape.length : along;
    const form = kind(random, type);
    const shapes = p.sizes.map((size) => p.shape.with(along, size));
    const inputs = shapes.map((shape): Operand => ({ spec: { ...form, shape }, value: random.of(type, count(shape)) }));
    const output = p.shape.with(along, sum(p.sizes));
    const value = (place: number[]): number | bigint => {
      const [part, x] = divide(p.sizes, place[along] ?? 0);
      return inputs[part]?.value[flat(place.with(along, x), shapes[part] ?? [])] ?? 0;
    };
    return single({
      code: Op.CONCATENATION,
      options: [Options.ConcatenationOptions, (b) => ConcatenationOptions.createConcatenationOptions(b, axis, 0)],
      inputs,
      outputs: [{ ...form, shape: output }],
      expected: () => computed(type, output, value),
    });
  });

/** SPLIT into equal parts, or SPLIT_V. */
const split = (code: Op.SPLIT | Op.SPLIT_V, type: TensorType) =>
  family(`${Op[code]} ${lower(type)}`, parts, (p) => {
    const along = p.axis % p.shape.length;
    const axis = list([p.negative ? along - p.shape.length : along], true, INT32, code === Op.SPLIT ? [] : [1]);
    const sizes = code === Op.SPLIT ? p.sizes.map(() => p.sizes[0] ?? 1) : p.sizes;
    const input = elements(new Random(p.seed), type, p.shape.with(along, sum(sizes)));
    return single({
      code,
      inputs: code === Op.SPLIT ? [axis, input] : [input, list(sizes, true), axis],
      outputs: sizes.map((size) => ({ ...input.spec, shape: p.shape.with(along, size) })),
      ...(code === Op.SPLIT
        ? { options: [Options.SplitOptions, (b) => SplitOptions.createSplitOptions(b, sizes.length)] }
        : {}),
    });
  });

const stack = fc.record({ shape: shapeOf(0, 4), axis: small(0, 4), negative: fc.boolean(), parts: small(1, 6), seed });

const pack = (type: TensorType) =>
  family(`PACK ${lower(type)}`, stack, (p) => {
    const random = new Random(p.seed);
    const along = p.axis % (p.shape.length + 1);
    const form = kind(random, type);
    const inputs = Array.from({ length: p.parts }, (): Operand => ({
      spec: { ...form, shape: p.shape },
      value: random.of(type, count(p.shape)),
    }));
    const output = p.shape.toSpliced(along, 0, p.parts);
    const axis = p.negative ? along - output.length : along;
    return single({
      code: Op.PACK,
      options: [Options.PackOptions, (b) => PackOptions.createPackOptions(b, p.parts, axis)],
      inputs,
      outputs: [{ ...form, shape: output }],
      expected: () =>
        computed(
          type,
          output,
          (place) => inputs[place[along] ?? 0]?.value[flat(place.toSpliced(along, 1), p.shape)] ?? 0,
        ),
    });
  });

const unpack = (type: TensorType) =>
  family(`UNPACK ${lower(type)}`, stack, (p) => {
    const along = p.axis % (p.shape.length + 1);
    const input = elements(new Random(p.seed), type, p.shape.toSpliced(along, 0, p.parts));
    const axis = p.negative ? along - p.shape.length - 1 : along;
    return single({
      code: Op.UNPACK,
      options: [Options.UnpackOptions, (b) => UnpackOptions.createUnpackOptions(b, p.parts, axis)],
      inputs: [input],
      outputs: Array.from({ length: p.parts }, () => ({ ...input.spec, shape: p.shape })),
    });
  });

/** RESHAPE, EXPAND_DIMS and SQUEEZE. */
const reshape = (code: Op.RESHAPE | Op.EXPAND_DIMS | Op.SQUEEZE, type: TensorType) =>
  family(
    `${Op[code]} ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 5),
      axis: small(0, 5),
      negative: fc.boolean(),
      listed: fc.boolean(),
      /** Which dimensions have size 1. */
      ones: each(fc.boolean()),
      order: each(small(0, 99)),
      seed,
    }),
    (p) => {
      const shape = code === Op.SQUEEZE ? p.shape.map((size, i) => (p.ones[i] ? 1 : size)) : p.shape;
      const input = elements(new Random(p.seed), type, shape);
      const ones = shape.map((_, i) => i).filter((i) => shape[i] === 1);
      const squeezed = p.listed ? ones.filter((i) => p.axis !== i) : ones;
      const axis = p.axis % (shape.length + 1);
      const output = {
        [Op.RESHAPE]: [...shape].sort((a, b) => (p.order[a] ?? 0) - (p.order[b] ?? 0)),
        [Op.EXPAND_DIMS]: shape.toSpliced(axis, 0, 1),
        // An empty list means all dimensions of size 1.
        [Op.SQUEEZE]: shape.filter((_, i) => !(squeezed.length ? squeezed : ones).includes(i)),
      }[code];
      const second = {
        [Op.RESHAPE]: p.listed ? [list(output, true)] : [],
        [Op.EXPAND_DIMS]: [list([p.negative ? axis - shape.length - 1 : axis], true, INT32, p.listed ? [1] : [])],
        [Op.SQUEEZE]: [],
      }[code];
      return single({
        code,
        inputs: [input, ...second],
        outputs: [{ ...input.spec, shape: output }],
        ...(code === Op.SQUEEZE
          ? {
              options: [
                Options.SqueezeOptions,
                (b) =>
                  SqueezeOptions.createSqueezeOptions(
                    b,
                    SqueezeOptions.createSqueezeDimsVector(
                      b,
                      p.listed ? squeezed.map((i) => (p.negative ? i - shape.length : i)) : [],
                    ),
                  ),
              ],
            }
          : {}),
        expected: () => input.value,
      });
    },
  );

export const movement: readonly Family[] = [
  ...[FLOAT32, INT8, INT16].map(transpose),
  ...[FLOAT32, INT8, UINT8, INT16, INT32, INT64, BOOL].map(reverse),
  ...[FLOAT32, INT8, INT16, INT32, INT64, BOOL].map(concatenation),
  ...[FLOAT32, INT8, INT16, INT32].flatMap((type) => [split(Op.SPLIT, type), split(Op.SPLIT_V, type)]),
  ...[FLOAT32, INT8, INT16, INT32, INT64].map(pack),
  ...[FLOAT32, INT8, INT16, INT32].map(unpack),
  ...[FLOAT32, INT8, INT64].map((type) => reshape(Op.RESHAPE, type)),
  ...[FLOAT32, INT8, INT32].map((type) => reshape(Op.SQUEEZE, type)),
  ...[FLOAT32, INT8, INT16].map((type) => reshape(Op.EXPAND_DIMS, type)),
];
