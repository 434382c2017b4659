/* SPDX-License-Identifier: Apache-2.0 */
/* MUL. */
#include "kernels/fixed_point.h"
#include "kernels/reference/reference.h"

static int32_t multiply(const tinyxs_mul *p, int32_t a, int32_t b) {
  int32_t product = tinyxs_wrap_mul(a - p->a_zero_point, b - p->b_zero_point);
  int32_t value = tinyxs_wrap_add(tinyxs_requantize(product, p->multiplier, p->shift), p->output_zero_point);
  return tinyxs_clamp(value, p->activation_min, p->activation_max);
}
static int32_t multiply_int32(const tinyxs_limits *p, int32_t a, int32_t b) {
  return tinyxs_clamp(tinyxs_wrap_mul(a, b), p->min, p->max);
}
static float multiply_float(const tinyxs_limits *p, float a, float b) {
  return tinyxs_clamp_float(a * b, p->float_min, p->float_max);
}

#define NAME       tinyxs_mul_int8_reference
#define PARAMETERS tinyxs_mul
#define ELEMENT    int8_t
#define JOIN       multiply
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_mul_int16_reference
#define PARAMETERS tinyxs_mul
#define ELEMENT    int16_t
#define JOIN       multiply
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_mul_int32_reference
#define PARAMETERS tinyxs_limits
#define ELEMENT    int32_t
#define JOIN       multiply_int32
#include "kernels/reference/row_template.h"

#define NAME       tinyxs_mul_float_reference
#define PARAMETERS tinyxs_limits
#define ELEMENT    float
#define JOIN       multiply_float
#include "kernels/reference/row_template.h"
