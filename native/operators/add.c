/* SPDX-License-Identifier: Apache-2.0 */
/* ADD and SUB with broadcasting and a fused activation. float32, int8, int16, int32. */
#include "kernels/kernel_set.h"
#include "kernels/reference/reference.h"
#include "operators/rows.h"

typedef tinyxs_add parameters;
typedef tinyxs_add_kernel kernel;
#include "kernels/choose_template.h"

typedef struct {
  tinyxs_broadcast broadcast;
  tinyxs_add add;
} sum_integer;

typedef struct {
  tinyxs_broadcast broadcast;
  tinyxs_limits limits;
} sum_plain;

/* ---- run ---- */

static void run_integer(const sum_integer *d, const void *a, const void *b, void *output,
                        void (*run)(const tinyxs_add *, const tinyxs_row_data *)) {
  const tinyxs_row_data row = tinyxs_row_of(&d->broadcast, a, b, output);
  run(&d->add, &row);
}
static void run_plain(const sum_plain *d, const void *a, const void *b, void *output,
                      void (*run)(const tinyxs_limits *, const tinyxs_row_data *)) {
  const tinyxs_row_data row = tinyxs_row_of(&d->broadcast, a, b, output);
  run(&d->limits, &row);
}

static void add_int8_row(const void *d, const void *a, const void *b, void *output) {
  run_integer(d, a, b, output, tinyxs_add_int8_kernels[((const sum_integer *)d)->add.kernel]->run);
}
static void add_int16_row(const void *d, const void *a, const void *b, void *output) {
  run_integer(d, a, b, output, tinyxs_add_int16_reference);
}
static void add_int32_row(const void *d, const void *a, const void *b, void *output) {
  run_plain(d, a, b, output, tinyxs_add_int32_reference);
}
static void add_float_row(const void *d, const void *a, const void *b, void *output) {
  run_plain(d, a, b, output, tinyxs_add_float_reference);
}
static void sub_int8_row(const void *d, const void *a, const void *b, void *output) {
  run_integer(d, a, b, output, tinyxs_sub_int8_reference);
}
static void sub_int16_row(const void *d, const void *a, const void *b, void *output) {
  run_integer(d, a, b, output, tinyxs_sub_int16_reference);
}
static void sub_int32_row(const void *d, const void *a, const void *b, void *output) {
  run_plain(d, a, b, output, tinyxs_sub_int32_reference);
}
static void sub_float_row(const void *d, const void *a, const void *b, void *output) {
  run_plain(d, a, b, output, tinyxs_sub_float_reference);
}

static tinyxs_status add_int8(tinyxs_call *call) {
  return tinyxs_run_rows(call, add_int8_row, sizeof(int8_t), sizeof(int8_t), sizeof(int8_t));
}
static tinyxs_status add_int16(tinyxs_call *call) {
  return tinyxs_run_rows(call, add_int16_row, sizeof(int16_t), sizeof(int16_t), sizeof(int16_t));
}
static tinyxs_status add_int32(tinyxs_call *call) {
  return tinyxs_run_rows(call, add_int32_row, sizeof(int32_t), sizeof(int32_t), sizeof(int32_t));
}
static tinyxs_status add_float(tinyxs_call *call) {
  return tinyxs_run_rows(call, add_float_row, sizeof(float), sizeof(float), sizeof(float));
}
static tinyxs_status sub_int8(tinyxs_call *call) {
  return tinyxs_run_rows(call, sub_int8_row, sizeof(int8_t), sizeof(int8_t), sizeof(int8_t));
}
static tinyxs_status sub_int16(tinyxs_call *call) {
  return tinyxs_run_rows(call, sub_int16_row, sizeof(int16_t), sizeof(int16_t), sizeof(int16_t));
}
static tinyxs_status sub_int32(tinyxs_call *call) {
  return tinyxs_run_rows(call, sub_int32_row, sizeof(int32_t), sizeof(int32_t), sizeof(int32_t));
}
static tinyxs_status sub_float(tinyxs_call *call) {
  return tinyxs_run_rows(call, sub_float_row, sizeof(float), sizeof(float), sizeof(float));
}

