/* SPDX-License-Identifier: Apache-2.0 */
/* Estimates the background per channel with a one-pole low-pass filter and subtracts it. */
#include "signal/front_end.h"

void tinyxs_subtract_noise(const tinyxs_spectral_subtraction *subtraction, const uint32_t *input, uint32_t channels,
                           uint32_t *output, uint32_t *noise) {
  for (uint32_t i = 0; i < channels; i++) {
    uint64_t smoothing = i % 2 ? subtraction->odd_smoothing : subtraction->smoothing;
    uint64_t rest = i % 2 ? subtraction->odd_one_minus_smoothing : subtraction->one_minus_smoothing;
    uint32_t signal = input[i] << subtraction->smoothing_bits;
    uint32_t estimate = (uint32_t)((signal * smoothing + noise[i] * rest) >> subtraction->bits);
    noise[i] = estimate;
    if (estimate > signal) {
      estimate = signal;
      if (subtraction->clamping) noise[i] = signal;
    }
    uint32_t least = (uint32_t)(((uint64_t)input[i] * subtraction->min_signal_remaining) >> subtraction->bits);
    uint32_t remaining = (signal - estimate) >> subtraction->smoothing_bits;
    output[i] = remaining > least ? remaining : least;
  }
}
