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

typedef struct {
  tinyxs_run_function float32, int8, int16, int32, int64;
} runs;

static tinyxs_status prepare(tinyxs_prepare *p, const runs *r) {
  op_data d;
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &d.broadcast));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != b.type) return tinyxs_reject_type(p, "a second input", &b);
  if (a.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  switch (a.type) {
  case TINYXS_FLOAT32: tinyxs_set_run(p, r->float32); break;
  case TINYXS_INT8: tinyxs_set_run(p, r->int8); break;
  case TINYXS_INT16: tinyxs_set_run(p, r->int16); break;
  case TINYXS_INT32: tinyxs_set_run(p, r->int32); break;
  case TINYXS_INT64: tinyxs_set_run(p, r->int64); break;
  default: return tinyxs_reject_type(p, "an input", &a);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_maximum(tinyxs_prepare *p) {
  static const runs r = {max_float, max_int8, max_int16, max_int32, max_int64};
  return prepare(p, &r);
}
tinyxs_status tinyxs_prepare_minimum(tinyxs_prepare *p) {
  static const runs r = {min_float, min_int8, min_int16, min_int32, min_int64};
  return prepare(p, &r);
}
