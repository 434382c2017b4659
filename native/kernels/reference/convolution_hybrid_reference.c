/* SPDX-License-Identifier: Apache-2.0 */
/* Convolutions of float32 with int8 weights: each image is quantized before, in scratch memory. */
#include <string.h>

#include "kernels/reference/convolution.h"

typedef int8_t input_type, weight_type;
typedef int32_t sum_type;
typedef float output_type;

static int32_t weight_at(const int8_t *weights, int32_t n) { return weights[n]; }

static int32_t add(const tinyxs_conv *c, int32_t sum, int32_t x, int32_t zero_point, int32_t weight) {
  (void)c;
  return tinyxs_wrap_add(sum, weight * (x - zero_point));
}

static float finish(const tinyxs_conv *c, const tinyxs_conv_data *d, int32_t sum, float input_scale, int32_t o) {
  const float *bias = d->bias;
  float scale;
  memcpy(&scale, (const uint8_t *)d->scales + 4 * (size_t)(c->per_channel ? o : 0), sizeof scale);
  float value = (float)sum * (input_scale * scale);
  return tinyxs_clamp_float(bias ? value + bias[o] : value, c->float_min, c->float_max);
}

#include "kernels/reference/convolution_template.h"

void tinyxs_convolution_hybrid_reference(const tinyxs_conv *c, const tinyxs_conv_data *d) {
  const float *input = d->input;
  float *output = d->output;
  const uint32_t count = (uint32_t)(c->input_height * c->input_width * c->input_depth);
  tinyxs_conv one = *c;
  one.batches = 1;
  for (int32_t n = 0; n < c->batches; n++, input += count) {
    tinyxs_activations activations = tinyxs_quantize_activations(input, count, c->asymmetric, d->scratch);
    convolve(&one, d, d->scratch, output, activations);
    output += c->output_height * c->output_width * c->output_depth;
  }
}
