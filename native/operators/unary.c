/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What operators of one input share, and those of one type: SIN, COS, LOG, SQRT, SQUARE, NEG, CEIL, FLOOR, ROUND and EXP of
 * float32, LOGICAL_NOT of bool.
 */
#include "operators/unary.h"

#include <math.h>

typedef struct {
  uint32_t count;
  int8_t answers[256];
} table;

tinyxs_status tinyxs_prepare_unary(tinyxs_plan *p, tinyxs_info *input, tinyxs_info *output) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  *input = tinyxs_input_info(p, 0);
  *output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input->count == output->count, "its input and output differ in shape");
  if (output->type != input->type) return tinyxs_reject_type(p, "an output", output);
  tinyxs_in_place(p, 0, 0);
  return TINYXS_OK;
}

tinyxs_status tinyxs_require_both_quantized(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *output) {
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", input));
  return tinyxs_require_quantized(p, "the output", output);
}

static tinyxs_status run_table(tinyxs_call *call) {
  const table *d = tinyxs_op_data(call);
  const int8_t *input = tinyxs_input_data(call, 0);
  int8_t *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i++) output[i] = d->answers[input[i] + 128];
  return TINYXS_OK;
}

void tinyxs_set_table(tinyxs_plan *p, uint32_t count, int32_t (*function)(const void *context, int32_t x),
                      const void *context) {
  table *d = tinyxs_allocate_op_data(p, sizeof *d);
  tinyxs_set_run(p, run_table);
  if (!d) return;
  d->count = count;
  for (int32_t x = INT8_MIN; x <= INT8_MAX; x++) {
    d->answers[x + 128] = (int8_t)tinyxs_clamp(function(context, x), INT8_MIN, INT8_MAX);
  }
}

void tinyxs_set_elements(tinyxs_plan *p, uint32_t count, tinyxs_run_function run) {
  tinyxs_elements d = {.count = count};
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
}

tinyxs_status tinyxs_map_float(tinyxs_call *call, float (*function)(float x)) {
  const tinyxs_elements *d = tinyxs_op_data(call);
  const float *input = tinyxs_input_data(call, 0);
  float *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i++) output[i] = function(input[i]);
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_plan *p, tinyxs_run_function run) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  if (input.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "an input", &input);
  tinyxs_set_elements(p, input.count, run);
  return TINYXS_OK;
}

static float square(float x) { return x * x; }
static float negate(float x) { return -x; }

#define FLOAT_OPERATOR(symbol, function)                                                                                       \
  static tinyxs_status run_##symbol(tinyxs_call *call) { return tinyxs_map_float(call, function); }                            \
  tinyxs_status tinyxs_prepare_##symbol(tinyxs_plan *p) { return prepare(p, run_##symbol); }

FLOAT_OPERATOR(sin, sinf)
FLOAT_OPERATOR(cos, cosf)
FLOAT_OPERATOR(log, logf)
FLOAT_OPERATOR(sqrt, sqrtf)
FLOAT_OPERATOR(square, square)
FLOAT_OPERATOR(neg, negate)
FLOAT_OPERATOR(ceil, ceilf)
FLOAT_OPERATOR(floor, floorf)
FLOAT_OPERATOR(round, rintf) /* ties to even */
FLOAT_OPERATOR(exp, expf)

#define NOT(d, x) (!(x))
TINYXS_RUN_EACH(run_not, tinyxs_elements, uint8_t, NOT)

tinyxs_status tinyxs_prepare_logical_not(tinyxs_plan *p) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  if (input.type != TINYXS_BOOL) return tinyxs_reject_type(p, "an input", &input);
  tinyxs_set_elements(p, input.count, run_not);
  return TINYXS_OK;
}
