// Random SVDF layers over several frames: a filter of low rank with memory.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { SVDFOptions } from "../../tools/tflite/generated/svdfoptions.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { family, int8, seed, small } from "./case.js";
import type { TensorSpec } from "./model.js";
import { Random } from "./random.js";

const parameters = fc.record({
  inputs: small(1, 24),
  units: small(1, 8),
  rank: small(1, 3),
  memory: small(1, 8),
  frames: small(1, 6),
  seed,
});

const svdf = (state: TensorType.INT8 | TensorType.INT16 | TensorType.FLOAT32) =>
  family(`SVDF ${TensorType[state].toLowerCase()} state`, parameters, (p) => {
    const random = new Random(p.seed);
    const float = state === TensorType.FLOAT32;
    const filters = p.units * p.rank;
    const [scale, features, times] = [random.scale(0.01, 0.1), random.scale(0.005, 0.05), random.scale(0.005, 0.05)];
    const stateScale = Math.fround((Math.sqrt(p.inputs) * 74 * 74 * scale * features) / (float ? 1 : 60));
    const outputScale = Math.fround((Math.sqrt(p.memory * p.rank) * 74 * 60 * stateScale * times) / 60);
    const constant = (shape: number[], type: TensorType, data: ArrayBufferView, own: number): TensorSpec =>
      float ? { shape, type: state, data } : { shape, type, data, scale: own };
    const numbers = (count: number): ArrayBufferView => (float ? random.float32(count) : random.int8(count));
    const wide = (count: number): ArrayBufferView =>
      state === TensorType.INT16 ? Int16Array.from(random.int8(count)) : numbers(count);
    const bias = float ? random.float32(p.units) : random.int32(p.units, 20000);
    const memory = { shape: [1, p.memory * filters], type: state, variable: true };
    const input = [1, p.inputs];
    const output = [1, p.units];
    return {
      model: {
        tensors: [
          float ? { shape: input, type: state } : int8(input, scale, random.whole(-128, 127)),
          constant([filters, p.inputs], TensorType.INT8, numbers(filters * p.inputs), features),
          constant([filters, p.memory], state, wide(filters * p.memory), times),
          constant([p.units], TensorType.INT32, bias, Math.fround(stateScale * times)),
          float ? memory : { ...memory, scale: stateScale },
          float ? { shape: output, type: state } : int8(output, outputScale, random.whole(-128, 127)),
        ],
        operators: [
          {
            code: Op.SVDF,
            inputs: [0, 1, 2, 3, 4],
            outputs: [5],
            options: [Options.SVDFOptions, (b) => SVDFOptions.createSVDFOptions(b, p.rank, float ? 0 : 1)],
          },
        ],
        inputs: [0],
        outputs: [5],
      },
      inputs: [numbers(p.inputs * p.frames)],
    };
  });

export const state = [svdf(TensorType.INT16), svdf(TensorType.INT8), svdf(TensorType.FLOAT32)];
