// SPDX-License-Identifier: Apache-2.0
// Random pools.
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { Pool2DOptions } from "../../tools/tflite/generated/pool2doptions.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { activationRange, count, family } from "./case.js";
import { clamp } from "./fixed-point.js";
import type { TensorSpec } from "./model.js";
import { numbers, Random, type Numbers } from "./random.js";
import { geometry, image } from "./windows.js";

type Pool = Op.AVERAGE_POOL_2D | Op.MAX_POOL_2D | Op.L2_POOL_2D;
type Type = TensorType.FLOAT32 | TensorType.INT8 | TensorType.INT16;

const pool = (code: Pool, type: Type) =>
  family(`${Op[code]} ${TensorType[type].toLowerCase()}`, image, (p) => {
    const { input, output, visit } = geometry(p, 1, 1);
    const random = new Random(p.seed);
    const float = type === TensorType.FLOAT32;
    const int16 = type === TensorType.INT16;
    const scale = int16 ? random.scale(0.00002, 0.002) : random.scale(0.001, 0.5);
    const zeroPoint = random.whole(-128, 127);
    const data = random.of(type, count(input));
    const tensor = (shape: number[]): TensorSpec => (float ? { shape, type } : { shape, type, scale, zeroPoint });
    const [low, high] = activationRange(p.activation, scale, zeroPoint, int16 ? 16 : 8);
    const expected = (): Numbers => {
      const values = Array.from({ length: count(output) }, (_, element) => {
        const all: number[] = [];
        visit(Math.floor(element / p.depth), (pixel) =>
          all.push(Number(data[pixel * p.depth + (element % p.depth)] ?? 0)),
        );
        const sum = all.reduce((a, b) => a + b, 0);
        const half = Math.trunc(all.length / 2);
        const mean = Math.trunc((sum > 0 ? sum + half : sum - half) / all.length);
        return clamp(BigInt(code === Op.MAX_POOL_2D ? Math.max(...all) : mean), low, high);
      });
      return numbers(type, values);
    };
    return {
      model: {
        tensors: [tensor(input), tensor(output)],
        operators: [
          {
            code,
            inputs: [0],
            outputs: [1],
            options: [
              Options.Pool2DOptions,
              (b) =>
                Pool2DOptions.createPool2DOptions(
                  b,
                  ...([p.padding, p.strideWidth, p.strideHeight, p.kernelWidth, p.kernelHeight, p.activation] as const),
                ),
            ],
          },
        ],
        inputs: [0],
        outputs: [1],
      },
      inputs: [data],
      ...(float ? {} : { expected }),
    };
  });

export const pooling = [
  ...[TensorType.INT8, TensorType.INT16, TensorType.FLOAT32].flatMap((type) => [
    pool(Op.AVERAGE_POOL_2D, type as Type),
    pool(Op.MAX_POOL_2D, type as Type),
  ]),
  pool(Op.L2_POOL_2D, TensorType.FLOAT32),
];
