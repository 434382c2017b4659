/* SPDX-License-Identifier: Apache-2.0 */
/* MUL with broadcasting and a fused activation. float32, int8, int16, int32. */
#include "kernels/reference/reference.h"
#include "operators/rows.h"

typedef struct {
  tinyxs_broadcast broadcast;
  tinyxs_mul mul;
} product_integer;

typedef struct {
  tinyxs_broadcast broadcast;
  tinyxs_limits limits;
} product_plain;

static void run_integer(const product_integer *d, const void *a, const void *b, void *output,
                        void (*run)(const tinyxs_mul *, const tinyxs_row_data *)) {
  const tinyxs_row_data row = tinyxs_row_of(&d->broadcast, a, b, output);
  run(&d->mul, &row);
}
static void run_plain(const product_plain *d, const void *a, const void *b, void *output,
                      void (*run)(const tinyxs_limits *, const tinyxs_row_data *)) {
  const tinyxs_row_data row = tinyxs_row_of(&d->broadcast, a, b, output);
  run(&d->limits, &row);
}

static void mul_int8_row(const void *d, const void *a, const void *b, void *output) {
  run_integer(d, a, b, output, tinyxs_mul_int8_reference);
}
static void mul_int16_row(const void *d, const void *a, const void *b, void *output) {
  run_integer(d, a, b, output, tinyxs_mul_int16_reference);
}
static void mul_int32_row(const void *d, const void *a, const void *b, void *output) {
  run_plain(d, a, b, output, tinyxs_mul_int32_reference);
}
static void mul_float_row(const void *d, const void *a, const void *b, void *output) {
  run_plain(d, a, b, output, tinyxs_mul_float_reference);
}

static tinyxs_status mul_int8(tinyxs_call *call) {
  return tinyxs_run_rows(call, mul_int8_row, sizeof(int8_t), sizeof(int8_t), sizeof(int8_t));
}
static tinyxs_status mul_int16(tinyxs_call *call) {
  return tinyxs_run_rows(call, mul_int16_row, sizeof(int16_t), sizeof(int16_t), sizeof(int16_t));
}
static tinyxs_status mul_int32(tinyxs_call *call) {
  return tinyxs_run_rows(call, mul_int32_row, sizeof(int32_t), sizeof(int32_t), sizeof(int32_t));
}
static tinyxs_status mul_float(tinyxs_call *call) {
  return tinyxs_run_rows(call, mul_float_row, sizeof(float), sizeof(float), sizeof(float));
}

static tinyxs_status prepare(tinyxs_plan *p) {
  tinyxs_broadcast broadcast;
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &broadcast));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != b.type) return tinyxs_reject_type(p, "a second input", &b);
  if (a.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  int32_t activation = tinyxs_option_i8(p, MUL_OPTIONS_ACTIVATION, 0);
  if (a.type == TINYXS_FLOAT32) {
    product_plain d = {.broadcast = broadcast};
    TINYXS_TRY(tinyxs_float_activation_range(p, activation, &d.limits.float_min, &d.limits.float_max));
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, mul_float);
  } else if (a.type == TINYXS_INT8 || a.type == TINYXS_INT16) {
    TINYXS_TRY(tinyxs_require_quantized(p, "input 0", &a));
    TINYXS_TRY(tinyxs_require_quantized(p, "input 1", &b));
    TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
    product_integer d = {.broadcast = broadcast,
                         .mul = {.a_zero_point = (int16_t)a.zero_point,
                                 .b_zero_point = (int16_t)b.zero_point,
                                 .output_zero_point = (int16_t)output.zero_point}};
    double factor = (double)a.scale * (double)b.scale / (double)output.scale;
    tinyxs_set_factor(factor, &d.mul.multiplier, &d.mul.shift);
    int32_t min, max;
    TINYXS_TRY(tinyxs_activation_range(p, activation, &output, &min, &max));
    d.mul.activation_min = tinyxs_saturate_int16(min);
    d.mul.activation_max = tinyxs_saturate_int16(max);
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, a.type == TINYXS_INT8 ? mul_int8 : mul_int16);
  } else if (a.type == TINYXS_INT32) {
    product_plain d = {.broadcast = broadcast};
    TINYXS_TRY(tinyxs_plain_activation_range(p, activation, &d.limits.min, &d.limits.max));
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, mul_int32);
  } else {
    return tinyxs_reject_type(p, "an input", &a);
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_mul(tinyxs_plan *p) { return prepare(p); }
