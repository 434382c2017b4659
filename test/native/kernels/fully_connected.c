/* SPDX-License-Identifier: Apache-2.0 */
/* FULLY_CONNECTED of int8. */
#include <string.h>

#include "draw.h"
#include "kernels.h"

typedef tinyxs_fully_connected parameters;
typedef tinyxs_fully_connected_data data;
typedef tinyxs_fully_connected_kernel kernel;

static void draw_case(const char *operator, tinyxs_fully_connected * f, tinyxs_fully_connected_data *d, tinyxs_bounds *bounds) {
  (void)operator;
  *f = (tinyxs_fully_connected){.batches = draw(1, 3), .inputs = draw_size(150), .outputs = draw_size(40)};
  f->input_zero_point = draw_zero_point();
  f->output_zero_point = draw_zero_point();
  draw_range(f->output_zero_point, &f->activation_min, &f->activation_max);
  f->per_channel = one_in(2);
  if (one_in(4)) f->weights_zero_point = (int8_t)draw_zero_point();
  *d = (tinyxs_fully_connected_data){
      .input = draw_int8((size_t)(f->batches * f->inputs)),
      .weights = draw_int8((size_t)(f->outputs * f->inputs)),
      .bias = draw_bias((size_t)f->outputs),
  };
  draw_scales(f->per_channel ? (size_t)f->outputs : 1, f->inputs, &d->multipliers, &d->shifts, bounds);
}

static size_t output_bytes(const tinyxs_fully_connected *f) { return (size_t)(f->batches * f->outputs); }

static void give_fresh(const tinyxs_fully_connected *f, tinyxs_fully_connected_data *d) { d->output = take(output_bytes(f)); }

static bool is_same(const tinyxs_fully_connected *f, const tinyxs_fully_connected_data *a,
                    const tinyxs_fully_connected_data *b) {
  return memcmp(a->output, b->output, output_bytes(f)) == 0;
}

#include "compare_template.h"

void compare_fully_connected(const tinyxs_kernel_set *set, int32_t cases) {
  compare(set->name, "fully_connected", set->fully_connected_int8, cases);
}
