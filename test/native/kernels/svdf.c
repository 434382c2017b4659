/* SPDX-License-Identifier: Apache-2.0 */
/* SVDF of int8 with a state of int8. */
#include <string.h>

#include "draw.h"
#include "kernels.h"

typedef tinyxs_svdf parameters;
typedef tinyxs_svdf_data data;
typedef tinyxs_svdf_kernel kernel;

static size_t state_bytes(const tinyxs_svdf *s) { return (size_t)(s->batches * s->units * s->rank * s->memory); }

static size_t output_bytes(const tinyxs_svdf *s) { return (size_t)(s->batches * s->units); }

static int8_t smaller(int8_t a, int8_t b) { return a < b ? a : b; }
static int8_t larger(int8_t a, int8_t b) { return a > b ? a : b; }

static void draw_case(const char *operator, tinyxs_svdf * s, tinyxs_svdf_data *d, tinyxs_bounds *bounds) {
  (void)operator;
  *s = (tinyxs_svdf){.batches = draw(1, 2),
                     .inputs = draw_size(50),
                     .memory = draw_size(40),
                     .units = draw(1, 20),
                     .rank = draw(1, 3),
                     .input_zero_point = draw_zero_point(),
                     .state_zero_point = one_in(2) ? 0 : draw_zero_point(),
                     .output_zero_point = draw_zero_point()};
  s->feature_shift = draw_shift(s->inputs);
  s->feature_multiplier = draw_multiplier(&s->feature_shift);
  s->time_shift = draw_shift((int64_t)s->memory * s->rank);
  s->time_multiplier = draw_multiplier(&s->time_shift);
  bounds->shift_min = smaller(s->feature_shift, s->time_shift);
  bounds->shift_max = larger(s->feature_shift, s->time_shift);
  size_t filters = (size_t)(s->units * s->rank);
  *d = (tinyxs_svdf_data){
      .input = draw_int8((size_t)(s->batches * s->inputs)),
      .features = draw_int8(filters * (size_t)s->inputs),
      .times = draw_int8(filters * (size_t)s->memory),
      .bias = draw_bias((size_t)s->units),
      .state = draw_int8(state_bytes(s)),
  };
}

static void give_fresh(const tinyxs_svdf *s, tinyxs_svdf_data *d) {
  d->output = take(output_bytes(s));
  d->state = take_copy(d->state, state_bytes(s));
}

static bool is_same(const tinyxs_svdf *s, const tinyxs_svdf_data *a, const tinyxs_svdf_data *b) {
  return memcmp(a->output, b->output, output_bytes(s)) == 0 && memcmp(a->state, b->state, state_bytes(s)) == 0;
}

#include "compare_template.h"

void compare_svdf(const tinyxs_kernel_set *set, int32_t cases) { compare(set->name, "svdf", set->svdf_int8, cases); }
