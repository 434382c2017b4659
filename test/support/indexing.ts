// SPDX-License-Identifier: Apache-2.0
// Random operators that choose elements by numbers: slices, gathered elements, updates; and tensors made from shapes.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { GatherOptions } from "../../tools/tflite/generated/gather-options.js";
import { ShapeOptions } from "../../tools/tflite/generated/shape-options.js";
import { StridedSliceOptions } from "../../tools/tflite/generated/strided-slice-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, family, seed, small, type Family } from "./case.js";
import { Random } from "./random.js";
import { computed, each, elements, flat, list, lower, moved, shapeOf, single } from "./single.js";

const { FLOAT32, INT8, INT16, INT32, INT64, BOOL } = TensorType;
const wide = fc.constantFrom(INT32, INT64);
const share = each(small(0, 99).map((hundredths) => hundredths / 100));
/** A whole number of least..most: the one at that share of the range. */
const choose = (least: number, most: number, part = 0): number => least + Math.floor(part * (most - least + 1));

const slice = (type: TensorType) =>
  family(
    `SLICE ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 5, 6),
      begin: share,
      size: share,
      rest: each(fc.boolean()),
      wide,
      constant: fc.boolean(),
      seed,
    }),
    (p) => {
      const begin = p.shape.map((size, i) => choose(0, size - 1, p.begin[i]));
      const output = p.shape.map((size, i) =>
        p.rest[i] ? size - (begin[i] ?? 0) : choose(1, size - (begin[i] ?? 0), p.size[i]),
      );
      const input = elements(new Random(p.seed), type, p.shape);
      const sizes = output.map((size, i) => (p.rest[i] ? -1 : size));
      return single({
        code: Op.SLICE,
        inputs: [input, list(begin, p.constant, p.wide), list(sizes, p.constant, p.wide)],
        outputs: [{ ...input.spec, shape: output }],
        expected: moved(input, output, (place) =>
          flat(
            place.map((x, i) => x + (begin[i] ?? 0)),
            p.shape,
          ),
        ),
      });
    },
  );

/** One dimension of a slice: what the lists say, what that takes, and whether the dimension goes away. */
function cut(
  length: number,
  part: number,
  taken: number,
  stride: number,
  negative: boolean,
  flags: readonly boolean[],
) {
  const [beginMask = false, endMask = false, shrink = false] = flags;
  const step = shrink ? 1 : stride;
  const inside = choose(0, length - 1, part);
  const first = beginMask ? (step > 0 ? 0 : length - 1) : inside;
  const all = Math.ceil(step > 0 ? (length - first) / step : (first + 1) / -step);
  const size = shrink ? 1 : endMask ? all : Math.min(taken, all);
  const end = first + size * step;
  return {
    ...{ first, step, size, shrink, beginMask, end },
    begin: negative ? inside - length : inside,
    // A negative end counts from the back, so one before the start must be said by the mask.
    endMask: endMask || end < 0,
  };
}

const bits = (flags: readonly boolean[]): number => flags.reduce((mask, on, i) => mask | (Number(on) << i), 0);
type Cut = ReturnType<typeof cut>;
/** What the lists say: how to cut a dimension, or nothing about it. */
type Entry = Cut | "new axis" | "ellipsis";

/** One case in ten has what TensorFlow Lite Micro refuses: an ellipsis, new axes, or fewer entries than dimensions. */
const stridedSlice = (type: TensorType) =>
  family(
    `STRIDED_SLICE ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 4, 6),
      begin: share,
      size: each(small(1, 6)),
      stride: each(fc.constantFrom(1, 1, 2, 3, -1, -2)),
      negative: each(fc.boolean()),
      masks: each(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean())),
      special: small(0, 9),
      /** Which dimensions get a new axis before them, and which the ellipsis stands for. */
      axes: each(fc.boolean()),
      ellipsis: fc.tuple(small(0, 4), small(0, 4)),
      seed,
    }),
    (p) => {
      const special = p.special === 0;
      const [from, to] = special ? p.ellipsis : [9, 9];
      const cuts = p.shape.map((length, i) =>
        i >= from && i < to
          ? cut(length, 0, length, 1, false, [])
          : cut(length, p.begin[i] ?? 0, p.size[i] ?? 1, p.stride[i] ?? 1, p.negative[i] ?? false, p.masks[i] ?? []),
      );
      const fresh = cuts.map((_, i) => special && p.axes[i] === true && (i <= from || i >= to));
      const entries = cuts.flatMap((one, i): Entry[] => [
        ...(fresh[i] ? ["new axis" as const] : []),
        // At the end it may be left out.
        ...(i === from && (i === 0 || to < p.shape.length) ? ["ellipsis" as const] : []),
        ...(i >= from && i < to ? [] : [one]),
      ]);
      const input = elements(new Random(p.seed), type, p.shape);
      const places = (name: Entry): number => bits(entries.map((entry) => entry === name));
      const flags = (key: "beginMask" | "endMask" | "shrink"): number =>
        bits(entries.map((entry) => typeof entry === "object" && entry[key]));
      const output = cuts.flatMap(({ size, shrink }, i) => [...(fresh[i] ? [1] : []), ...(shrink ? [] : [size])]);
      return single({
        code: Op.STRIDED_SLICE,
        options: [
          Options.StridedSliceOptions,
          (b) =>
            StridedSliceOptions.createStridedSliceOptions(
              ...([b, flags("beginMask"), flags("endMask"), places("ellipsis"), places("new axis")] as const),
              ...([flags("shrink"), false] as const),
            ),
        ],
        inputs: [
          input,
          ...(["begin", "end", "step"] as const).map((key) =>
            list(
              entries.map((entry) => (typeof entry === "object" ? entry[key] : 1)),
              true,
            ),
          ),
        ],
        outputs: [{ ...input.spec, shape: output }],
        expected: () =>
          computed(
            type,
            cuts.map(({ size }) => size),
            (place) => {
              const source = place.map((x, i) => (cuts[i]?.first ?? 0) + x * (cuts[i]?.step ?? 1));
              return input.value[flat(source, p.shape)] ?? 0;
            },
          ),
      });
    },
  );

