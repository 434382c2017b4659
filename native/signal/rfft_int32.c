/* SPDX-License-Identifier: Apache-2.0 */
/* FFT of real int32 samples; rounds as kissfft does with FIXED_POINT=32. */
#include "signal/front_end.h"

typedef int32_t scalar;
typedef tinyxs_complex32 complex;

static int32_t round31(int64_t x) { return (int32_t)((x + (1 << 30)) >> 31); }

static int32_t sum(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }
static int32_t difference(int32_t a, int32_t b) { return (int32_t)((uint32_t)a - (uint32_t)b); }
static int32_t half_sum(int32_t a, int32_t b) { return sum(a, b) >> 1; }
static int32_t half_difference(int32_t a, int32_t b) { return difference(a, b) >> 1; }
static int32_t divide(int32_t a, int32_t radix) { return round31((int64_t)a * (INT32_MAX / radix)); }
static complex multiply(complex a, complex b) {
  return (complex){round31((int64_t)a.real * b.real - (int64_t)a.imag * b.imag),
                   round31((int64_t)a.real * b.imag + (int64_t)a.imag * b.real)};
}

#include "signal/fft_stages.h"

#include "signal/fft_mixed.h"

void tinyxs_rfft_int32(const int32_t *cosines, uint32_t length, const int32_t *input, uint32_t count,
                       tinyxs_complex32 *output) {
  forward(cosines, length, input, count, output);
}

void tinyxs_irfft_int32(const int32_t *cosines, uint32_t length, const tinyxs_complex32 *input, int32_t *output) {
  inverse(cosines, length, input, output);
}

void tinyxs_rfft_mixed_int32(const tinyxs_complex32 *twiddles, uint32_t length, const int32_t *input, uint32_t count,
                             tinyxs_complex32 *output, void *scratch) {
  forward_mixed(twiddles, length, input, count, output, scratch);
}

void tinyxs_irfft_mixed_int32(const tinyxs_complex32 *twiddles, uint32_t length, const tinyxs_complex32 *input, int32_t *output,
                              void *scratch) {
  inverse_mixed(twiddles, length, input, output, scratch);
}
