/* SPDX-License-Identifier: Apache-2.0 */
/* Convolutions of int8 with int4 weights, two in each byte, the first in the low half. */
#include "kernels/reference/convolution.h"

typedef int8_t input_type, output_type;
typedef uint8_t weight_type;
typedef int32_t sum_type;

static int32_t weight_at(const uint8_t *weights, int32_t n) {
  return (int32_t)((uint32_t)weights[n >> 1] << (n & 1 ? 24 : 28)) >> 28;
}

static int32_t add(const tinyxs_conv *c, int32_t sum, int32_t x, int32_t zero_point, int32_t weight) {
  return tinyxs_wrap_add(sum, (weight - c->weights_zero_point) * (x - zero_point));
}

static int8_t finish(const tinyxs_conv *c, const tinyxs_conv_data *d, int32_t sum, float scale, int32_t o) {
  (void)scale;
  return (int8_t)tinyxs_finish_convolution(c, d, sum, o);
}

#include "kernels/reference/convolution_template.h"

void tinyxs_convolution_int4_reference(const tinyxs_conv *c, const tinyxs_conv_data *d) {
  convolve(c, d, d->input, d->output, (tinyxs_activations){c->input_zero_point, 0});
}