/* ---- prepare ---- */

typedef struct {
  const tinyxs_add_kernel *const *kernels; /* of int8; NULL: none */
  tinyxs_run_function int8, int16, int32, float32;
} traits;

static tinyxs_status prepare_integer(tinyxs_plan *p, const tinyxs_broadcast *broadcast, int32_t activation, tinyxs_add *add) {
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  TINYXS_TRY(tinyxs_require_quantized(p, "input 0", &a));
  TINYXS_TRY(tinyxs_require_quantized(p, "input 1", &b));
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
  *add = (tinyxs_add){.rows = broadcast->rows,
                      .row = broadcast->row,
                      .a_zero_point = (int16_t)a.zero_point,
                      .b_zero_point = (int16_t)b.zero_point,
                      .output_zero_point = (int16_t)output.zero_point,
                      .left_shift = output.type == TINYXS_INT16 ? 15 : 20};
  double twice_max = 2 * (double)(a.scale > b.scale ? a.scale : b.scale);
  double output_factor = twice_max / ((double)(1 << add->left_shift) * (double)output.scale);
  TINYXS_REQUIRE(p, output_factor < 1, "its output's scale is too small for its inputs'");
  tinyxs_set_factor((double)a.scale / twice_max, &add->a_multiplier, &add->a_shift);
  tinyxs_set_factor((double)b.scale / twice_max, &add->b_multiplier, &add->b_shift);
  tinyxs_set_factor(output_factor, &add->multiplier, &add->shift);
  int32_t min, max;
  TINYXS_TRY(tinyxs_activation_range(p, activation, &output, &min, &max));
  add->activation_min = tinyxs_saturate_int16(min);
  add->activation_max = tinyxs_saturate_int16(max);
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_plan *p, const traits *t) {
  tinyxs_broadcast broadcast;
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &broadcast));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != b.type) return tinyxs_reject_type(p, "a second input", &b);
  if (a.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  int32_t activation = tinyxs_option_i8(p, ADD_OPTIONS_ACTIVATION, 0);
  if (a.type == TINYXS_INT8 || a.type == TINYXS_INT16) {
    sum_integer d = {.broadcast = broadcast};
    TINYXS_TRY(prepare_integer(p, &broadcast, activation, &d.add));
    const tinyxs_bounds no_more = {.shift_min = d.add.shift, .shift_max = d.add.shift};
    if (t->kernels && a.type == TINYXS_INT8) d.add.kernel = choose_kernel(t->kernels, &d.add, &no_more, NULL, NULL);
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, a.type == TINYXS_INT8 ? t->int8 : t->int16);
  } else if (a.type == TINYXS_FLOAT32 || a.type == TINYXS_INT32) {
    bool real = a.type == TINYXS_FLOAT32;
    sum_plain d = {.broadcast = broadcast};
    TINYXS_TRY(real ? tinyxs_float_activation_range(p, activation, &d.limits.float_min, &d.limits.float_max)
                    : tinyxs_plain_activation_range(p, activation, &d.limits.min, &d.limits.max));
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, real ? t->float32 : t->int32);
  } else {
    return tinyxs_reject_type(p, "an input", &a);
  }
  return TINYXS_OK;
}

static tinyxs_status prepare_add(tinyxs_plan *p) {
  static const traits t = {tinyxs_add_int8_kernels, add_int8, add_int16, add_int32, add_float};
  return prepare(p, &t);
}
static tinyxs_status prepare_sub(tinyxs_plan *p) {
  static const traits t = {NULL, sub_int8, sub_int16, sub_int32, sub_float};
  return prepare(p, &t);
}

tinyxs_status tinyxs_prepare_add(tinyxs_plan *p) { return prepare_add(p); }
tinyxs_status tinyxs_prepare_sub(tinyxs_plan *p) { return prepare_sub(p); }
