/*
 * The twiddle factors of an FFT of any even length, as kissfft rounds them: its phases are doubles, whose own error decides
 * where a factor of 1/2 is a tie, and now and then in 32 bits.
 */
#include "signal/elementary.h"
#include "signal/front_end.h"

#define PI    3.141592653589793
#define PI_LO 1.2246467991473532e-16 /* what PI lacks */

typedef struct {
  double cos, sin;
} direction;

/* phase - pi * halves / n, of almost equal numbers below 8; halves and n below 2^17. Each product below is exact. */
static double error_of(double phase, uint32_t halves, uint32_t n) {
  double high = (double)(float)phase, low = phase - high, pi_high = (double)(float)PI, pi_low = PI - pi_high;
  double first = tinyxs_product(high, n) - tinyxs_product(pi_high, halves);
  double second = tinyxs_product(low, n) - tinyxs_product(pi_low, halves);
  return (first + second - tinyxs_product(PI_LO, halves)) / n;
}

/* Of the phase, which is pi * halves / n but for its rounding. */
static direction direction_of(double phase, uint32_t halves, uint32_t n) {
  double error = error_of(phase, halves, n);
  double c = tinyxs_cos_turn(halves, 2 * n), s = tinyxs_cos_turn(2 * halves + 3 * n, 4 * n);
  return (direction){c - tinyxs_product(s, error), s + tinyxs_product(c, error)};
}

/* Twiddle `i` of n and then of splitting and merging. */
static direction twiddle(uint32_t i, uint32_t n) {
  if (i < n) return direction_of(tinyxs_product(2 * PI, i) / n, 2 * i, n);
  uint32_t k = i - n;
  return direction_of(tinyxs_product(PI, (double)k / n + 0.5), 2 * k + n, 2 * n);
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
