// SPDX-License-Identifier: Apache-2.0
// Random custom operators outside of the signal library: compressed weights, detection, circular buffers.
import fc from "fast-check";
import { encode } from "flatbuffers/js/flexbuffers.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { TensorType as Type } from "../../tools/tflite/generated/tensor-type.js";
import { count, family, int8, seed, small } from "./case.js";
import { customOperator } from "./custom-operator.js";
import { bytesOf } from "./engines.js";
import { huffmanCode } from "./huffman.js";
import type { TensorSpec } from "./model.js";
import { Random } from "./random.js";

const circularBuffer = family(
  "CIRCULAR_BUFFER int8",
  fc.record({
    rows: small(1, 26),
    width: small(1, 3),
    depth: small(1, 6),
    option: fc.boolean(),
    cycles: fc.constantFrom(1, 1, 2, 3),
    frames: small(1, 12),
    seed,
  }),
  ({ rows: wanted, width, depth, option, cycles, frames, seed: start }) => {
    // Without the option, the number of rows tells it.
    const rows = option ? wanted : ([5, 13, 25, 4, 6][wanted % 5] ?? 5);
    const random = new Random(start);
    const zeroPoint = random.whole(-128, 127);
    return customOperator(
      "CIRCULAR_BUFFER",
      option ? { cycles_max: cycles } : undefined,
      [int8([1, 1, width, depth], 0.1, zeroPoint)],
      [{ ...int8([1, rows, width, depth], 0.1, zeroPoint), variable: true }],
      [random.int8(width * depth * frames)],
    );
  },
);

/** Two buffers in a row: runs that the first ends early don't reach the second. */
const circularBuffers = family(
  "CIRCULAR_BUFFER int8 twice",
  fc.record({
    rows: small(1, 5),
    depth: small(1, 6),
    first: small(1, 3),
    second: small(1, 3),
    frames: small(1, 20),
    seed,
  }),
  ({ rows, depth, first, second, frames, seed: start }) => {
    const buffer = (input: number, cycles: number) => ({
      code: Op.CUSTOM,
      custom: "CIRCULAR_BUFFER",
      inputs: [input],
      outputs: [input + 1],
      customOptions: encode({ cycles_max: cycles }),
    });
    const state = (height: number): TensorSpec => ({ ...int8([1, height, 1, depth], 0.1, 3), variable: true });
    return {
      model: {
        tensors: [int8([1, 1, 1, depth], 0.1, 3), state(1), state(rows)],
        operators: [buffer(0, first), buffer(1, second)],
        inputs: [0],
        outputs: [2],
      },
      inputs: [new Random(start).int8(depth * frames)],
    };
  },
);

/** How many boxes, as offsets from anchors, are left when they compete with these scores. */
function countWinners(
  offsets: Float32Array,
  width: number,
  anchors: Float32Array,
  scores: readonly number[],
  lowest: number,
  overlap: number,
): number {
  const boxes = scores.map((score, i) => {
    const [y = 0, x = 0, h = 0, w = 0] = anchors.subarray(4 * i);
    const [dy = 0, dx = 0, dh = 0, dw = 0] = offsets.subarray(width * i);
    const [height, size] = [Math.exp(dh / 5) * h, Math.exp(dw / 5) * w];
    const [top, left] = [(dy / 10) * h + y - height / 2, (dx / 10.5) * w + x - size / 2];
    return { score, top, left, bottom: top + height, right: left + size, area: height * size };
  });
  const winners: typeof boxes = [];
  for (const box of boxes.filter(({ score }) => score >= lowest).toSorted((a, b) => b.score - a.score)) {
    const clear = winners.every((winner) => {
      const height = Math.min(box.bottom, winner.bottom) - Math.max(box.top, winner.top);
      const size = Math.min(box.right, winner.right) - Math.max(box.left, winner.left);
      const common = Math.max(0, height) * Math.max(0, size);
      return common / (box.area + winner.area - common) <= overlap;
    });
    if (clear) winners.push(box);
  }
  return winners.length;
}

