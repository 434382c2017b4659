// SPDX-License-Identifier: Apache-2.0
// Mutants of the signal library and of the bindings.
import { type Mutant, onXs } from "./mutant.js";

const rows: [string, string] = ["signal", "^tinyxs-log-mel (?!with).*(rows of TensorFlow|word's worth|noise of all)"];
const ml = onXs("modules", "modules/ml/test");
const features = onXs("features", "modules/features/log-mel/test");

export const native: readonly Mutant[] = [
  {
    file: "native/signal/window.c",
    protects: "the window's rounding, downwards",
    from: "((int32_t)input[i] * weights[i]) >> shift",
    to: "((int32_t)input[i] * weights[i] + (1 << (shift - 1))) >> shift",
    tests: rows,
  },
  {
    file: "native/signal/energy.c",
    protects: "the imaginary half of energies",
    from: "(uint32_t)(imag * imag)",
    to: "(uint32_t)(imag * real)",
    tests: rows,
  },
  {
    file: "native/signal/filter_bank.c",
    protects: "what a bin gives to the channel after the next",
    from: "uint64_t sum = rest;",
    to: "uint64_t sum = rest / 2;",
    tests: rows,
  },
  {
    file: "native/signal/pcan.c",
    protects: "the gain of quiet channels",
    from: "if (x <= 2) return gains[x];",
    to: "if (x <= 2) return gains[0];",
    tests: ["vectors", "PCAN"],
  },
  {
    file: "native/signal/pcan.c",
    protects: "the curve of loudness below 2",
    from: "if (x < UINT32_C(2) << TINYXS_PCAN_SNR_BITS)",
    to: "if (x < UINT32_C(1) << TINYXS_PCAN_SNR_BITS)",
    tests: rows,
  },
  {
    file: "native/signal/log_scale.c",
    protects: "the logarithm's rounding",
    from: "const uint32_t half = 1 << 15;",
    to: "const uint32_t half = 0;",
    tests: rows,
  },
  {
    file: "native/signal/square_root.c",
    protects: "the rounding of magnitudes",
    from: "return x > result && result != UINT16_MAX ? result + 1 : result;",
    to: "return result;",
    tests: rows,
  },
  {
    file: "native/signal/spectral_subtraction.c",
    protects: "the smoothing of odd channels",
    from: "uint64_t smoothing = i % 2 ? subtraction->odd_smoothing : subtraction->smoothing;",
    to: "uint64_t smoothing = subtraction->smoothing;",
    tests: rows,
  },
  {
    file: "native/signal/hann.c",
    protects: "the half sample by which the window is off",
    from: "tinyxs_cos_turn(2 * i + 1, 2 * size)",
    to: "tinyxs_cos_turn(2 * i, 2 * size)",
    tests: rows,
  },
  {
    file: "native/signal/log_mel_stream.c",
    protects: "samples that a hop longer than the window leaves out",
    from: "self->skip = hop < window ? 0 : hop - window;",
    to: "self->skip = 0;",
    tests: features("hop longer than the window"),
  },
  {
    file: "native/signal/log_mel_stream.c",
    protects: "reset, which forgets the background",
    from: "  memset(self->noise, 0, self->plan.band.channels * sizeof *self->noise);\n}",
    to: "}",
    tests: features("reset forgets"),
  },
  {
    file: "native/binding/xs_log_mel.c",
    protects: "processors that can't read samples at odd addresses",
    from: " || (uintptr_t)(samples + from) % 2)",
    to: ")",
    tests: features("odd address"),
  },
  {
    file: "native/binding/xs_log_mel.c",
    protects: "memory outside of the samples",
    from: "(uint64_t)(uint32_t)offset + (uint64_t)(uint32_t)count * size <= bytes",
    to: "(uint64_t)(uint32_t)offset <= bytes && count * size < 2000000",
    tests: features("beyond their buffers"),
  },
  {
    file: "native/binding/xs_log_mel.c",
    protects: "the rows of a window, which move up by one",
    from: "memmove(window, window + channels, (uint32_t)length - channels);",
    to: "memmove(window, window + channels, 0);",
    tests: features("window moves up"),
  },
  {
    file: "native/binding/xs_model_tensor.c",
    protects: "halves, which are rounded away from zero",
    from: "roundf(value / end->scale)",
    to: "rintf(value / end->scale)",
    tests: ml("halves away from zero"),
  },
  {
    file: "native/binding/xs_model_tensor.c",
    protects: "NaN, which is written as zero",
    from: "if (isnan(value)) return end->zero_point;",
    to: "if (isnan(value)) return 0;",
    tests: ml("NaN is zero"),
  },
  {
    file: "native/binding/xs_model_tensor.c",
    protects: "floats beyond the range of uint8",
    from: "low = 0, high = 255;",
    to: "low = 0, high = 254;",
    tests: ml("saturated"),
  },
  {
    file: "native/binding/xs_model_tensor.c",
    protects: "a model's constants, which may lie in flash",
    from: "  if (!is_writable(binding, end)) xsmcPetrifyHostBuffer(xsThis);\n",
    to: "",
    tests: ml("constant's buffer is read-only"),
  },
];
