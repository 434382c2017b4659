/* SPDX-License-Identifier: Apache-2.0 */
/* ADD of int8. */
#include <string.h>

#include "draw.h"
#include "kernels.h"

typedef tinyxs_add parameters;
typedef tinyxs_add_data data;
typedef tinyxs_add_kernel kernel;

/* As prepare does: what makes the larger scale a half, the other less. */
static void draw_factors(tinyxs_add *p, tinyxs_bounds *bounds) {
  p->left_shift = 20;
  p->a_multiplier = draw_multiplier(&p->a_shift);
  p->b_multiplier = draw_multiplier(&p->b_shift);
  p->a_shift = (int8_t)(one_in(2) ? 0 : draw(-6, 0));
  p->b_shift = (int8_t)(one_in(2) ? 0 : draw(-6, 0));
  p->shift = (int8_t)(one_in(10) ? draw(-31, 0) : draw(-20, -17));
  p->multiplier = draw_multiplier(&p->shift);
  bounds->shift_min = bounds->shift_max = p->shift;
}

static void draw_case(const char *operator, tinyxs_add * p, tinyxs_add_data *d, tinyxs_bounds *bounds) {
  (void)operator;
  *p = (tinyxs_add){.rows = one_in(2) ? 1 : (uint32_t)draw(2, 9), .row = (uint32_t)draw_size(100)};
  p->a_zero_point = draw_zero_point();
  p->b_zero_point = draw_zero_point();
  p->output_zero_point = draw_zero_point();
  draw_range(p->output_zero_point, &p->activation_min, &p->activation_max);
  draw_factors(p, bounds);
  *d = (tinyxs_add_data){.count = p->row, .a_step = !one_in(4), .b_step = !one_in(4)};
  d->a = draw_int8(d->a_step ? p->row : 1);
  d->b = draw_int8(d->b_step ? p->row : 1);
  /* In place of an input, or beside both. */
  if (d->a_step && one_in(3)) d->output = (void *)(uintptr_t)d->a;
  if (d->b_step && one_in(3)) d->output = (void *)(uintptr_t)d->b;
}

static void give_fresh(const tinyxs_add *p, tinyxs_add_data *d) {
  if (!d->output) {
    d->output = take(p->row);
  } else if (d->output == d->a) {
    d->a = d->output = take_copy(d->a, p->row);
  } else {
    d->b = d->output = take_copy(d->b, p->row);
  }
}

static bool is_same(const tinyxs_add *p, const tinyxs_add_data *a, const tinyxs_add_data *b) {
  return memcmp(a->output, b->output, p->row) == 0;
}

#include "compare_template.h"

void compare_sums(const tinyxs_kernel_set *set, int32_t cases) { compare(set->name, "add", set->add_int8, cases); }
