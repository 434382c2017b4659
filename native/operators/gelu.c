/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GELU: x times the standard normal distribution's share below x, or its approximation by a hyperbolic tangent. float32; int8
 * through a table. Not in TensorFlow Lite Micro.
 */
#include "operators/unary.h"

#include <math.h>

#include "signal/elementary.h"

#define ROOT_HALF        0.70710678118654752440f
#define ROOT_2_OVER_PI   0.79788456080286535588f
#define TWO_OVER_ROOT_PI 1.12837916709551257390

typedef struct {
  float input_scale, inverse_output_scale;
  int32_t input_zero_point, output_zero_point;
  bool approximate;
} scaling;

/* The argument of the approximation's tangent. */
static float argument(float x) {
  return ROOT_2_OVER_PI * (x + tinyxs_float_product(tinyxs_float_product(0.044715f * x, x), x));
}

static float exact(float x) { return 0.5f * x * erfcf(x * -ROOT_HALF); }
static float approximate(float x) { return 0.5f * x * (1.0f + tanhf(argument(x))); }
static tinyxs_status run_exact(tinyxs_call *call) { return tinyxs_map_float(call, exact); }
static tinyxs_status run_approximate(tinyxs_call *call) { return tinyxs_map_float(call, approximate); }

/* 1 - erf(x), with the same bits on every target: erf(x) is 2 / sqrt(pi) e^-x^2 (x + 2 x^3 / 3 + 4 x^5 / (3 5) + ...). */
static double complement(double x) {
  if (x > 6) return 0;
  if (x < -6) return 2;
  double sum = x, term = x;
  for (uint32_t n = 3; fabs(term) > 1e-17 * fabs(sum); n += 2) {
    term = tinyxs_product(term, 2 * x * x / n);
    sum += term;
  }
  return 1 - tinyxs_product(TWO_OVER_ROOT_PI * tinyxs_exp(-(x * x)), sum);
}

static double tangent(double x) { return x > 20 ? 1 : x < -20 ? -1 : 1 - 2 / (tinyxs_exp(2 * x) + 1); }

/* Rounds to float32 where TensorFlow Lite does. */
static int32_t gelu_of(const void *context, int32_t x) {
  const scaling *s = context;
  float real = s->input_scale * (float)(x - s->input_zero_point);
  float share = s->approximate ? 1 + (float)tangent((double)argument(real)) : (float)complement((double)(real * -ROOT_HALF));
  float value = 0.5f * real * share;
  float rounded = roundf(value * s->inverse_output_scale) + (float)s->output_zero_point;
  return rounded >= INT8_MAX ? INT8_MAX : rounded > INT8_MIN ? (int32_t)rounded : INT8_MIN;
}

tinyxs_status tinyxs_prepare_gelu(tinyxs_plan *p) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  bool approximately = tinyxs_option_bool(p, GELU_OPTIONS_APPROXIMATE, false);
  if (input.type == TINYXS_FLOAT32) {
    tinyxs_set_elements(p, input.count, approximately ? run_approximate : run_exact);
  } else if (input.type == TINYXS_INT8) {
    TINYXS_TRY(tinyxs_require_both_quantized(p, &input, &output));
    scaling s = {input.scale, 1 / output.scale, input.zero_point, output.zero_point, approximately};
    tinyxs_set_table(p, input.count, gelu_of, &s);
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  return TINYXS_OK;
}