const gather = (type: TensorType) =>
  family(
    `GATHER ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 4),
      axis: small(0, 3),
      batch: small(0, 3),
      /** The positions' dimensions after the batch's. */
      positions: shapeOf(0, 2),
      negative: fc.tuple(fc.boolean(), fc.boolean()),
      constant: fc.boolean(),
      seed,
    }),
    (p) => {
      const random = new Random(p.seed);
      const axis = p.axis % p.shape.length;
      const batch = p.batch % (axis + 1);
      const shape = [...p.shape.slice(0, batch), ...p.positions];
      const positions = Array.from({ length: count(shape) }, () => random.whole(0, (p.shape[axis] ?? 1) - 1));
      const output = [...p.shape.slice(0, axis), ...p.positions, ...p.shape.slice(axis + 1)];
      const input = elements(random, type, p.shape);
      const [axisOption, batchOption] = [
        p.negative[0] ? axis - p.shape.length : axis,
        p.negative[1] && shape.length > batch ? batch - shape.length : batch,
      ];
      return single({
        code: Op.GATHER,
        options: [Options.GatherOptions, (b) => GatherOptions.createGatherOptions(b, axisOption, batchOption)],
        inputs: [input, list(positions, p.constant, INT32, shape)],
        outputs: [{ ...input.spec, shape: output }],
        expected: moved(input, output, (place) => {
          const own = place.slice(axis, axis + p.positions.length);
          const position = positions[flat([...place.slice(0, batch), ...own], shape)] ?? 0;
          return flat([...place.slice(0, axis), position, ...place.slice(axis + p.positions.length)], p.shape);
        }),
      });
    },
  );

const gatherNd = (type: TensorType) =>
  family(
    `GATHER_ND ${lower(type)}`,
    fc.record({ shape: shapeOf(1, 4), depth: small(1, 4), slices: shapeOf(0, 2), constant: fc.boolean(), seed }),
    (p) => {
      const random = new Random(p.seed);
      const depth = Math.min(p.depth, p.shape.length);
      const shape = [...p.slices, depth];
      const indices = Array.from({ length: count(p.slices) }, () =>
        p.shape.slice(0, depth).map((size) => random.whole(0, size - 1)),
      );
      const output = [...p.slices, ...p.shape.slice(depth)];
      const input = elements(random, type, p.shape);
      return single({
        code: Op.GATHER_ND,
        inputs: [input, list(indices.flat(), p.constant, INT32, shape)],
        outputs: [{ ...input.spec, shape: output }],
        expected: moved(input, output, (place) => {
          const index = indices[flat(place.slice(0, p.slices.length), p.slices)] ?? [];
          return flat([...index, ...place.slice(p.slices.length)], p.shape);
        }),
      });
    },
  );

/** EMBEDDING_LOOKUP of a table, which may be int8 for a float32 output. */
const embeddingLookup = (type: TensorType, to: TensorType) =>
  family(
    `EMBEDDING_LOOKUP ${lower(type)}${to === type ? "" : ` to ${lower(to)}`}`,
    fc.record({
      shape: shapeOf(2, 4, 6),
      rows: small(1, 8),
      constant: fc.boolean(),
      seed,
    }),
    (p) => {
      const random = new Random(p.seed);
      const table = elements(random, type, p.shape);
      const rows = Array.from({ length: p.rows }, () => random.whole(0, (p.shape[0] ?? 1) - 1));
      const output = [p.rows, ...p.shape.slice(1)];
      const spec = to === type ? table.spec : { ...table.spec, zeroPoint: 0 };
      return single({
        code: Op.EMBEDDING_LOOKUP,
        inputs: [list(rows, p.constant), { ...table, spec, constant: !p.constant }],
        outputs: [to === type ? { ...spec, shape: output } : { type: to, shape: output }],
      });
    },
  );

const dynamicUpdateSlice = (type: TensorType) =>
  family(
    `DYNAMIC_UPDATE_SLICE ${lower(type)}`,
    fc.record({ shape: shapeOf(1, 5, 5), size: share, start: each(small(-2, 6)), wide, constant: fc.boolean(), seed }),
    (p) => {
      const random = new Random(p.seed);
      const input = elements(random, type, p.shape);
      const shape = p.shape.map((size, i) => choose(1, size, p.size[i]));
      const update = { spec: { ...input.spec, shape }, value: random.of(type, count(shape)) };
      const start = p.start.slice(0, p.shape.length);
      const corner = start.map((at, i) => Math.max(0, Math.min(at, (p.shape[i] ?? 1) - (shape[i] ?? 1))));
      return single({
        code: Op.DYNAMIC_UPDATE_SLICE,
        inputs: [input, update, list(start, p.constant, p.wide)],
        outputs: [input.spec],
        expected: () =>
          computed(type, p.shape, (place) => {
            const inside = flat(
              place.map((x, i) => x - (corner[i] ?? 0)),
              shape,
            );
            return (inside < 0 ? input.value[flat(place, p.shape)] : update.value[inside]) ?? 0;
          }),
      });
    },
  );

const fill = (type: TensorType) =>
  family(
    `FILL ${lower(type)}`,
    fc.record({ shape: shapeOf(1, 5), lists: fc.constantFrom(INT8, INT16, INT32, INT64), seed }),
    (p) => {
      const value = elements(new Random(p.seed), type, []);
      return single({
        code: Op.FILL,
        inputs: [list(p.shape, true, p.lists), value],
        outputs: [{ ...value.spec, shape: p.shape }],
        expected: () => computed(type, p.shape, () => value.value[0] ?? 0),
      });
    },
  );

const shape = (type: TensorType) =>
  family(`SHAPE ${lower(type)}`, fc.record({ shape: shapeOf(1, 6, 4), seed }), (p) =>
    single({
      code: Op.SHAPE,
      options: [Options.ShapeOptions, (b) => ShapeOptions.createShapeOptions(b, INT32)],
      inputs: [elements(new Random(p.seed), type, p.shape)],
      outputs: [{ shape: [p.shape.length], type: INT32 }],
      expected: () => Int32Array.from(p.shape),
    }),
  );

export const indexing: readonly Family[] = [
  ...[FLOAT32, INT8, INT16, INT32, BOOL].flatMap((type) => [slice(type), stridedSlice(type)]),
  ...[FLOAT32, INT8].flatMap((type) => [gather(type), gatherNd(type), embeddingLookup(type, type)]),
  embeddingLookup(INT8, FLOAT32),
  ...[FLOAT32, INT8, INT16, INT32].map(dynamicUpdateSlice),
  ...[FLOAT32, INT8, INT32].map(fill),
  ...[FLOAT32, INT8, INT64].map(shape),
];
