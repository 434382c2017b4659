// SPDX-License-Identifier: Apache-2.0
// Random operators of TensorFlow Lite's that TensorFlow Lite Micro lacks: GELU, SELECT, TILE.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { GeluOptions } from "../../tools/tflite/generated/gelu-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { family, seed } from "./case.js";
import { anyShape, quantized, single as unary } from "./operands.js";
import { Random } from "./random.js";
import { computed, elements, flat, list, lower, moved, shapeOf, single } from "./single.js";

const { BOOL, FLOAT32, INT8, UINT8, INT16, INT32, INT64 } = TensorType;

const gelu = (type: TensorType, approximate: boolean) =>
  unary(
    `GELU ${lower(type)}${approximate ? " approximate" : ""}`,
    Op.GELU,
    (random) => ({
      from: type === FLOAT32 ? { type } : quantized(type, random),
      to: type === FLOAT32 ? { type } : quantized(type, random, 0.002, 0.1),
      options: [Options.GeluOptions, (b) => GeluOptions.createGeluOptions(b, approximate)],
    }),
    anyShape,
    "tflite",
  );

const select = (type: TensorType) =>
  family(
    `SELECT ${lower(type)}`,
    fc.record({ shape: anyShape, condition: fc.constantFrom("each", "one", "rows"), seed }),
    (p) => {
      const random = new Random(p.seed);
      const shape = p.condition === "each" ? p.shape : p.condition === "one" ? [] : p.shape.slice(0, 1);
      const condition = elements(random, BOOL, shape);
      const x = elements(random, type, p.shape);
      const y = { ...elements(random, type, p.shape), spec: x.spec };
      return single({
        code: Op.SELECT,
        inputs: [condition, x, y],
        outputs: [x.spec],
        expected: () =>
          computed(type, p.shape, (place) => {
            const chosen = condition.value[flat(place.slice(0, shape.length), shape)] ? x : y;
            return chosen.value[flat(place, p.shape)] ?? 0;
          }),
      });
    },
    "tflite",
  );

const tile = (type: TensorType) =>
  family(
    `TILE ${lower(type)}`,
    fc.record({
      shape: shapeOf(1, 4, 4),
      multiples: fc.array(fc.constantFrom(1, 1, 2, 3), { minLength: 4, maxLength: 4 }),
      wide: fc.boolean(),
      seed,
    }),
    (p) => {
      const input = elements(new Random(p.seed), type, p.shape);
      const multiples = p.multiples.slice(0, p.shape.length);
      const output = p.shape.map((size, i) => size * (multiples[i] ?? 1));
      return single({
        code: Op.TILE,
        inputs: [input, list(multiples, true, p.wide ? INT64 : INT32)],
        outputs: [{ ...input.spec, shape: output }],
        expected: moved(input, output, (place) =>
          flat(
            place.map((x, i) => x % (p.shape[i] ?? 1)),
            p.shape,
          ),
        ),
      });
    },
    "tflite",
  );

export const lite = [
  ...[FLOAT32, INT8].flatMap((type) => [gelu(type, false), gelu(type, true)]),
  ...[FLOAT32, INT8, UINT8, INT16, INT32, INT64, BOOL].map(select),
  ...[FLOAT32, INT8, UINT8, INT32, INT64, BOOL].map(tile),
];
