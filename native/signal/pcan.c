/* SPDX-License-Identifier: Apache-2.0 */
/* Per-channel amplitude normalization: loudness relative to the background. */
#include "signal/front_end.h"

/* Evaluates the parabola of the table's segment for x: y0 + f (a1 + f a2), where f is how far x is in the segment, 0 to 1. */
static int16_t gain(const int16_t *gains, uint32_t x) {
  if (x <= 2) return gains[x];
  uint32_t top = tinyxs_top_bit(x);
  const int16_t *segment = gains + 4 * top - 6;
  int32_t fraction = (int32_t)((top < 11 ? x << (11 - top) : x >> (top - 11)) & 1023);
  int32_t slope = ((segment[2] * fraction) >> 5) + segment[1] * 32;
  return (int16_t)(((slope * fraction + (1 << 14)) >> 15) + segment[0]);
}

/* x^2 / 4 below 2, x - 1 from there on. */
static uint32_t compress(uint32_t x) {
  if (x < UINT32_C(2) << TINYXS_PCAN_SNR_BITS) return (x * x) >> (2 + 2 * TINYXS_PCAN_SNR_BITS - TINYXS_PCAN_OUTPUT_BITS);
  return (x >> (TINYXS_PCAN_SNR_BITS - TINYXS_PCAN_OUTPUT_BITS)) - (UINT32_C(1) << TINYXS_PCAN_OUTPUT_BITS);
}

void tinyxs_pcan(const int16_t gains[TINYXS_PCAN_GAINS], uint32_t shift, const uint32_t *input, const uint32_t *noise,
                 uint32_t channels, uint32_t *output) {
  for (uint32_t i = 0; i < channels; i++) {
    int32_t multiplier = gain(gains, noise[i]);
    output[i] = compress((uint32_t)((uint64_t)input[i] * (uint32_t)multiplier >> shift));
  }
}