const detection = (regular: boolean) =>
  family(
    `TFLite_Detection_PostProcess ${regular ? "regular" : "fast"}`,
    fc.record({
      boxes: small(1, 30),
      classes: small(1, 4),
      background: fc.boolean(),
      width: small(4, 6),
      most: small(1, 12),
      perClass: small(1, 5),
      threshold: fc.constantFrom(-1, 0, 0.3, 0.5, 0.9),
      overlap: fc.constantFrom(0.1, 0.3, 0.5, 0.75, 1),
      /** Scores of few different values are often equal. */
      levels: fc.constantFrom(3, 10, 1000),
      defaults: fc.boolean(),
      /** Options as float64. The library that writes them mixes it up with float32. */
      wide: fc.boolean(),
      seed,
    }),
    (p) => {
      const random = new Random(p.seed);
      const float = (shape: readonly number[], data?: Float32Array): TensorSpec =>
        data ? { shape, type: Type.FLOAT32, data } : { shape, type: Type.FLOAT32 };
      const real = (value: number): number => (p.wide ? value * (1 - 1e-9) : Math.fround(value));
      const columns = p.classes + Number(p.background);
      const anchors = Float32Array.from({ length: p.boxes * 4 }, (_, i) =>
        i % 4 < 2 ? random.next() : random.scale(0.1, 0.7),
      );
      const scores = Float32Array.from({ length: p.boxes * columns }, () => random.whole(0, p.levels) / p.levels);
      const offsets = random.float32(p.boxes * p.width, 4);
      // In the fast mode, TensorFlow Lite Micro leaves outputs undefined beyond what it detects: take no more than that.
      const candidates = Array.from({ length: p.boxes }, (_, i) =>
        Math.max(...scores.subarray(i * columns + Number(p.background), (i + 1) * columns)),
      );
      const lowest = regular ? p.threshold : Math.min(p.threshold, Math.max(...candidates));
      const winners = countWinners(offsets, p.width, anchors, candidates, lowest, p.overlap);
      const most = regular ? p.most : Math.max(1, Math.min(p.most, winners));
      const options = {
        max_detections: most,
        max_classes_per_detection: 1,
        nms_iou_threshold: real(p.overlap),
        nms_score_threshold: real(lowest),
        num_classes: p.classes,
        y_scale: 10,
        x_scale: real(10.5),
        h_scale: 5,
        w_scale: 5,
        ...(regular ? { use_regular_nms: true } : p.defaults ? {} : { use_regular_nms: false }),
        ...(p.defaults ? {} : { detections_per_class: p.perClass }),
      };
      return customOperator(
        "TFLite_Detection_PostProcess",
        options,
        [float([1, p.boxes, p.width]), float([1, p.boxes, columns]), float([p.boxes, 4], anchors)],
        [float([1, most, 4]), float([1, most]), float([1, most]), float([1])],
        [offsets, scores],
      );
    },
  );

const decodable = [Type.BOOL, Type.FLOAT32, Type.INT8, Type.INT16, Type.INT32, Type.INT64] as const;
/** The shape's first or last dimension is the channels', if they are more than 1. */
const compressed = fc.record({
  shape: fc.array(small(1, 5), { minLength: 1, maxLength: 4 }),
  channels: fc.constantFrom("none", "first", "last"),
  bits: small(1, 7),
  values: small(1, 128),
  density: fc.double({ min: 0, max: 1, noNaN: true }),
  seed,
});
interface Compressed {
  readonly shape: readonly number[];
  readonly channels: string;
}

/** A tensor whose channels have scales of their own, and zero points if `zeroPoint` gives any. */
function makeOutput({ shape, channels }: Compressed, type: Type, random: Random, zeroPoint: () => number): TensorSpec {
  if (channels === "none") return { shape, type };
  const dimension = channels === "first" ? 0 : shape.length - 1;
  const scale = Array.from({ length: shape[dimension] ?? 1 }, () => random.scale(0.01, 1));
  return { shape, type, scale, zeroPoint: scale.map(zeroPoint), dimension: scale.length > 1 ? dimension : 0 };
}

