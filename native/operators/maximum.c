/* MAXIMUM and MINIMUM with broadcasting. float32, int8, int16, int32, int64. */
#include "operators/binary.h"

typedef struct {
  tinyxs_pairs pairs;
} kept;

#define MAXIMUM(d, x, y) ((x) > (y) ? (x) : (y))
#define MINIMUM(d, x, y) ((x) < (y) ? (x) : (y))

TINYXS_RUN_PAIRS(max_float, kept, float, MAXIMUM)
TINYXS_RUN_PAIRS(max_int8, kept, int8_t, MAXIMUM)
TINYXS_RUN_PAIRS(max_int16, kept, int16_t, MAXIMUM)
TINYXS_RUN_PAIRS(max_int32, kept, int32_t, MAXIMUM)
TINYXS_RUN_PAIRS(max_int64, kept, tinyxs_int64, MAXIMUM)
TINYXS_RUN_PAIRS(min_float, kept, float, MINIMUM)
TINYXS_RUN_PAIRS(min_int8, kept, int8_t, MINIMUM)
TINYXS_RUN_PAIRS(min_int16, kept, int16_t, MINIMUM)
TINYXS_RUN_PAIRS(min_int32, kept, int32_t, MINIMUM)
TINYXS_RUN_PAIRS(min_int64, kept, tinyxs_int64, MINIMUM)

typedef struct {
  tinyxs_run_function float32, int8, int16, int32, int64;
} runs;

static tinyxs_status prepare(tinyxs_prepare *p, const runs *r) {
  kept d;
  TINYXS_TRY(tinyxs_prepare_pairs(p, &d.pairs));
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
  tinyxs_keep(p, &d, sizeof d);
  return TINYXS_OK;
}

static tinyxs_status prepare_maximum(tinyxs_prepare *p) {
  static const runs r = {max_float, max_int8, max_int16, max_int32, max_int64};
  return prepare(p, &r);
}
static tinyxs_status prepare_minimum(tinyxs_prepare *p) {
  static const runs r = {min_float, min_int8, min_int16, min_int32, min_int64};
  return prepare(p, &r);
}

const tinyxs_operator tinyxs_operator_maximum = {"MAXIMUM", 55, prepare_maximum};
const tinyxs_operator tinyxs_operator_minimum = {"MINIMUM", 57, prepare_minimum};
