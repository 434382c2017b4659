/* SPDX-License-Identifier: Apache-2.0 */
/* FFT of real int16 samples; rounds as kissfft does with FIXED_POINT=16. */
#include "signal/front_end.h"

typedef int16_t scalar;
typedef tinyxs_complex16 complex;

static int16_t round15(int32_t x) { return (int16_t)((x + (1 << 14)) >> 15); }

static int16_t sum(int16_t a, int16_t b) { return (int16_t)(a + b); }
static int16_t difference(int16_t a, int16_t b) { return (int16_t)(a - b); }
static int16_t half_sum(int16_t a, int16_t b) { return (int16_t)((a + b) >> 1); }
static int16_t half_difference(int16_t a, int16_t b) { return (int16_t)((a - b) >> 1); }
static int16_t divide(int16_t a, int32_t radix) { return round15(a * (INT16_MAX / radix)); }
static complex multiply(complex a, complex b) {
  return (complex){round15((int32_t)a.real * b.real - (int32_t)a.imag * b.imag),
                   round15((int32_t)a.real * b.imag + (int32_t)a.imag * b.real)};
}

#include "signal/fft_stages.h"

#include "signal/fft_mixed.h"

void tinyxs_rfft(const int16_t *cosines, uint32_t length, const int16_t *input, uint32_t count, tinyxs_complex16 *output) {
  forward(cosines, length, input, count, output);
}

void tinyxs_irfft(const int16_t *cosines, uint32_t length, const tinyxs_complex16 *input, int16_t *output) {
  inverse(cosines, length, input, output);
}

void tinyxs_rfft_mixed(const tinyxs_complex16 *twiddles, uint32_t length, const int16_t *input, uint32_t count,
                       tinyxs_complex16 *output, void *scratch) {
  forward_mixed(twiddles, length, input, count, output, scratch);
}

void tinyxs_irfft_mixed(const tinyxs_complex16 *twiddles, uint32_t length, const tinyxs_complex16 *input, int16_t *output,
                        void *scratch) {
  inverse_mixed(twiddles, length, input, output, scratch);
}
