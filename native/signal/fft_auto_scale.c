/* SPDX-License-Identifier: Apache-2.0 */
/* Uses the full range of int16 before the FFT, whose rounding would drown quiet sounds. */
#include "signal/front_end.h"

/* As in the reference, -32768 negates to itself, so that whatever comes next counts as larger. */
static int16_t largest_magnitude(const int16_t *input, uint32_t size) {
  int16_t largest = 0;
  for (uint32_t i = 0; i < size; i++) {
    int32_t value = input[i];
    if (value <= largest) value = -value;
    if (value > largest) largest = (int16_t)value;
  }
  return largest;
}

int32_t tinyxs_fft_auto_scale(const int16_t *input, uint32_t size, int16_t *output) {
  int32_t shift = 15 - (int32_t)tinyxs_top_bit((uint32_t)(int32_t)largest_magnitude(input, size));
  if (shift < 0) shift = 0;
  for (uint32_t i = 0; i < size; i++) output[i] = (int16_t)((int32_t)input[i] * (1 << shift));
  return shift;
}
