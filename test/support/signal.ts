// SPDX-License-Identifier: Apache-2.0
// Random operators of TensorFlow Lite Micro's signal library; those with state over several frames.
import fc from "fast-check";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { MulOptions } from "../../tools/tflite/generated/mul-options.js";
import { TensorType as Type } from "../../tools/tflite/generated/tensor-type.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { count, family, seed, small, type Case } from "./case.js";
import { customOperator } from "./custom-operator.js";
import type { OperatorSpec, TensorSpec } from "./model.js";
import { Random, numbers, type Numbers } from "./random.js";

const tensor = (type: Type, shape: readonly number[], data?: Numbers): TensorSpec =>
  data ? { type, shape, data } : { type, shape };
const multiply: OperatorSpec["options"] = [Options.MulOptions, (b) => MulOptions.createMulOptions(b, 0)];
const outer = fc.array(small(1, 3), { maxLength: 2 });
const frames = small(1, 6);

/** Numbers of all magnitudes: a random count of bits each, 0 and both ends included. */
function magnitudes(random: Random, type: Type, length: number, bits: number, signed = true): Numbers {
  if (type === Type.FLOAT32) return random.float32(length, 2 ** (bits % 8));
  const one = (): bigint => {
    const power = 1n << BigInt(random.whole(0, bits));
    const value = BigInt(Math.floor(random.next() * 2 ** 32)) * (power >> 16n || 1n);
    return signed && random.next() < 0.5 ? -(value % power) - 1n : value % power;
  };
  return numbers(type, Array.from({ length }, one));
}

/** Of a case with two outputs, the first as int32, but 0 where the second, a bool, is false. */
function whenValid(one: Case): Case {
  const { tensors, operators, outputs } = one.model;
  const [data = 0, valid = 0] = outputs;
  const [wide, mask, product] = [0, 1, 2].map((i) => tensors.length + i) as [number, number, number];
  const shape = tensors[data]?.shape ?? [];
  return {
    ...one,
    model: {
      ...one.model,
      tensors: [...tensors, tensor(Type.INT32, shape), tensor(Type.INT32, []), tensor(Type.INT32, shape)],
      operators: [
        ...operators,
        { code: Op.CAST, inputs: [data], outputs: [wide] },
        { code: Op.CAST, inputs: [valid], outputs: [mask] },
        { code: Op.MUL, inputs: [wide, mask], outputs: [product], options: multiply },
      ],
      outputs: [product, valid],
    },
  };
}

const window = family(
  "SignalWindow",
  fc.record({ outer, size: small(1, 40), shift: small(0, 18), seed }),
  ({ outer: rows, size, shift, seed: start }) => {
    const random = new Random(start);
    const samples = tensor(Type.INT16, [...rows, size]);
    return customOperator(
      "SignalWindow",
      { shift },
      [samples, tensor(Type.INT16, [size], random.of(Type.INT16, size))],
      [samples],
      [random.of(Type.INT16, count(samples.shape))],
    );
  },
);

const autoScale = family(
  "SignalFftAutoScale",
  fc.record({ size: small(1, 40), bits: small(0, 15), seed }),
  ({ size, bits, seed: start }) => {
    const samples = tensor(Type.INT16, [size]);
    return customOperator(
      "SignalFftAutoScale",
      undefined,
      [samples],
      [samples, tensor(Type.INT32, [])],
      [magnitudes(new Random(start), Type.INT16, size, bits)],
    );
  },
);

const fftTypes = [Type.INT16, Type.INT32, Type.FLOAT32] as const;
const bitsOf = (type: Type): number => (type === Type.INT32 ? 31 : 15);
/** Those that TensorFlow Lite Micro takes: halves without prime factors above 5, but 1. test/fft.test.ts has others. */
const fftLength = fc
  .oneof(
    small(2, 8).map((power) => 2 ** power),
    small(2, 12),
    small(2, 320),
    fc.constantFrom(120, 160, 200, 240, 300, 320, 480),
  )
  .filter((half) => 30 ** 9 % half === 0)
  .map((half) => 2 * half);
