/* SPDX-License-Identifier: Apache-2.0 */
/* AVERAGE_POOL_2D and MAX_POOL_2D of int8. */
#include <string.h>

#include "draw.h"
#include "kernels.h"

typedef tinyxs_pool parameters;
typedef tinyxs_pool_data data;
typedef tinyxs_pool_kernel kernel;

static void draw_case(const char *operator, tinyxs_pool * p, tinyxs_pool_data *d, tinyxs_bounds *bounds) {
  (void)operator;
  (void)bounds;
  *p = (tinyxs_pool){.batches = draw(1, 2), .input_height = draw(1, 9), .input_width = draw(1, 9), .depth = draw_size(40)};
  bool whole = one_in(4); /* global pooling */
  p->window_height = (int16_t)(whole ? p->input_height : draw(1, 4));
  p->window_width = (int16_t)(whole ? p->input_width : draw(1, 4));
  p->stride_height = (int16_t)draw(1, 3);
  p->stride_width = (int16_t)draw(1, 3);
  p->output_height = draw_padding(p->input_height, p->window_height, p->stride_height, 1, &p->pad_top);
  p->output_width = draw_padding(p->input_width, p->window_width, p->stride_width, 1, &p->pad_left);
  draw_range(draw_zero_point(), &p->activation_min, &p->activation_max);
  d->input = draw_int8((size_t)(p->batches * p->input_height * p->input_width * p->depth));
}

static size_t output_bytes(const tinyxs_pool *p) {
  return (size_t)(p->batches * p->output_height * p->output_width * p->depth);
}

static void give_fresh(const tinyxs_pool *p, tinyxs_pool_data *d) { d->output = take(output_bytes(p)); }

static bool is_same(const tinyxs_pool *p, const tinyxs_pool_data *a, const tinyxs_pool_data *b) {
  return memcmp(a->output, b->output, output_bytes(p)) == 0;
}

#include "compare_template.h"

void compare_pools(const tinyxs_kernel_set *set, int32_t cases) {
  compare(set->name, "average_pool_2d", set->average_pool_2d_int8, cases);
  compare(set->name, "max_pool_2d", set->max_pool_2d_int8, cases);
}
