/* SPDX-License-Identifier: Apache-2.0 */
/* Convolutions of int8 with int8 weights. */
#include "kernels/reference/convolution.h"

typedef int8_t input_type, weight_type, output_type;
typedef int32_t sum_type;

static int32_t weight_at(const int8_t *weights, int32_t n) { return weights[n]; }

static int32_t add(const tinyxs_conv *c, int32_t sum, int32_t x, int32_t zero_point, int32_t weight) {
  return tinyxs_wrap_add(sum, (weight - c->weights_zero_point) * (x - zero_point));
}

static int8_t finish(const tinyxs_conv *c, const tinyxs_conv_data *d, int32_t sum, float scale, int32_t o) {
  (void)scale;
  return (int8_t)tinyxs_finish_convolution(c, d, sum, o);
}

#include "kernels/reference/convolution_template.h"

static void run(const tinyxs_conv *c, const tinyxs_conv_data *d) {
  convolve(c, d, d->input, d->output, (tinyxs_activations){c->input_zero_point, 0});
}

static uint32_t cost(const tinyxs_conv *c) { return tinyxs_conv_cost(c, 10, 40, 50); }

const tinyxs_conv_kernel tinyxs_convolution_int8_reference = {.name = "reference", .cost = cost, .run = run};
