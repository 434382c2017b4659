/* MUL with broadcasting and a fused activation. float32, int8, int16, int32. */
#include "operators/binary.h"

typedef struct {
  tinyxs_broadcast broadcast;
  int32_t a_zero_point, b_zero_point, output_zero_point, activation_min, activation_max, multiplier, shift;
} product_integer;

typedef struct {
  tinyxs_broadcast broadcast;
  float min, max;
} product_float;

typedef struct {
  tinyxs_broadcast broadcast;
  int32_t min, max;
} product_plain;

static int32_t mul_integer(const product_integer *d, int32_t a, int32_t b) {
  int32_t product = tinyxs_wrap_mul(a - d->a_zero_point, b - d->b_zero_point);
  int32_t value = tinyxs_wrap_add(tinyxs_requantize(product, d->multiplier, d->shift), d->output_zero_point);
  return tinyxs_clamp(value, d->activation_min, d->activation_max);
}
static float mul_float(const product_float *d, float a, float b) { return tinyxs_clamp_float(a * b, d->min, d->max); }
static int32_t mul_plain(const product_plain *d, int32_t a, int32_t b) {
  return tinyxs_clamp(tinyxs_wrap_mul(a, b), d->min, d->max);
}

TINYXS_RUN_BROADCAST(run_int8, product_integer, int8_t, mul_integer)
TINYXS_RUN_BROADCAST(run_int16, product_integer, int16_t, mul_integer)
TINYXS_RUN_BROADCAST(run_float, product_float, float, mul_float)
TINYXS_RUN_BROADCAST(run_int32, product_plain, int32_t, mul_plain)

static tinyxs_status prepare(tinyxs_prepare *p) {
  tinyxs_broadcast broadcast;
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &broadcast));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != b.type) return tinyxs_reject_type(p, "a second input", &b);
  if (a.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  int32_t activation = tinyxs_option_i8(p, MUL_OPTIONS_ACTIVATION, 0);
  if (a.type == TINYXS_FLOAT32) {
    product_float d = {.broadcast = broadcast};
    TINYXS_TRY(tinyxs_float_activation_range(p, activation, &d.min, &d.max));
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, run_float);
  } else if (a.type == TINYXS_INT8 || a.type == TINYXS_INT16) {
    TINYXS_TRY(tinyxs_require_quantized(p, "input 0", &a));
    TINYXS_TRY(tinyxs_require_quantized(p, "input 1", &b));
    TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
    product_integer d = {.broadcast = broadcast,
                         .a_zero_point = a.zero_point,
                         .b_zero_point = b.zero_point,
                         .output_zero_point = output.zero_point};
    double factor = (double)a.scale * (double)b.scale / (double)output.scale;
    tinyxs_quantize_multiplier(factor, &d.multiplier, &d.shift);
    TINYXS_TRY(tinyxs_activation_range(p, activation, &output, &d.activation_min, &d.activation_max));
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, a.type == TINYXS_INT8 ? run_int8 : run_int16);
  } else if (a.type == TINYXS_INT32) {
    product_plain d = {.broadcast = broadcast};
    TINYXS_TRY(tinyxs_plain_activation_range(p, activation, &d.min, &d.max));
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, run_int32);
  } else {
    return tinyxs_reject_type(p, "an input", &a);
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_mul(tinyxs_prepare *p) { return prepare(p); }
