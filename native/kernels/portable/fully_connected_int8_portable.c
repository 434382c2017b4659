/* SPDX-License-Identifier: Apache-2.0 */
/* FULLY_CONNECTED int8 with weights without a zero point: one vectorisable dot product per output. */
#include "kernels/fixed_point.h"
#include "kernels/portable/dot.h"
#include "kernels/portable/portable.h"

static void run(const tinyxs_fully_connected *f, const tinyxs_fully_connected_data *d) {
  const int8_t *input = d->input, *shifts = d->shifts;
  const int32_t *bias = d->bias, *multipliers = d->multipliers;
  int8_t *output = d->output;
  /* Copies, which the output can't overwrite. */
  const int32_t inputs = f->inputs, input_zero_point = f->input_zero_point, output_zero_point = f->output_zero_point;
  const int32_t activation_min = f->activation_min, activation_max = f->activation_max, scale_step = f->per_channel;
  for (int32_t n = 0; n < f->batches; n++, input += inputs) {
    const int8_t *row = d->weights;
    for (int32_t o = 0; o < f->outputs; o++, row += inputs) {
      int32_t sum = tinyxs_dot_int8(input, row, inputs, input_zero_point);
      if (bias) sum = tinyxs_wrap_add(sum, bias[o]);
      int32_t scaled = tinyxs_requantize(sum, multipliers[o * scale_step], shifts[o * scale_step]);
      scaled = tinyxs_wrap_add(scaled, output_zero_point);
      *output++ = (int8_t)tinyxs_clamp(scaled, activation_min, activation_max);
    }
  }
}

static bool fits(const tinyxs_fully_connected *f, const tinyxs_bounds *bounds) {
  (void)bounds;
  return !f->weights_zero_point;
}

static uint32_t cost(const tinyxs_fully_connected *f) {
  return tinyxs_cost((uint64_t)f->batches * (uint64_t)f->outputs * ((uint64_t)f->inputs * 6 + 50));
}

const tinyxs_fully_connected_kernel tinyxs_fully_connected_int8_portable = {
    .name = "portable", .fits = fits, .cost = cost, .run = run};
