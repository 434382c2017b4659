/*
 * FFT of real int16 samples in place of its output: pairs of samples are taken as complex numbers, transformed by decimation in
 * time, and split into the spectrum of the even and that of the odd samples.
 */
#include "signal/front_end.h"

typedef tinyxs_complex16 complex16;

static int16_t round15(int32_t x) { return (int16_t)((x + (1 << 14)) >> 15); }

static complex16 add(complex16 a, complex16 b) { return (complex16){(int16_t)(a.real + b.real), (int16_t)(a.imag + b.imag)}; }

static complex16 subtract(complex16 a, complex16 b) {
  return (complex16){(int16_t)(a.real - b.real), (int16_t)(a.imag - b.imag)};
}

static complex16 multiply(complex16 a, complex16 b) {
  return (complex16){round15((int32_t)a.real * b.real - (int32_t)a.imag * b.imag),
                     round15((int32_t)a.real * b.imag + (int32_t)a.imag * b.real)};
}

/* Times fraction / 32768, where fraction is 32767 / radix cut to a whole number: makes room for a butterfly's sum. */
static complex16 shrink(complex16 a, int32_t fraction) {
  return (complex16){round15(a.real * fraction), round15(a.imag * fraction)};
}

/* e^(-2 pi j index / length), index < 3/4 length. */
static complex16 twiddle(const int16_t *cosines, uint32_t length, uint32_t index) {
  return (complex16){cosines[index], cosines[index + length / 4]};
}

/* Where the butterflies want element `position` of 2^bits to come from: the digits of the position, reversed. */
static uint32_t source(uint32_t position, uint32_t bits) {
  uint32_t index = 0, shift = 0;
  while (bits > 0) {
    uint32_t digit = bits > 1 ? 2 : 1;
    bits -= digit;
    index |= position >> bits << shift;
    position &= (UINT32_C(1) << bits) - 1;
    shift += digit;
  }
  return index;
}

static void gather(const int16_t *input, uint32_t count, uint32_t bits, complex16 *x) {
  for (uint32_t i = 0; i < UINT32_C(1) << bits; i++) {
    uint32_t at = 2 * source(i, bits);
    x[i].real = at < count ? input[at] : 0;
    x[i].imag = at + 1 < count ? input[at + 1] : 0;
  }
}

static void radix2(complex16 *x, uint32_t n) {
  for (complex16 *end = x + n; x < end; x += 2) {
    complex16 a = shrink(x[0], 16383), b = shrink(x[1], 16383);
    x[0] = add(a, b);
    x[1] = subtract(a, b);
  }
}

/* Combines groups of four transforms of m points each. */
static void radix4(const int16_t *cosines, uint32_t length, uint32_t m, complex16 *x) {
  uint32_t step = length / (4 * m);
  for (complex16 *end = x + length / 2; x < end; x += 4 * m) {
    for (uint32_t k = 0; k < m; k++) {
      complex16 a = shrink(x[k], 8191);
      complex16 b = multiply(shrink(x[k + m], 8191), twiddle(cosines, length, k * step));
      complex16 c = multiply(shrink(x[k + 2 * m], 8191), twiddle(cosines, length, 2 * k * step));
      complex16 d = multiply(shrink(x[k + 3 * m], 8191), twiddle(cosines, length, 3 * k * step));
      complex16 ac = add(a, c), bd = add(b, d), a_c = subtract(a, c), b_d = subtract(b, d);
      x[k] = add(ac, bd);
      x[k + m] = (complex16){(int16_t)(a_c.real + b_d.imag), (int16_t)(a_c.imag - b_d.real)};
      x[k + 2 * m] = subtract(ac, bd);
      x[k + 3 * m] = (complex16){(int16_t)(a_c.real - b_d.imag), (int16_t)(a_c.imag + b_d.real)};
    }
  }
}

/* From the transform of the pairs to bins 0 to n of the samples' spectrum. */
static void split(const int16_t *cosines, uint32_t length, complex16 *x) {
  uint32_t n = length / 2;
  complex16 first = shrink(x[0], 16383);
  x[0] = (complex16){(int16_t)(first.real + first.imag), 0};
  x[n] = (complex16){(int16_t)(first.real - first.imag), 0};
  for (uint32_t k = 1; k <= n / 2; k++) {
    complex16 a = shrink(x[k], 16383);
    complex16 b = shrink((complex16){x[n - k].real, (int16_t)-x[n - k].imag}, 16383);
    complex16 even = add(a, b), odd = multiply(subtract(a, b), twiddle(cosines, length, k + length / 4));
    x[k] = (complex16){(int16_t)((even.real + odd.real) >> 1), (int16_t)((even.imag + odd.imag) >> 1)};
    x[n - k] = (complex16){(int16_t)((even.real - odd.real) >> 1), (int16_t)((odd.imag - even.imag) >> 1)};
  }
}

void tinyxs_rfft(const int16_t *cosines, uint32_t length, const int16_t *input, uint32_t count, tinyxs_complex16 *output) {
  uint32_t n = length / 2, bits = tinyxs_top_bit(n) - 1, m = 1;
  gather(input, count, bits, output);
  if (bits % 2) {
    radix2(output, n);
    m = 2;
  }
  for (; m < n; m *= 4) radix4(cosines, length, m, output);
  split(cosines, length, output);
}
