/* SPDX-License-Identifier: Apache-2.0 */
/* Convolutions of int16 with int8 weights. Sums have 64 bits: those of 32 are their lower halves. */
#include "kernels/reference/convolution.h"

typedef int16_t input_type, output_type;
typedef int8_t weight_type;
typedef int64_t sum_type;

static int32_t weight_at(const int8_t *weights, int32_t n) { return weights[n]; }

static int64_t add(const tinyxs_conv *c, int64_t sum, int32_t x, int32_t zero_point, int32_t weight) {
  return sum + (weight - c->weights_zero_point) * (x - zero_point);
}

static int64_t bias_of(const tinyxs_conv *c, const void *biases, int32_t o) {
  if (!biases) return 0;
  if (c->wide == sizeof(int16_t)) return ((const int16_t *)biases)[o];
  return c->wide == sizeof(int32_t) ? ((const int32_t *)biases)[o] : ((const tinyxs_int64 *)biases)[o];
}

static int16_t finish(const tinyxs_conv *c, const tinyxs_conv_data *d, int64_t sum, float scale, int32_t o) {
  (void)scale;
  if (!c->wide) return (int16_t)tinyxs_finish_convolution(c, d, (int32_t)(uint32_t)sum, o);
  int32_t s = c->per_channel ? o : 0;
  sum = (int64_t)((uint64_t)sum + (uint64_t)bias_of(c, d->bias, o));
  int32_t scaled = tinyxs_requantize_wide(sum, d->multipliers[s], d->shifts[s]);
  return (int16_t)tinyxs_clamp(tinyxs_wrap_add(scaled, c->output_zero_point), c->activation_min, c->activation_max);
}

#include "kernels/reference/convolution_template.h"

void tinyxs_convolution_int16_reference(const tinyxs_conv *c, const tinyxs_conv_data *d) {
  convolve(c, d, d->input, d->output, (tinyxs_activations){c->input_zero_point, 0});
}
