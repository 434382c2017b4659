// SPDX-License-Identifier: Apache-2.0
// Random operators on images: resizing, and blocks of pixels that become channels or batches, or back.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { DepthToSpaceOptions } from "../../tools/tflite/generated/depth-to-space-options.js";
import { ResizeBilinearOptions } from "../../tools/tflite/generated/resize-bilinear-options.js";
import { ResizeNearestNeighborOptions } from "../../tools/tflite/generated/resize-nearest-neighbor-options.js";
import { SpaceToDepthOptions } from "../../tools/tflite/generated/space-to-depth-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, family, seed, small, type Family } from "./case.js";
import { Random, numbers, type Numbers } from "./random.js";
import { computed, elements, flat, list, locate, lower, moved, single } from "./single.js";

const { FLOAT32, INT8, UINT8, INT16, INT32 } = TensorType;

const resize = (code: Op.RESIZE_BILINEAR | Op.RESIZE_NEAREST_NEIGHBOR, type: TensorType) =>
  family(
    `${Op[code]} ${lower(type)}`,
    fc.record({
      shape: fc.tuple(small(1, 2), small(1, 12), small(1, 12), small(1, 3)),
      height: small(1, 20),
      width: small(1, 20),
      alignCorners: fc.boolean(),
      halfPixels: fc.boolean(),
      seed,
    }),
    (p) => {
      const bilinear = code === Op.RESIZE_BILINEAR;
      const input = elements(new Random(p.seed), type, p.shape);
      const half = p.halfPixels && !(bilinear && p.alignCorners);
      return single({
        code,
        options: bilinear
          ? [
              Options.ResizeBilinearOptions,
              (b) => ResizeBilinearOptions.createResizeBilinearOptions(b, 0, 0, p.alignCorners, half),
            ]
          : [
              Options.ResizeNearestNeighborOptions,
              (b) => ResizeNearestNeighborOptions.createResizeNearestNeighborOptions(b, p.alignCorners, half),
            ],
        inputs: [input, list([p.height, p.width], true)],
        outputs: [{ ...input.spec, shape: [p.shape[0], p.height, p.width, p.shape[3]] }],
      });
    },
  );

const depth = (code: Op.SPACE_TO_DEPTH | Op.DEPTH_TO_SPACE, type: TensorType) =>
  family(
    `${Op[code]} ${lower(type)}`,
    fc.record({ deep: fc.tuple(small(1, 3), small(1, 4), small(1, 4), small(1, 4)), block: small(1, 4), seed }),
    (p) => {
      const [n, h, w, c] = p.deep;
      const [wide, deep] = [
        [n, h * p.block, w * p.block, c],
        [n, h, w, c * p.block * p.block],
      ];
      const toDepth = code === Op.SPACE_TO_DEPTH;
      const [from, to] = toDepth ? [wide, deep] : [deep, wide];
      const input = elements(new Random(p.seed), type, from);
      return single({
        code,
        options: toDepth
          ? [Options.SpaceToDepthOptions, (b) => SpaceToDepthOptions.createSpaceToDepthOptions(b, p.block)]
          : [Options.DepthToSpaceOptions, (b) => DepthToSpaceOptions.createDepthToSpaceOptions(b, p.block)],
        inputs: [input],
        outputs: [{ ...input.spec, shape: to }],
        expected: moved(input, to, ([batch = 0, y = 0, x = 0, channel = 0]) => {
          const pixel = Math.floor(channel / c);
          return toDepth
            ? flat(
                [batch, y * p.block + Math.floor(pixel / p.block), x * p.block + (pixel % p.block), channel % c],
                from,
              )
            : flat(
                [
                  batch,
                  Math.floor(y / p.block),
                  Math.floor(x / p.block),
                  ((y % p.block) * p.block + (x % p.block)) * c + channel,
                ],
                from,
              );
        }),
      });
    },
  );

const batch = (code: Op.SPACE_TO_BATCH_ND | Op.BATCH_TO_SPACE_ND, type: TensorType) =>
  family(
    `${Op[code]} ${lower(type)}`,
    fc.record({
      batches: small(1, 3),
      channels: small(1, 4),
      /** For each dimension the small image's size, the block's, and the borders; 1 or 2 dimensions. */
      sides: fc.array(fc.tuple(small(1, 4), small(1, 3), small(0, 4), small(0, 4)), { minLength: 1, maxLength: 2 }),
      constant: fc.boolean(),
      other: small(0, 9),
      seed,
    }),
    (p) => {
      const toBatch = code === Op.SPACE_TO_BATCH_ND;
      // TensorFlow Lite Micro never sets the number that it pads with, so borders are added only in types that it refuses.
      const padded = p.other === 0;
      const own = !toBatch || !padded ? type : type === INT8 ? UINT8 : INT32;
      const sides = p.sides.map(([size, block, first, last]) => {
        if (toBatch && !padded) return { size, block, before: 0, after: 0 };
        const before = Math.min(first, size * block - 1);
        return { size, block, before, after: Math.min(last, size * block - 1 - before) };
      });
      const large = [p.batches, ...sides.map((s) => s.size * s.block - s.before - s.after), p.channels];
      const blocks = sides.reduce((product, { block }) => product * block, 1);
      const small = [p.batches * blocks, ...sides.map(({ size }) => size), p.channels];
      const [from, to] = toBatch ? [large, small] : [small, large];
      const zeroPoint = own === UINT8 ? p.seed & 255 : 0;
      const { value, spec: quantized } = elements(new Random(p.seed), own, from);
      const spec = own === UINT8 ? { ...quantized, scale: 1, zeroPoint } : quantized;
      /** Where a pixel of the small images is in the large ones. */
      const spread = ([batch = 0, ...place]: number[]): number => {
        const [block, channel] = [Math.floor(batch / p.batches), place.at(-1) ?? 0];
        const width = sides[1]?.block ?? 1;
        const phases = [Math.floor(block / width), block % width];
        return flat(
          [
            batch % p.batches,
            ...sides.map((side, i) => (place[i] ?? 0) * side.block + (phases[i] ?? 0) - side.before),
            channel,
          ],
          large,
        );
      };
      const expected = (): Numbers => {
        if (toBatch) return computed(own, small, (place) => value[spread(place)] ?? zeroPoint);
        const result = numbers(own, new Array<number>(count(large)).fill(0));
        value.forEach((x: number | bigint, i: number) => {
          const at = spread(locate(i, small));
          if (at >= 0) result[at] = x as never;
        });
        return result;
      };
      return single({
        code,
        inputs: [
          { spec, value },
          list(
            sides.map(({ block }) => block),
            p.constant,
          ),
          list(
            sides.flatMap(({ before, after }) => [before, after]),
            p.constant,
            INT32,
            [sides.length, 2],
          ),
        ],
        outputs: [{ ...spec, shape: to }],
        expected,
      });
    },
  );

export const images: readonly Family[] = [
  ...[FLOAT32, INT8].flatMap((type) => [
    resize(Op.RESIZE_BILINEAR, type),
    depth(Op.SPACE_TO_DEPTH, type),
    depth(Op.DEPTH_TO_SPACE, type),
    batch(Op.SPACE_TO_BATCH_ND, type),
    batch(Op.BATCH_TO_SPACE_ND, type),
  ]),
  ...[FLOAT32, INT8, INT16].map((type) => resize(Op.RESIZE_NEAREST_NEIGHBOR, type)),
];
