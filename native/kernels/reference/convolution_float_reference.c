/* SPDX-License-Identifier: Apache-2.0 */
/* Convolutions of float32. */
#include "kernels/reference/convolution.h"

typedef float input_type, weight_type, sum_type, output_type;

static float weight_at(const float *weights, int32_t n) { return weights[n]; }

static float add(const tinyxs_conv *c, float sum, float x, int32_t zero_point, float weight) {
  (void)c;
  (void)zero_point;
  return sum + x * weight;
}

static float finish(const tinyxs_conv *c, const tinyxs_conv_data *d, float sum, float scale, int32_t o) {
  (void)scale;
  const float *bias = d->bias;
  return tinyxs_clamp_float(bias ? sum + bias[o] : sum, c->float_min, c->float_max);
}

#include "kernels/reference/convolution_template.h"

void tinyxs_convolution_float_reference(const tinyxs_conv *c, const tinyxs_conv_data *d) {
  convolve(c, d, d->input, d->output, (tinyxs_activations){0});
}
