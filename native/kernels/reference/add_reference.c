/* SPDX-License-Identifier: Apache-2.0 */
/* ADD and SUB. */
#include "kernels/fixed_point.h"
#include "kernels/reference/reference.h"

static int32_t scale(int32_t value, int32_t left_shift, int32_t multiplier, int32_t shift) {
  return tinyxs_requantize(tinyxs_wrap_mul(value, (int32_t)((uint32_t)1 << left_shift)), multiplier, shift);
}
static int32_t scale_a(const tinyxs_add *p, int32_t a) {
  return scale(a - p->a_zero_point, p->left_shift, p->a_multiplier, p->a_shift);
}
static int32_t scale_b(const tinyxs_add *p, int32_t b) {
  return scale(b - p->b_zero_point, p->left_shift, p->b_multiplier, p->b_shift);
}
static int32_t finish(const tinyxs_add *p, int32_t sum) {
  int32_t value = tinyxs_wrap_add(tinyxs_requantize(sum, p->multiplier, p->shift), p->output_zero_point);
  return tinyxs_clamp(value, p->activation_min, p->activation_max);
}
static int32_t add(const tinyxs_add *p, int32_t a, int32_t b) {
  return finish(p, tinyxs_wrap_add(scale_a(p, a), scale_b(p, b)));
}
static int32_t subtract(const tinyxs_add *p, int32_t a, int32_t b) {
  return finish(p, tinyxs_wrap_sub(scale_a(p, a), scale_b(p, b)));
}

/* The reference limits int32 in SUB, but not in ADD. */
static int32_t add_int32(const tinyxs_limits *p, int32_t a, int32_t b) {
  (void)p;
  return tinyxs_wrap_add(a, b);
}
static int32_t subtract_int32(const tinyxs_limits *p, int32_t a, int32_t b) {
  return tinyxs_clamp(tinyxs_wrap_sub(a, b), p->min, p->max);
}
static float add_float(const tinyxs_limits *p, float a, float b) {
  return tinyxs_clamp_float(a + b, p->float_min, p->float_max);
}
static float subtract_float(const tinyxs_limits *p, float a, float b) {
  return tinyxs_clamp_float(a - b, p->float_min, p->float_max);
}

static void run_int8(const tinyxs_add *p, const tinyxs_add_data *d);

#define NAME       run_int8
#define PARAMETERS tinyxs_add
#define ELEMENT    int8_t
#define JOIN       add
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_add_int16_reference
#define PARAMETERS tinyxs_add
#define ELEMENT    int16_t
#define JOIN       add
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_sub_int8_reference
#define PARAMETERS tinyxs_add
#define ELEMENT    int8_t
#define JOIN       subtract
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_sub_int16_reference
#define PARAMETERS tinyxs_add
#define ELEMENT    int16_t
#define JOIN       subtract
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_add_int32_reference
#define PARAMETERS tinyxs_limits
#define ELEMENT    int32_t
#define JOIN       add_int32
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_add_float_reference
#define PARAMETERS tinyxs_limits
#define ELEMENT    float
#define JOIN       add_float
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_sub_int32_reference
#define PARAMETERS tinyxs_limits
#define ELEMENT    int32_t
#define JOIN       subtract_int32
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_sub_float_reference
#define PARAMETERS tinyxs_limits
#define ELEMENT    float
#define JOIN       subtract_float
#include "kernels/reference/row_template.h"

static uint32_t cost(const tinyxs_add *p) { return tinyxs_cost((uint64_t)p->rows * ((uint64_t)p->row * 80 + 20)); }

const tinyxs_add_kernel tinyxs_add_int8_reference = {.name = "reference", .cost = cost, .run = run_int8};
