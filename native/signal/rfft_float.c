/* SPDX-License-Identifier: Apache-2.0 */
/* FFT of real float samples, in the order of kissfft's operations. */
#include "signal/front_end.h"

typedef float scalar;
typedef tinyxs_complex complex;

static float sum(float a, float b) { return a + b; }
static float difference(float a, float b) { return a - b; }
static float half_sum(float a, float b) { return (a + b) * 0.5f; }
static float half_difference(float a, float b) { return (a - b) * 0.5f; }
static float divide(float a, int32_t radix) {
  (void)radix;
  return a;
}
static complex multiply(complex a, complex b) {
  return (complex){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

#include "signal/fft_stages.h"

#include "signal/fft_mixed.h"

void tinyxs_rfft_float(const float *cosines, uint32_t length, const float *input, uint32_t count, tinyxs_complex *output) {
  forward(cosines, length, input, count, output);
}

void tinyxs_irfft_float(const float *cosines, uint32_t length, const tinyxs_complex *input, float *output) {
  inverse(cosines, length, input, output);
  for (uint32_t i = 0; i < length; i++) output[i] /= (float)length;
}

void tinyxs_rfft_mixed_float(const tinyxs_complex *twiddles, uint32_t length, const float *input, uint32_t count,
                             tinyxs_complex *output, void *scratch) {
  forward_mixed(twiddles, length, input, count, output, scratch);
}

void tinyxs_irfft_mixed_float(const tinyxs_complex *twiddles, uint32_t length, const tinyxs_complex *input, float *output,
                              void *scratch) {
  inverse_mixed(twiddles, length, input, output, scratch);
  for (uint32_t i = 0; i < length; i++) output[i] /= (float)length;
}
