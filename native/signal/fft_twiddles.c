/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The twiddle factors of an FFT of any even length, as kissfft rounds them: its phases are doubles, whose own error decides
 * where a factor of 1/2 is a tie, and now and then in 32 bits. Cosine and sine of such a phase are computed in integers, which
 * have more digits than a double.
 */
#include "signal/elementary.h"
#include "signal/front_end.h"

#define PI      3.141592653589793
#define QUARTER UINT64_C(14488038916154245685) /* pi / 2 with 63 fractional bits */

typedef struct {
  double cos, sin;
} direction;

/* The upper half of a product. */
static uint64_t high_product(uint64_t a, uint64_t b) {
  uint64_t a_low = (uint32_t)a, a_high = a >> 32, b_low = (uint32_t)b, b_high = b >> 32;
  uint64_t middle = a_high * b_low + (a_low * b_low >> 32);
  return a_high * b_high + (middle >> 32) + ((a_low * b_high + (uint32_t)middle) >> 32);
}

/* x^i / i! - x^(i + 2) / (i + 2)! + ..., from its first term on; all have 64 fractional bits. */
static uint64_t alternating_series(uint64_t term, uint64_t square, uint32_t i) {
  uint64_t sum = 0;
  for (bool minus = false; term; minus = !minus, i += 2) {
    sum = minus ? sum - term : sum + term;
    term = high_product(term, square) / ((i + 1) * (i + 2));
  }
  return sum;
}

/* Of a phase of 0 to 7; nearly always the double next to the exact value. */
static direction direction_of(double phase) {
  uint32_t quarters = (uint32_t)(phase / (PI / 2) + 0.5);
  uint64_t rest = ((uint64_t)(phase * 0x1p61) << 2) - quarters * QUARTER; /* 63 fractional bits: whole ones wrap around */
  bool negative = rest >> 63;
  uint64_t x = (negative ? 0 - rest : rest) << 1, square = high_product(x, x);
  double s = (double)alternating_series(x, square, 1) * 0x1p-64;
  double c = (double)((UINT64_C(1) << 63) - alternating_series(square / 2, square, 2) / 2) * 0x1p-63;
  if (negative) s = -s;
  switch (quarters % 4) {
  case 0: return (direction){c, s};
  case 1: return (direction){-s, c};
  case 2: return (direction){-c, -s};
  default: return (direction){s, -c};
  }
}

/* Twiddle `i` of n and then of splitting and merging. */
static direction twiddle(uint32_t i, uint32_t n) {
  if (i < n) return direction_of(tinyxs_product(2 * PI, i) / n);
  return direction_of(tinyxs_product(PI, (double)(i - n) / n + 0.5));
}

/* floor(x + 1/2) of |x| < 2^31. */
static int32_t whole(double x) {
  double sum = x + 0.5;
  int32_t cut = (int32_t)sum;
  return cut - (sum < (double)cut);
}

/* The inverse transform's factors are rounded with a positive sine, and kept with the sign of the forward transform's. */
static int32_t sine_of(double scale, double sin, bool inverse) {
  return inverse ? -whole(tinyxs_product(scale, sin)) : whole(tinyxs_product(scale, -sin));
}

uint32_t tinyxs_fft_twiddle_count(uint32_t length) { return length / 2 + length / 4 + 1; }

void tinyxs_fft_twiddles(uint32_t length, bool inverse, tinyxs_complex16 *twiddles) {
  for (uint32_t i = 0; i < tinyxs_fft_twiddle_count(length); i++) {
    direction d = twiddle(i, length / 2);
    twiddles[i].real = (int16_t)whole(tinyxs_product(INT16_MAX, d.cos));
    twiddles[i].imag = (int16_t)sine_of(INT16_MAX, d.sin, inverse);
  }
}

void tinyxs_fft_twiddles_int32(uint32_t length, bool inverse, tinyxs_complex32 *twiddles) {
  for (uint32_t i = 0; i < tinyxs_fft_twiddle_count(length); i++) {
    direction d = twiddle(i, length / 2);
    twiddles[i].real = whole(tinyxs_product(INT32_MAX, d.cos));
    twiddles[i].imag = sine_of(INT32_MAX, d.sin, inverse);
  }
}

void tinyxs_fft_twiddles_float(uint32_t length, tinyxs_complex *twiddles) {
  for (uint32_t i = 0; i < tinyxs_fft_twiddle_count(length); i++) {
    direction d = twiddle(i, length / 2);
    twiddles[i] = (tinyxs_complex){(float)d.cos, (float)-d.sin};
  }
}
