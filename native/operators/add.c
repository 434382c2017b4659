/* ADD and SUB with broadcasting and a fused activation. float32, int8, int16, int32. */
#include "operators/binary.h"

typedef struct {
  tinyxs_broadcast broadcast;
  int32_t a_zero_point, b_zero_point, output_zero_point, activation_min, activation_max;
  int32_t left_shift, a_multiplier, a_shift, b_multiplier, b_shift, multiplier, shift;
} sum_integer;

typedef struct {
  tinyxs_broadcast broadcast;
  float min, max;
} sum_float;

typedef struct {
  tinyxs_broadcast broadcast;
  int32_t min, max;
} sum_plain;

static int32_t scaled(int32_t value, int32_t left_shift, int32_t multiplier, int32_t shift) {
  return tinyxs_requantize(tinyxs_wrap_mul(value, (int32_t)((uint32_t)1 << left_shift)), multiplier, shift);
}

static int32_t finish(const sum_integer *d, int32_t sum) {
  int32_t value = tinyxs_wrap_add(tinyxs_requantize(sum, d->multiplier, d->shift), d->output_zero_point);
  return tinyxs_clamp(value, d->activation_min, d->activation_max);
}
static int32_t add_integer(const sum_integer *d, int32_t a, int32_t b) {
  return finish(d, tinyxs_wrap_add(scaled(a - d->a_zero_point, d->left_shift, d->a_multiplier, d->a_shift),
                                   scaled(b - d->b_zero_point, d->left_shift, d->b_multiplier, d->b_shift)));
}
static int32_t sub_integer(const sum_integer *d, int32_t a, int32_t b) {
  return finish(d, tinyxs_wrap_sub(scaled(a - d->a_zero_point, d->left_shift, d->a_multiplier, d->a_shift),
                                   scaled(b - d->b_zero_point, d->left_shift, d->b_multiplier, d->b_shift)));
}
static float add_float(const sum_float *d, float a, float b) { return tinyxs_clamp_float(a + b, d->min, d->max); }
static float sub_float(const sum_float *d, float a, float b) { return tinyxs_clamp_float(a - b, d->min, d->max); }
/* The reference limits int32 in SUB, but not in ADD. */
static int32_t add_plain(const sum_plain *d, int32_t a, int32_t b) {
  (void)d;
  return tinyxs_wrap_add(a, b);
}
static int32_t sub_plain(const sum_plain *d, int32_t a, int32_t b) {
  return tinyxs_clamp(tinyxs_wrap_sub(a, b), d->min, d->max);
}

TINYXS_RUN_BROADCAST(run_add_int8, sum_integer, int8_t, add_integer)
TINYXS_RUN_BROADCAST(run_add_int16, sum_integer, int16_t, add_integer)
TINYXS_RUN_BROADCAST(run_add_float, sum_float, float, add_float)
TINYXS_RUN_BROADCAST(run_add_int32, sum_plain, int32_t, add_plain)
TINYXS_RUN_BROADCAST(run_sub_int8, sum_integer, int8_t, sub_integer)
TINYXS_RUN_BROADCAST(run_sub_int16, sum_integer, int16_t, sub_integer)
TINYXS_RUN_BROADCAST(run_sub_float, sum_float, float, sub_float)
TINYXS_RUN_BROADCAST(run_sub_int32, sum_plain, int32_t, sub_plain)

typedef struct {
  tinyxs_run_function int8, int16, float32, int32;
} runs;

static tinyxs_status prepare_integer(tinyxs_prepare *p, sum_integer *d, int32_t activation) {
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  TINYXS_TRY(tinyxs_require_quantized(p, "input 0", &a));
  TINYXS_TRY(tinyxs_require_quantized(p, "input 1", &b));
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
  d->a_zero_point = a.zero_point;
  d->b_zero_point = b.zero_point;
  d->output_zero_point = output.zero_point;
  d->left_shift = output.type == TINYXS_INT16 ? 15 : 20;
  double twice_max = 2 * (double)(a.scale > b.scale ? a.scale : b.scale);
  double output_factor = twice_max / ((double)(1 << d->left_shift) * (double)output.scale);
  TINYXS_REQUIRE(p, output_factor < 1, "its output's scale is too small for its inputs'");
  tinyxs_quantize_multiplier((double)a.scale / twice_max, &d->a_multiplier, &d->a_shift);
  tinyxs_quantize_multiplier((double)b.scale / twice_max, &d->b_multiplier, &d->b_shift);
  tinyxs_quantize_multiplier(output_factor, &d->multiplier, &d->shift);
  return tinyxs_activation_range(p, activation, &output, &d->activation_min, &d->activation_max);
}

static tinyxs_status prepare(tinyxs_prepare *p, const runs *r) {
  tinyxs_broadcast broadcast;
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &broadcast));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != b.type) return tinyxs_reject_type(p, "a second input", &b);
  if (a.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  int32_t activation = tinyxs_option_i8(p, ADD_OPTIONS_ACTIVATION, 0);
  if (a.type == TINYXS_FLOAT32) {
    sum_float d = {.broadcast = broadcast};
    TINYXS_TRY(tinyxs_float_activation_range(p, activation, &d.min, &d.max));
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, r->float32);
  } else if (a.type == TINYXS_INT8 || a.type == TINYXS_INT16) {
    sum_integer d = {.broadcast = broadcast};
    TINYXS_TRY(prepare_integer(p, &d, activation));
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, a.type == TINYXS_INT8 ? r->int8 : r->int16);
  } else if (a.type == TINYXS_INT32) {
    sum_plain d = {.broadcast = broadcast};
    TINYXS_TRY(tinyxs_plain_activation_range(p, activation, &d.min, &d.max));
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, r->int32);
  } else {
    return tinyxs_reject_type(p, "an input", &a);
  }
  return TINYXS_OK;
}

static tinyxs_status prepare_add(tinyxs_prepare *p) {
  static const runs r = {run_add_int8, run_add_int16, run_add_float, run_add_int32};
  return prepare(p, &r);
}
static tinyxs_status prepare_sub(tinyxs_prepare *p) {
  static const runs r = {run_sub_int8, run_sub_int16, run_sub_float, run_sub_int32};
  return prepare(p, &r);
}

tinyxs_status tinyxs_prepare_add(tinyxs_prepare *p) { return prepare_add(p); }
tinyxs_status tinyxs_prepare_sub(tinyxs_prepare *p) { return prepare_sub(p); }
