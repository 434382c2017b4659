/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSQRT: 1 / sqrt(x). float32; int8 and int16 in fixed point, where a negative number fails the run. int8 goes through a table.
 */
#include "operators/unary.h"

#include <math.h>

/* Also of int16, which has no table. */
typedef struct {
  uint32_t count;
  int32_t input_zero_point, output_zero_point, multiplier, shift, most;
  uint32_t table; /* arena offset of the answers for input_zero_point..127 */
} rsqrt;

/* Fraction bits of intermediate results. */
enum { FRACTION = 20 };

static float reciprocal_root(float x) { return 1.0f / sqrtf(x); }
static tinyxs_status run_float(tinyxs_call *call) { return tinyxs_map_float(call, reciprocal_root); }

/* Of x >= 0, the zero point subtracted. */
static int32_t answer(const rsqrt *d, int32_t x) {
  if (x == 0) return d->most;
  int32_t multiplier, shift;
  tinyxs_inverse_root(x, &multiplier, &shift);
  int32_t root = tinyxs_requantize(1, multiplier, shift + FRACTION);
  /* Shifts by more than 31 bits leave nothing. */
  int32_t right = d->shift - FRACTION, value = right < -31 ? 0 : tinyxs_requantize(root, d->multiplier, right);
  return tinyxs_clamp(tinyxs_wrap_add(value, d->output_zero_point), -d->most - 1, d->most);
}

static tinyxs_status negative(tinyxs_call *call, uint32_t i) {
  return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its input %u is negative", i);
}

static tinyxs_status run_int8(tinyxs_call *call) {
  const rsqrt *d = tinyxs_op_data(call);
  const int8_t *input = tinyxs_input_data(call, 0), *table = tinyxs_persistent(call, d->table);
  int8_t *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i++) {
    int32_t x = input[i] - d->input_zero_point;
    if (x < 0) return negative(call, i);
    output[i] = table[x];
  }
  return TINYXS_OK;
}

static tinyxs_status run_int16(tinyxs_call *call) {
  const rsqrt *d = tinyxs_op_data(call);
  const int16_t *input = tinyxs_input_data(call, 0);
  int16_t *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i++) {
    if (input[i] < 0) return negative(call, i);
    output[i] = (int16_t)answer(d, input[i]);
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_rsqrt(tinyxs_plan *p) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  if (input.type == TINYXS_FLOAT32) {
    tinyxs_set_elements(p, input.count, run_float);
    return TINYXS_OK;
  }
  if (input.type != TINYXS_INT8 && input.type != TINYXS_INT16) return tinyxs_reject_type(p, "an input", &input);
  TINYXS_TRY(tinyxs_require_both_quantized(p, &input, &output));
  rsqrt d = {.count = input.count,
             .input_zero_point = input.zero_point,
             .output_zero_point = output.zero_point,
             .most = tinyxs_type_max(input.type)};
  tinyxs_quantize_multiplier(1.0 / (sqrt((double)input.scale) * (double)output.scale), &d.multiplier, &d.shift);
  if (input.type == TINYXS_INT8) {
    int32_t values = INT8_MAX - input.zero_point + 1;
    int8_t *table = tinyxs_allocate_persistent(p, (uint64_t)values, &d.table);
    for (int32_t x = 0; table && x < values; x++) table[x] = (int8_t)answer(&d, x);
    tinyxs_set_run(p, run_int8);
  } else {
    TINYXS_REQUIRE(p, !input.zero_point && !output.zero_point, "the zero points of int16 must be 0");
    tinyxs_set_run(p, run_int16);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}
