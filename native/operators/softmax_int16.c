/* SPDX-License-Identifier: Apache-2.0 */
/* SOFTMAX of int16, with a table of exponentials. */
#include <math.h>

#include "operators/softmax.h"
#include "signal/elementary.h"

typedef struct {
  tinyxs_softmax softmax;
  uint32_t table;
} op_data;

/* Exactly rounded, so that all targets agree. */
static float exponential(float x) { return (float)tinyxs_exp((double)x); }

static tinyxs_status run(tinyxs_call *call) {
  const op_data *op = tinyxs_op_data(call);
  const tinyxs_softmax_data data = {
      .input = tinyxs_input_data(call, 0), .table = tinyxs_persistent(call, op->table), .output = tinyxs_output_data(call, 0)};
  tinyxs_softmax_int16_reference(&op->softmax, &data);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_softmax_int16(tinyxs_plan *p, const tinyxs_softmax *rows) {
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  if (output.type != TINYXS_INT16) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
  TINYXS_REQUIRE(p, input.zero_point == 0, "its input must have zero point 0");
  TINYXS_REQUIRE(p, output.zero_point == 0 && fabsf(output.scale - 1.0f / 32768) <= 0.001f / 32768,
                 "its output must have scale 1/32768, zero point 0");
  TINYXS_REQUIRE(p, rows->depth < 1 << 16, "it has %d classes; the fixed-point sum takes %d", rows->depth, (1 << 16) - 1);
  op_data d = {.softmax = *rows};
  double factor = (double)input.scale * (double)rows->beta / (10.0 / 65535.0);
  tinyxs_set_factor(factor, &d.softmax.multiplier, &d.softmax.shift);
  int16_t *table = tinyxs_allocate_persistent(p, TINYXS_SOFTMAX_POINTS * sizeof *table, &d.table);
  for (int32_t i = 0; table && i < TINYXS_SOFTMAX_POINTS; i++) {
    table[i] = tinyxs_softmax_point(exponential, 10.0f / 65535 * -65535, 0, i);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
