/* SPDX-License-Identifier: Apache-2.0 */
/* RELU, RELU6 and LEAKY_RELU. float32, int8, int16. */
#include "operators/unary.h"

#include <math.h>

typedef struct {
  uint32_t count;
  float alpha;
} relu_float;

typedef struct {
  uint32_t count;
  int32_t min, max, input_zero_point, output_zero_point;
  int32_t multiplier, shift, alpha_multiplier, alpha_shift; /* alpha's sign is its multiplier's */
} relu_integer;

static float relu(const relu_float *d, float x) {
  (void)d;
  return x < 0 ? 0 : x;
}
static float relu6(const relu_float *d, float x) {
  (void)d;
  return tinyxs_clamp_float(x, 0, 6);
}
static float leaky_relu(const relu_float *d, float x) { return x > 0 ? x : x * d->alpha; }

static int32_t relu_rescaled(const relu_integer *d, int32_t x) {
  int32_t value = tinyxs_requantize(x - d->input_zero_point, d->multiplier, d->shift);
  return tinyxs_clamp(tinyxs_wrap_add(value, d->output_zero_point), d->min, d->max);
}
static int32_t relu6_integer(const relu_integer *d, int32_t x) { return tinyxs_clamp(x, d->min, d->max); }
static int32_t leaky_relu_integer(const relu_integer *d, int32_t x) {
  int32_t value = x - d->input_zero_point;
  if (value >= 0) {
    value = tinyxs_requantize(value, d->multiplier, d->shift);
  } else if (d->alpha_multiplier >= 0) {
    value = tinyxs_requantize(value, d->alpha_multiplier, d->alpha_shift);
  } else {
    value = tinyxs_wrap_sub(0, tinyxs_requantize(value, -d->alpha_multiplier, d->alpha_shift));
  }
  return tinyxs_clamp(tinyxs_wrap_add(value, d->output_zero_point), d->min, d->max);
}

TINYXS_RUN_EACH(run_relu_float, relu_float, float, relu)
TINYXS_RUN_EACH(run_relu_int8, relu_integer, int8_t, relu_rescaled)
TINYXS_RUN_EACH(run_relu_int16, relu_integer, int16_t, relu_rescaled)
TINYXS_RUN_EACH(run_relu6_float, relu_float, float, relu6)
TINYXS_RUN_EACH(run_relu6_int8, relu_integer, int8_t, relu6_integer)
TINYXS_RUN_EACH(run_relu6_int16, relu_integer, int16_t, relu6_integer)
TINYXS_RUN_EACH(run_leaky_relu_float, relu_float, float, leaky_relu)
TINYXS_RUN_EACH(run_leaky_relu_int8, relu_integer, int8_t, leaky_relu_integer)
TINYXS_RUN_EACH(run_leaky_relu_int16, relu_integer, int16_t, leaky_relu_integer)

/* `activation` limits the output. RELU6 keeps the input's scale, whatever the output's is, as the reference does. */
static tinyxs_status prepare(tinyxs_plan *p, const tinyxs_typed_run *runs, float alpha, int32_t activation) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  if (input.type == TINYXS_FLOAT32) {
    relu_float d = {.count = input.count, .alpha = alpha};
    tinyxs_set_op_data(p, &d, sizeof d);
    return TINYXS_OK;
  }
  TINYXS_TRY(tinyxs_require_both_quantized(p, &input, &output));
  relu_integer d = {.count = input.count, .input_zero_point = input.zero_point, .output_zero_point = output.zero_point};
  const tinyxs_info *limited = activation == ACTIVATION_RELU6 ? &input : &output;
  TINYXS_TRY(tinyxs_activation_range(p, activation, limited, &d.min, &d.max));
  tinyxs_quantize_multiplier((double)input.scale / (double)output.scale, &d.multiplier, &d.shift);
  double factor = (double)input.scale * (double)alpha / (double)output.scale;
  tinyxs_quantize_multiplier(fabs(factor), &d.alpha_multiplier, &d.alpha_shift);
  if (factor < 0) d.alpha_multiplier = -d.alpha_multiplier;
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_relu(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {
      {TINYXS_FLOAT32, run_relu_float}, {TINYXS_INT8, run_relu_int8}, {TINYXS_INT16, run_relu_int16}, {0}};
  return prepare(p, runs, 0, ACTIVATION_RELU);
}
tinyxs_status tinyxs_prepare_relu6(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {
      {TINYXS_FLOAT32, run_relu6_float}, {TINYXS_INT8, run_relu6_int8}, {TINYXS_INT16, run_relu6_int16}, {0}};
  return prepare(p, runs, 0, ACTIVATION_RELU6);
}
tinyxs_status tinyxs_prepare_leaky_relu(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {
      {TINYXS_FLOAT32, run_leaky_relu_float}, {TINYXS_INT8, run_leaky_relu_int8}, {TINYXS_INT16, run_leaky_relu_int16}, {0}};
  float alpha = tinyxs_option_f32(p, LEAKY_RELU_OPTIONS_ALPHA, 0);
  TINYXS_REQUIRE(p, isfinite(alpha), "its alpha is not a number");
  return prepare(p, runs, alpha, ACTIVATION_NONE);
}
