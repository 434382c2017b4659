/* SPDX-License-Identifier: Apache-2.0 */
/* ABS. float32, int8, int16; int16 without a scale, too. */
#include "operators/unary.h"

#include <math.h>

typedef struct {
  uint32_t count;
  int32_t input_zero_point, output_zero_point, multiplier, shift, min, max;
} absolute;

static int32_t magnitude(int32_t x) { return x < 0 ? -x : x; }

static int32_t abs_integer(const absolute *d, int32_t x) {
  int32_t value = tinyxs_requantize(magnitude(x - d->input_zero_point), d->multiplier, d->shift);
  return tinyxs_clamp(tinyxs_wrap_add(value, d->output_zero_point), d->min, d->max);
}
static int32_t abs_plain(const tinyxs_elements *d, int32_t x) {
  (void)d;
  return magnitude(x);
}

TINYXS_RUN_EACH(run_int8, absolute, int8_t, abs_integer)
TINYXS_RUN_EACH(run_int16, absolute, int16_t, abs_integer)
TINYXS_RUN_EACH(run_plain_int16, tinyxs_elements, int16_t, abs_plain)
static tinyxs_status run_float(tinyxs_call *call) { return tinyxs_map_float(call, fabsf); }

tinyxs_status tinyxs_prepare_abs(tinyxs_plan *p) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  if (input.type == TINYXS_FLOAT32) {
    tinyxs_set_elements(p, input.count, run_float);
    return TINYXS_OK;
  }
  if (input.type == TINYXS_INT16 && !input.channels) {
    tinyxs_set_elements(p, input.count, run_plain_int16);
    return TINYXS_OK;
  }
  if (input.type != TINYXS_INT8 && input.type != TINYXS_INT16) return tinyxs_reject_type(p, "an input", &input);
  TINYXS_TRY(tinyxs_require_both_quantized(p, &input, &output));
  TINYXS_REQUIRE(p, input.type == TINYXS_INT8 || (!input.zero_point && !output.zero_point),
                 "its zero points must be 0 in int16");
  absolute d = {.count = input.count,
                .input_zero_point = input.zero_point,
                .output_zero_point = output.zero_point,
                .min = tinyxs_type_min(input.type),
                .max = tinyxs_type_max(input.type)};
  tinyxs_quantize_multiplier((double)input.scale / (double)output.scale, &d.multiplier, &d.shift);
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, input.type == TINYXS_INT8 ? run_int8 : run_int16);
  return TINYXS_OK;
}