const fft = (inverse: boolean, type: Type) =>
  family(
    `${inverse ? "SignalIrfft" : "SignalRfft"} ${Type[type].toLowerCase()}`,
    fc.record({
      outer,
      length: fftLength,
      missing: fc.double({ min: 0, max: 1, noNaN: true }),
      loud: fc.boolean(),
      seed,
    }),
    ({ outer: rows, length, missing, loud, seed: start }) => {
      const samples = tensor(type, [...rows, inverse ? length : length - Math.floor(missing ** 4 * (length - 1))]);
      const spectra = tensor(type, [...rows, length + 2]);
      const [input, output] = inverse ? [spectra, samples] : [samples, spectra];
      const random = new Random(start);
      const data = loud
        ? random.of(type, count(input.shape))
        : magnitudes(random, type, count(input.shape), bitsOf(type));
      return customOperator(
        inverse ? "SignalIrfft" : "SignalRfft",
        { T: type, fft_length: length },
        [input],
        [output],
        [data],
      );
    },
  );

const energy = family(
  "SignalEnergy",
  fc.record({ bins: small(1, 40), end: small(0, 39), seed }),
  ({ bins, end: last, seed: start }) => {
    const end = (last % bins) + 1;
    const random = new Random(start);
    return customOperator(
      "SignalEnergy",
      { start_index: 0, end_index: end },
      [tensor(Type.INT16, [2 * bins])],
      [tensor(Type.UINT32, [end])],
      [random.of(Type.INT16, 2 * bins)],
    );
  },
);

const filterBank = family(
  "SignalFilterBank",
  fc.record({
    widths: fc.array(small(0, 6), { minLength: 2, maxLength: 12 }),
    first: small(0, 5),
    rest: small(0, 5),
    seed,
  }),
  ({ widths, first, rest, seed: start }) => {
    const random = new Random(start);
    const starts = widths.map((_, i) => widths.slice(0, i).reduce((a, b) => a + b, 0));
    const weighed = widths.reduce((a, b) => a + b, 0) || 1;
    const bins = first + weighed + rest;
    const short = (data: Iterable<number>): TensorSpec => {
      const list = Int16Array.from(data);
      return tensor(Type.INT16, [list.length], list);
    };
    const weights = Array.from({ length: weighed }, () => random.whole(0, 4096));
    return customOperator(
      "SignalFilterBank",
      { num_channels: widths.length - 1 },
      [
        tensor(Type.UINT32, [bins]),
        short(weights),
        short(weights.map((weight) => 4096 - weight)),
        short(starts.map((at) => first + at)),
        short(starts),
        short(widths),
      ],
      [tensor(Type.UINT64, [widths.length - 1])],
      [random.of(Type.UINT32, bins)],
    );
  },
);

const squareRoot = family(
  "SignalFilterBankSquareRoot",
  fc.record({ channels: small(1, 40), bits: small(1, 64), shift: small(0, 31), seed }),
  ({ channels, bits, shift, seed: start }) =>
    customOperator(
      "SignalFilterBankSquareRoot",
      undefined,
      [tensor(Type.UINT64, [channels]), tensor(Type.INT32, [])],
      [tensor(Type.UINT32, [channels])],
      [magnitudes(new Random(start), Type.UINT64, channels, bits, false), Int32Array.of(shift)],
    ),
);

const spectralSubtraction = family(
  "SignalFilterBankSpectralSubtraction",
  fc.record({
    channels: small(1, 20),
    frames,
    clamping: fc.boolean(),
    bits: small(8, 15),
    smoothingBits: small(0, 12),
    parts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
    seed,
  }),
  ({ channels, frames: runs, clamping, bits, smoothingBits, parts, seed: start }) => {
    const one = 2 ** bits - 1;
    const [even = 0, odd = 0, least = 0] = parts.map((part) => Math.floor(part * one));
    const rows = tensor(Type.UINT32, [channels]);
    return customOperator(
      "SignalFilterBankSpectralSubtraction",
      {
        alternate_one_minus_smoothing: one - odd,
        alternate_smoothing: odd,
        clamping,
        min_signal_remaining: least,
        num_channels: channels,
        one_minus_smoothing: one - even,
        smoothing: even,
        smoothing_bits: smoothingBits,
        spectral_subtraction_bits: bits,
      },
      [rows],
      [rows, rows],
      [magnitudes(new Random(start), Type.UINT32, channels * runs, 32 - smoothingBits, false)],
    );
  },
);

