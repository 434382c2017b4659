/* SPDX-License-Identifier: Apache-2.0 */
/* Computes the twiddle factors of the FFT: a turn of cosines serves every stage, and as sines a quarter further on. */
#include "signal/elementary.h"
#include "signal/front_end.h"

/* No length up to 32768 has a product nearer to a tie than the error of the cosine. */
static double whole(double scale, uint32_t i, uint32_t length) {
  double value = tinyxs_product(scale, tinyxs_cos_turn(i, length));
  return value < 0 ? value - 0.5 : value + 0.5;
}

void tinyxs_fft_cosines(uint32_t length, int16_t *cosines) {
  for (uint32_t i = 0; i < length; i++) cosines[i] = (int16_t)whole(INT16_MAX, i, length);
}

void tinyxs_fft_cosines_int32(uint32_t length, int32_t *cosines) {
  for (uint32_t i = 0; i < length; i++) cosines[i] = (int32_t)whole(INT32_MAX, i, length);
}

void tinyxs_fft_cosines_float(uint32_t length, float *cosines) {
  for (uint32_t i = 0; i < length; i++) cosines[i] = (float)tinyxs_cos_turn(i, length);
}
