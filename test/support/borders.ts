// SPDX-License-Identifier: Apache-2.0
// Random operators that repeat elements or put a border around them.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { MirrorPadMode } from "../../tools/tflite/generated/mirror-pad-mode.js";
import { MirrorPadOptions } from "../../tools/tflite/generated/mirror-pad-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { family, seed, small, type Family } from "./case.js";
import { Random } from "./random.js";
import { computed, each, elements, flat, list, lower, moved, shapeOf, single, type Operand } from "./single.js";

const { FLOAT32, INT8, INT16, INT32, INT64, BOOL } = TensorType;
const wide = fc.constantFrom(INT32, INT64);

const broadcastTo = (type: TensorType) =>
  family(
    `BROADCAST_TO ${lower(type)}`,
    fc.record({ shape: shapeOf(1, 5, 4), ones: each(fc.boolean()), dropped: small(0, 5), wide, seed }),
    (p) => {
      const own = p.shape.map((size, i) => (p.ones[i] ? 1 : size)).slice(p.dropped);
      const input = elements(new Random(p.seed), type, own);
      return single({
        code: Op.BROADCAST_TO,
        inputs: [input, list(p.shape, true, p.wide)],
        outputs: [{ ...input.spec, shape: p.shape }],
        expected: moved(input, p.shape, (place) =>
          flat(
            place.slice(p.shape.length - own.length).map((x, i) => (own[i] === 1 ? 0 : x)),
            own,
          ),
        ),
      });
    },
  );

const broadcastArgs = (type: TensorType) =>
  family(
    `BROADCAST_ARGS ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 6, 9),
      ones: fc.tuple(each(fc.boolean()), each(fc.boolean())),
      dropped: small(0, 5),
      swapped: fc.boolean(),
      constant: fc.tuple(fc.boolean(), fc.constant(false)),
    }),
    (p) => {
      const [first = [], second = []] = p.ones.map((ones) => p.shape.map((size, i) => (ones[i] ? 1 : size)));
      const shapes = [first, second.slice(Math.min(p.dropped, second.length - 1))];
      if (p.swapped) shapes.reverse();
      return single({
        code: Op.BROADCAST_ARGS,
        inputs: shapes.map((shape, i) => list(shape, p.constant[i] ?? false, type)),
        outputs: [{ shape: [p.shape.length], type }],
      });
    },
  );

/** PAD, and PADV2 whose value may be a constant or not. */
const pad = (code: Op.PAD | Op.PADV2, type: TensorType) =>
  family(
    `${Op[code]} ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 5, 4),
      sizes: fc.array(small(0, 3), { minLength: 10, maxLength: 10 }),
      constant: fc.boolean(),
      seed,
    }),
    ({ shape, sizes, constant, seed: start }) => {
      const random = new Random(start);
      const before = (i: number): number => sizes[2 * i] ?? 0;
      const output = shape.map((size, i) => before(i) + size + (sizes[2 * i + 1] ?? 0));
      const input = elements(random, type, shape);
      const value: Operand = { spec: { ...input.spec, shape: [1] }, value: random.of(type, 1), constant };
      const border = code === Op.PADV2 ? (value.value[0] ?? 0) : type === INT8 ? Number(input.spec.zeroPoint) : 0;
      return single({
        code,
        inputs: [
          input,
          list(sizes.slice(0, 2 * shape.length), true, INT32, [shape.length, 2]),
          ...(code === Op.PADV2 ? [value] : []),
        ],
        outputs: [{ ...input.spec, shape: output }],
        expected: () =>
          computed(
            type,
            output,
            (place) =>
              input.value[
                flat(
                  place.map((x, i) => x - before(i)),
                  shape,
                )
              ] ?? border,
          ),
      });
    },
  );

const mirrorPad = (type: TensorType) =>
  family(
    `MIRROR_PAD ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 4, 6),
      sizes: each(small(0, 6)),
      mode: fc.constantFrom(MirrorPadMode.REFLECT, MirrorPadMode.SYMMETRIC),
      wide,
      constant: fc.boolean(),
      seed,
    }),
    (p) => {
      const offset = p.mode === MirrorPadMode.REFLECT ? 1 : 0;
      const sizes = p.shape.flatMap((size, i) =>
        p.sizes.slice(2 * i, 2 * i + 2).map((padding) => Math.min(padding, size - offset)),
      );
      const output = p.shape.map((size, i) => (sizes[2 * i] ?? 0) + size + (sizes[2 * i + 1] ?? 0));
      const input = elements(new Random(p.seed), type, p.shape);
      return single({
        code: Op.MIRROR_PAD,
        options: [Options.MirrorPadOptions, (b) => MirrorPadOptions.createMirrorPadOptions(b, p.mode)],
        inputs: [input, list(sizes, p.constant, p.wide, [p.shape.length, 2])],
        outputs: [{ ...input.spec, shape: output }],
        expected: moved(input, output, (place) =>
          flat(
            place.map((at, i) => {
              const [x, last] = [at - (sizes[2 * i] ?? 0), (p.shape[i] ?? 1) - 1];
              return x < 0 ? offset - 1 - x : x > last ? 2 * last + 1 - offset - x : x;
            }),
            p.shape,
          ),
        ),
      });
    },
  );

export const borders: readonly Family[] = [
  ...[FLOAT32, INT8, INT16, INT32, INT64, BOOL].map(broadcastTo),
  ...[INT32, INT64].map(broadcastArgs),
  ...[FLOAT32, INT8, INT16, INT32].flatMap((type) => [pad(Op.PAD, type), pad(Op.PADV2, type)]),
  ...[FLOAT32, INT8].map(mirrorPad),
];
