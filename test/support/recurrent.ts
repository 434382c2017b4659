// SPDX-License-Identifier: Apache-2.0
// Random UNIDIRECTIONAL_SEQUENCE_LSTM over several frames.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { UnidirectionalSequenceLSTMOptions as LstmOptions } from "../../tools/tflite/generated/unidirectional-sequence-lstmoptions.js";
import { count, family, seed, small } from "./case.js";
import type { TensorSpec } from "./model.js";
import { numbers, Random } from "./random.js";

const parameters = fc.record({
  batches: small(1, 3),
  steps: small(1, 4),
  inputs: small(1, 12),
  units: small(1, 8),
  frames: small(1, 3),
  timeMajor: fc.boolean(),
  /** Of the cell state; 0: none. */
  clip: fc.constantFrom(0, 0, 0.01, 0.5, 3, 100),
  /** The cell state's scale as a power of 2, and whether it isn't quite one. */
  power: small(-15, -8),
  crooked: fc.boolean(),
  seed,
});

const tanh = 4;

const lstm = (type: TensorType.FLOAT32 | TensorType.INT8 | TensorType.INT16) =>
  family(`UNIDIRECTIONAL_SEQUENCE_LSTM ${TensorType[type].toLowerCase()}`, parameters, (p) => {
    const random = new Random(p.seed);
    const float = type === TensorType.FLOAT32;
    const int8 = type === TensorType.INT8;
    const size = int8 ? 74 : 18918;
    const [scale, hidden] = int8
      ? [random.scale(0.005, 0.05), random.scale(0.004, 0.008)]
      : [random.scale(0.00003, 0.0003), random.scale(0.00003, 0.00005)];
    const zeroPoint = (): number => (int8 ? random.whole(-128, 127) : random.whole(-500, 500));
    const tensor = (shape: number[], kind: TensorType, own: number, zero = 0): TensorSpec =>
      float ? { shape, type } : { shape, type: kind, scale: own, zeroPoint: zero };
    const shape = (last: number): number[] => (p.timeMajor ? [p.steps, p.batches, last] : [p.batches, p.steps, last]);
    /** A matrix whose products with values of a scale are about 1. */
    const matrix = (columns: number, values: number): TensorSpec => {
      const own = (random.scale(0.3, 3) * 1) / (Math.sqrt(columns) * size * 74 * values);
      const total = p.units * columns;
      return float
        ? { shape: [p.units, columns], type, data: random.float32(total) }
        : { ...tensor([p.units, columns], TensorType.INT8, Math.fround(own)), data: random.int8(total, -127) };
    };
    const [inputs, recurrent] = [scale, hidden].map((values, i) =>
      Array.from({ length: 4 }, () => matrix(i ? p.units : p.inputs, values)),
    );
    const biases = (inputs ?? []).map((weights): TensorSpec => {
      if (float) return { shape: [p.units], type, data: random.float32(p.units) };
      const own = Math.fround(scale * Number(weights.scale));
      const kind = int8 ? TensorType.INT32 : TensorType.INT64;
      return {
        shape: [p.units],
        type: kind,
        scale: own,
        data: numbers(kind, random.int32(p.units, Math.ceil(1 / own))),
      };
    });
    const states = [p.batches, p.units];
    const output = tensor(shape(p.units), type, hidden, zeroPoint());
    const cell = Math.fround(2 ** p.power * (p.crooked ? random.scale(0.6, 1.6) : 1));
    const tensors: TensorSpec[] = [
      tensor(shape(p.inputs), type, scale, zeroPoint()),
      ...(inputs ?? []),
      ...(recurrent ?? []),
      ...biases,
      { ...output, shape: states, variable: true },
      { ...tensor(states, TensorType.INT16, cell), variable: true },
      output,
    ];
    const missing = (length: number): number[] => Array<number>(length).fill(-1);
    const range = (first: number, length: number): number[] => Array.from({ length }, (_, i) => first + i);
    return {
      model: {
        tensors,
        operators: [
          {
            code: Op.UNIDIRECTIONAL_SEQUENCE_LSTM,
            inputs: [...range(0, 9), ...missing(3), ...range(9, 4), ...missing(2), 13, 14, ...missing(4)],
            outputs: [15],
            options: [
              Options.UnidirectionalSequenceLSTMOptions,
              (b) =>
                LstmOptions.createUnidirectionalSequenceLSTMOptions(
                  b,
                  ...([tanh, p.clip, 0, p.timeMajor, false, false] as const),
                ),
            ],
          },
        ],
        inputs: [0],
        outputs: [15],
      },
      inputs: [random.of(type, count(shape(p.inputs)) * p.frames)],
    };
  });

export const recurrent = [lstm(TensorType.INT8), lstm(TensorType.INT16), lstm(TensorType.FLOAT32)];
