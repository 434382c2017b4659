/* SPDX-License-Identifier: Apache-2.0 */
/* MAXIMUM and MINIMUM with broadcasting. float32, int8, int16, int32, int64. */
#include "operators/binary.h"

typedef struct {
  tinyxs_broadcast broadcast;
} op_data;

#define MAXIMUM(d, x, y) ((x) > (y) ? (x) : (y))
#define MINIMUM(d, x, y) ((x) < (y) ? (x) : (y))

TINYXS_RUN_BROADCAST(max_float, op_data, float, MAXIMUM)
TINYXS_RUN_BROADCAST(max_int8, op_data, int8_t, MAXIMUM)
TINYXS_RUN_BROADCAST(max_int16, op_data, int16_t, MAXIMUM)
TINYXS_RUN_BROADCAST(max_int32, op_data, int32_t, MAXIMUM)
TINYXS_RUN_BROADCAST(max_int64, op_data, tinyxs_int64, MAXIMUM)
TINYXS_RUN_BROADCAST(min_float, op_data, float, MINIMUM)
TINYXS_RUN_BROADCAST(min_int8, op_data, int8_t, MINIMUM)
TINYXS_RUN_BROADCAST(min_int16, op_data, int16_t, MINIMUM)
TINYXS_RUN_BROADCAST(min_int32, op_data, int32_t, MINIMUM)
TINYXS_RUN_BROADCAST(min_int64, op_data, tinyxs_int64, MINIMUM)

static tinyxs_status prepare(tinyxs_plan *p, const tinyxs_typed_run *runs) {
  op_data d;
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &d.broadcast));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != b.type) return tinyxs_reject_type(p, "a second input", &b);
  if (a.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &a));
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_maximum(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, max_float}, {TINYXS_INT8, max_int8},   {TINYXS_INT16, max_int16},
                                          {TINYXS_INT32, max_int32},   {TINYXS_INT64, max_int64}, {0}};
  return prepare(p, runs);
}
tinyxs_status tinyxs_prepare_minimum(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, min_float}, {TINYXS_INT8, min_int8},   {TINYXS_INT16, min_int16},
                                          {TINYXS_INT32, min_int32},   {TINYXS_INT64, min_int64}, {0}};
  return prepare(p, runs);
}
