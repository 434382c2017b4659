/* SPDX-License-Identifier: Apache-2.0 */
/* The stages of an FFT, in the order in which kissfft takes a number of points apart. */
#include "signal/front_end.h"

tinyxs_fft_factors tinyxs_fft_factor(uint32_t points) {
  tinyxs_fft_factors factors = {.count = 0};
  uint32_t radix = 4, rest = points;
  do {
    while (rest % radix) {
      radix = radix == 4 ? 2 : radix == 2 ? 3 : radix + 2;
      if (radix * radix > points) radix = rest;
    }
    rest /= radix;
    factors.radix[factors.count++] = (uint16_t)radix;
  } while (rest > 1);
  return factors;
}

uint32_t tinyxs_fft_source(const tinyxs_fft_factors *factors, uint32_t points, uint32_t position) {
  uint32_t index = 0, step = 1;
  for (uint32_t i = 0; i < factors->count; i++) {
    points /= factors->radix[i];
    index += position / points * step;
    position %= points;
    step *= factors->radix[i];
  }
  return index;
}

uint32_t tinyxs_fft_scratch(uint32_t length) {
  tinyxs_fft_factors factors = tinyxs_fft_factor(length / 2);
  uint32_t most = 0;
  for (uint32_t i = 0; i < factors.count; i++) {
    uint32_t radix = factors.radix[i];
    if ((radix > 5 || radix == 1) && radix > most) most = radix;
  }
  return most;
}
