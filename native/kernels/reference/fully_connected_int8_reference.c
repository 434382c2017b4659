/* SPDX-License-Identifier: Apache-2.0 */
/* FULLY_CONNECTED of int8 with int8 weights. */
#include "kernels/fixed_point.h"
#include "kernels/reference/reference.h"

static void run(const tinyxs_fully_connected *f, const tinyxs_fully_connected_data *d) {
  const int8_t *input = d->input;
  const int32_t *bias = d->bias;
  int8_t *output = d->output;
  for (int32_t n = 0; n < f->batches; n++, input += f->inputs) {
    const int8_t *row = d->weights;
    for (int32_t o = 0; o < f->outputs; o++, row += f->inputs) {
      int32_t sum = bias ? bias[o] : 0, s = f->per_channel ? o : 0;
      for (int32_t i = 0; i < f->inputs; i++) {
        sum = tinyxs_wrap_add(sum, (row[i] - f->weights_zero_point) * (input[i] - f->input_zero_point));
      }
      int32_t scaled = tinyxs_wrap_add(tinyxs_requantize(sum, d->multipliers[s], d->shifts[s]), f->output_zero_point);
      *output++ = (int8_t)tinyxs_clamp(scaled, f->activation_min, f->activation_max);
    }
  }
}

static uint32_t cost(const tinyxs_fully_connected *f) {
  return tinyxs_cost((uint64_t)f->batches * (uint64_t)f->outputs * ((uint64_t)f->inputs * 10 + 50));
}

const tinyxs_fully_connected_kernel tinyxs_fully_connected_int8_reference = {.name = "reference", .cost = cost, .run = run};
