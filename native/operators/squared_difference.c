/* SPDX-License-Identifier: Apache-2.0 */
/* SQUARED_DIFFERENCE: (a - b)^2 with broadcasting. float32, int8, int16, int32. */
#include "operators/binary.h"

typedef struct {
  tinyxs_broadcast broadcast;
  int32_t a_zero_point, b_zero_point, output_zero_point, min, max;
  int32_t left_shift, a_multiplier, a_shift, b_multiplier, b_shift, multiplier, shift;
} square_integer;

typedef struct {
  tinyxs_broadcast broadcast;
} square_plain;

static int32_t square_of(const square_integer *d, int32_t a, int32_t b) {
  a = tinyxs_requantize((a - d->a_zero_point) * (1 << d->left_shift), d->a_multiplier, d->a_shift);
  b = tinyxs_requantize((b - d->b_zero_point) * (1 << d->left_shift), d->b_multiplier, d->b_shift);
  int32_t square = tinyxs_wrap_mul(a - b, a - b);
  int32_t value = tinyxs_wrap_add(tinyxs_requantize(square, d->multiplier, d->shift), d->output_zero_point);
  return tinyxs_clamp(value, d->min, d->max);
}
static float square_float(const square_plain *d, float a, float b) {
  (void)d;
  return (a - b) * (a - b);
}
static int32_t square_int32(const square_plain *d, int32_t a, int32_t b) {
  (void)d;
  int32_t difference = tinyxs_wrap_sub(a, b);
  return tinyxs_wrap_mul(difference, difference);
}

TINYXS_RUN_BROADCAST(run_int8, square_integer, int8_t, square_of)
TINYXS_RUN_BROADCAST(run_int16, square_integer, int16_t, square_of)
TINYXS_RUN_BROADCAST(run_float, square_plain, float, square_float)
TINYXS_RUN_BROADCAST(run_int32, square_plain, int32_t, square_int32)

static const tinyxs_typed_run runs[] = {
    {TINYXS_FLOAT32, run_float}, {TINYXS_INT8, run_int8}, {TINYXS_INT16, run_int16}, {TINYXS_INT32, run_int32}, {0}};

tinyxs_status tinyxs_prepare_squared_difference(tinyxs_plan *p) {
  square_plain plain;
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &plain.broadcast));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != b.type) return tinyxs_reject_type(p, "a second input", &b);
  if (a.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &a));
  if (a.type == TINYXS_FLOAT32 || a.type == TINYXS_INT32) {
    tinyxs_set_op_data(p, &plain, sizeof plain);
    return TINYXS_OK;
  }
  TINYXS_TRY(tinyxs_require_quantized(p, "input 0", &a));
  TINYXS_TRY(tinyxs_require_quantized(p, "input 1", &b));
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
  TINYXS_REQUIRE(p, a.type == TINYXS_INT8 || (!a.zero_point && !b.zero_point && !output.zero_point),
                 "its zero points must be 0 in int16");
  square_integer d = {.broadcast = plain.broadcast,
                      .a_zero_point = a.zero_point,
                      .b_zero_point = b.zero_point,
                      .output_zero_point = output.zero_point,
                      .min = tinyxs_type_min(a.type),
                      .max = tinyxs_type_max(a.type),
                      .left_shift = a.type == TINYXS_INT8 ? 7 : 0};
  double twice_max = 2 * (double)(a.scale > b.scale ? a.scale : b.scale);
  tinyxs_quantize_multiplier((double)a.scale / twice_max, &d.a_multiplier, &d.a_shift);
  tinyxs_quantize_multiplier((double)b.scale / twice_max, &d.b_multiplier, &d.b_shift);
  double factor = twice_max * twice_max / ((double)(1 << (2 * d.left_shift)) * (double)output.scale);
  tinyxs_quantize_multiplier(factor, &d.multiplier, &d.shift);
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}