/** The constants of one pair: codes, whose bits are written as 0 and 1, and a header with the table behind it. */
function pair(bits: string, header: readonly number[], table: ArrayBufferView): [TensorSpec, TensorSpec] {
  const bytes = Uint8Array.from(bits.padEnd(Math.ceil((bits.length || 1) / 8) * 8, "0").match(/.{8}/g) ?? [], (byte) =>
    parseInt(byte, 2),
  );
  const description = Uint8Array.from([...header, ...Array<number>(16 - header.length).fill(0), ...bytesOf(table)]);
  // Huffman codes are read by words of 4 bytes, and one word ahead.
  const codes = Uint8Array.from({ length: Math.ceil(bytes.length / 4) * 4 + 4 }, (_, i) => bytes[i] ?? 0);
  const constant = (data: Uint8Array): TensorSpec => ({ shape: [data.length], type: Type.UINT8, data });
  return [constant(codes), constant(description)];
}

const binary = (value: number, bits: number): string => (bits ? value.toString(2).padStart(bits, "0") : "");

const lut = (type: (typeof decodable)[number]) =>
  family(`TFLM_DECODE LUT ${Type[type].toLowerCase()}`, compressed, (p) => {
    const random = new Random(p.seed);
    const output = makeOutput(p, type, random, () => 0);
    const stride = Math.min(p.values, 2 ** p.bits);
    const channels = Array.isArray(output.scale) ? output.scale.length : 1;
    const indices = Array.from({ length: count(p.shape) }, () => binary(random.whole(0, stride - 1), p.bits));
    const table = random.of(type, channels * stride);
    const inputs = pair(indices.join(""), [0, 1, 0, 0, 1, p.bits, stride], table);
    return customOperator("TFLM_DECODE", undefined, inputs, [output], []);
  });

const pruned = (type: (typeof decodable)[number]) =>
  family(`TFLM_DECODE pruned ${Type[type].toLowerCase()}`, compressed, (p) => {
    const random = new Random(p.seed);
    const some = type === Type.INT8 && p.values % 2;
    const output = makeOutput(p, type, random, () => (some ? random.whole(-128, 127) : 0));
    const kept = Array.from({ length: count(p.shape) }, () => Number(random.next() < p.density));
    const table = random.of(type, kept.filter(Boolean).length);
    return customOperator("TFLM_DECODE", undefined, pair(kept.join(""), [2, 1, 0, 0, 1], table), [output], []);
  });

const huffman = (type: Type.INT8 | Type.INT16, wide: boolean) =>
  family(
    `TFLM_DECODE Huffman ${Type[type].toLowerCase()}${wide ? " wide" : ""}`,
    fc.record({
      shapes: fc.array(fc.array(small(1, 8), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      symbols: small(2, 30),
      first: small(1, 6),
      most: small(1, 4),
      seed,
    }),
    (p) => {
      const random = new Random(p.seed);
      const all = p.shapes.map((shape) => {
        const symbols = [...new Set([...random.of(type, p.symbols)].map(Number))];
        if (symbols.length < 2) symbols.push((symbols[0] ?? 0) ? 0 : 1);
        const { codes, table } = huffmanCode(symbols, p.first, p.most, wide, random);
        const text = Array.from({ length: count(shape) }, () => codes[random.whole(0, codes.length - 1)]).join("");
        const entries = wide ? Uint32Array.from(table) : Uint16Array.from(table);
        return pair(text, [1, 1, 0, 0, 1, ((p.first - 1) << 4) | Number(wide)], entries);
      });
      const outputs = p.shapes.map((shape) => ({ shape, type }));
      return customOperator("TFLM_DECODE", undefined, all.flat(), outputs, []);
    },
  );

export const custom = [
  circularBuffer,
  circularBuffers,
  detection(false),
  detection(true),
  ...decodable.map(lut),
  ...decodable.map(pruned),
  huffman(Type.INT8, false),
  huffman(Type.INT8, true),
  huffman(Type.INT16, true),
];
