/* SPDX-License-Identifier: Apache-2.0 */
/* SOFTMAX over the last dimension. float32; int8 to int8 or int16 in fixed point; int16: softmax_int16.c. */
#include "operators/softmax.h"

#include <math.h>

enum { INPUT_BITS = TINYXS_SOFTMAX_INPUT_BITS, SUM_BITS = TINYXS_SOFTMAX_SUM_BITS };

static tinyxs_status run(tinyxs_call *call, void (*softmax)(const tinyxs_softmax *s, const tinyxs_softmax_data *d)) {
  const tinyxs_softmax_data data = {.input = tinyxs_input_data(call, 0), .output = tinyxs_output_data(call, 0)};
  softmax(tinyxs_op_data(call), &data);
  return TINYXS_OK;
}
static tinyxs_status run_int8(tinyxs_call *call) { return run(call, tinyxs_softmax_int8_reference); }
static tinyxs_status run_int8_int16(tinyxs_call *call) { return run(call, tinyxs_softmax_int8_int16_reference); }
static tinyxs_status run_float(tinyxs_call *call) { return run(call, tinyxs_softmax_float_reference); }

tinyxs_status tinyxs_softmax_scale(tinyxs_plan *p, tinyxs_softmax *d) {
  tinyxs_info input = tinyxs_input_info(p, 0);
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
  TINYXS_REQUIRE(p, d->depth < 1 << SUM_BITS, "it has %d classes; the fixed-point sum takes %d", d->depth,
                 (int32_t)(1 << SUM_BITS) - 1);
  double factor = (double)d->beta * (double)input.scale * (double)(1 << (31 - INPUT_BITS));
  if (factor > 2147483647.0) factor = 2147483647.0;
  TINYXS_REQUIRE(p, factor > 1, "its input's scale times beta is too small");
  tinyxs_set_factor(factor, &d->multiplier, &d->shift);
  /* The least difference whose scaled value still fits Q5.26; as CalculateInputRadius in the reference. */
  double radius = (double)((1 << INPUT_BITS) - 1) * (double)(1 << (31 - INPUT_BITS)) / (double)((int64_t)1 << d->shift);
  d->difference_min = -(int32_t)floor(radius);
  return TINYXS_OK;
}

tinyxs_status tinyxs_softmax_rows(tinyxs_plan *p, tinyxs_softmax *d) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.rank >= 1 && input.count && input.count == output.count, "its input and output differ in shape");
  d->depth = input.shape[input.rank - 1];
  d->rows = (int32_t)input.count / d->depth;
  if (input.type == output.type) tinyxs_in_place(p, 0, 0);
  return TINYXS_OK;
}

static tinyxs_status prepare_int8(tinyxs_plan *p, tinyxs_softmax *d) {
  tinyxs_info output = tinyxs_output_info(p, 0);
  if (output.type == TINYXS_INT8) {
    TINYXS_REQUIRE(p, output.zero_point == -128 && output.scale == 1.0f / 256,
                   "its output must have scale 1/256, zero point -128");
    tinyxs_set_run(p, run_int8);
  } else if (output.type == TINYXS_INT16) {
    TINYXS_REQUIRE(p, output.zero_point == -32768 && fabsf(output.scale - 1.0f / 65536) <= 0.001f / 65536,
                   "its output must have scale 1/65536, zero point -32768");
    tinyxs_set_run(p, run_int8_int16);
  } else {
    return tinyxs_reject_type(p, "an output", &output);
  }
  return tinyxs_softmax_scale(p, d);
}

static tinyxs_status prepare(tinyxs_plan *p) {
  tinyxs_softmax d = {.beta = tinyxs_option_f32(p, SOFTMAX_OPTIONS_BETA, 0)};
  TINYXS_TRY(tinyxs_softmax_rows(p, &d));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, isfinite(d.beta) && d.beta > 0, "its beta is not a positive number");
  if (input.type == TINYXS_INT16) return tinyxs_prepare_softmax_int16(p, &d);
  if (input.type == TINYXS_INT8) {
    TINYXS_TRY(prepare_int8(p, &d));
  } else if (input.type == TINYXS_FLOAT32 && output.type == TINYXS_FLOAT32) {
    tinyxs_set_run(p, run_float);
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_softmax(tinyxs_plan *p) { return prepare(p); }