const pcan = family(
  "SignalPCAN",
  fc.record({ channels: small(1, 20), shift: small(0, 31), gain: small(0, 32767), seed }),
  ({ channels, shift, gain, seed: start }) => {
    const random = new Random(start);
    const row = tensor(Type.UINT32, [channels]);
    const gains = Int16Array.from({ length: 125 }, () => random.whole(-gain, gain));
    return customOperator(
      "SignalPCAN",
      { snr_shift: shift },
      [row, row, tensor(Type.INT16, [125], gains)],
      [row],
      [0, 1].map(() => magnitudes(random, Type.UINT32, channels, 32, false)),
    );
  },
);

const log = family(
  "SignalFilterBankLog",
  fc.record({ channels: small(1, 40), scale: small(0, 4000), correctionBits: small(0, 8), seed }),
  ({ channels, scale, correctionBits, seed: start }) =>
    customOperator(
      "SignalFilterBankLog",
      { input_correction_bits: correctionBits, output_scale: scale },
      [tensor(Type.UINT32, [channels])],
      [tensor(Type.INT16, [channels])],
      [magnitudes(new Random(start), Type.UINT32, channels, 32, false)],
    ),
);

const framer = family(
  "SignalFramer",
  fc.record({ outer, size: small(1, 24), step: small(1, 12), steps: small(1, 3), prefill: fc.boolean(), frames, seed }),
  ({ outer: rows, size: wanted, step, steps, prefill, frames: runs, seed: start }) => {
    const size = prefill ? Math.max(wanted, step) : wanted;
    const samples = tensor(Type.INT16, [...rows, steps * step]);
    return whenValid(
      customOperator(
        "SignalFramer",
        { frame_size: size, frame_step: step, prefill },
        [samples],
        [tensor(Type.INT16, [...rows, steps, size]), tensor(Type.BOOL, [])],
        [new Random(start).of(Type.INT16, count(samples.shape) * runs)],
      ),
    );
  },
);

const stacker = family(
  "SignalStacker",
  fc.record({
    channels: small(1, 12),
    left: small(0, 4),
    right: small(0, 4),
    step: small(0, 8),
    frames: small(1, 12),
    seed,
  }),
  ({ channels, left, right, step, frames: runs, seed: start }) => {
    const rows = left + right + 1;
    return whenValid(
      customOperator(
        "SignalStacker",
        {
          num_channels: channels,
          stacker_left_context: left,
          stacker_right_context: right,
          stacker_step: (step % rows) + 1,
        },
        [tensor(Type.INT16, [channels])],
        [tensor(Type.INT16, [channels * rows]), tensor(Type.BOOL, [])],
        [new Random(start).of(Type.INT16, channels * runs)],
      ),
    );
  },
);

const delay = family(
  "SignalDelay",
  fc.record({ outer, samples: small(1, 24), delay: small(0, 60), frames, seed }),
  ({ outer: rows, samples: size, delay: length, frames: runs, seed: start }) => {
    const samples = tensor(Type.INT16, [...rows, size]);
    const data = new Random(start).of(Type.INT16, count(samples.shape) * runs);
    return customOperator("SignalDelay", { delay_length: length }, [samples], [samples], [data]);
  },
);

const overlapAdd = (type: Type.INT16 | Type.FLOAT32) =>
  family(
    `SignalOverlapAdd ${Type[type].toLowerCase()}`,
    fc.record({ outer, size: small(1, 24), step: small(0, 23), steps: small(1, 3), frames, seed }),
    ({ outer: rows, size, step: part, steps, frames: runs, seed: start }) => {
      const step = (part % size) + 1;
      const input = tensor(type, [...rows, steps, size]);
      return customOperator(
        "SignalOverlapAdd",
        { T: type, frame_step: step },
        [input],
        [tensor(type, [...rows, steps * step])],
        [new Random(start).of(type, count(input.shape) * runs)],
      );
    },
  );

export const signal = [
  window,
  autoScale,
  ...fftTypes.map((type) => fft(false, type)),
  ...fftTypes.map((type) => fft(true, type)),
  energy,
  filterBank,
  squareRoot,
  spectralSubtraction,
  pcan,
  log,
  framer,
  stacker,
  delay,
  overlapAdd(Type.INT16),
  overlapAdd(Type.FLOAT32),
];
