/* REDUCE_MAX and REDUCE_MIN: float32, int8. REDUCE_ALL: bool. */
#include <float.h>

#include "operators/reduction.h"

#define MAX(value, x)       ((x) > (value) ? (x) : (value))
#define MIN(value, x)       ((x) < (value) ? (x) : (value))
#define ALL(value, x)       ((value) && (x))
#define ITSELF(d, w, value) (value)

#define RUN        max_int8
#define TYPE       int8_t
#define VALUE_TYPE int8_t
#define START      INT8_MIN
#define VISIT      MAX
#define FINISH     ITSELF
#include "operators/reduction_run.h"

#define RUN        max_float
#define TYPE       float
#define VALUE_TYPE float
#define START      -FLT_MAX
#define VISIT      MAX
#define FINISH     ITSELF
#include "operators/reduction_run.h"

#define RUN        min_int8
#define TYPE       int8_t
#define VALUE_TYPE int8_t
#define START      INT8_MAX
#define VISIT      MIN
#define FINISH     ITSELF
#include "operators/reduction_run.h"

#define RUN        min_float
#define TYPE       float
#define VALUE_TYPE float
#define START      FLT_MAX
#define VISIT      MIN
#define FINISH     ITSELF
#include "operators/reduction_run.h"

#define RUN        all_bool
#define TYPE       uint8_t
#define VALUE_TYPE uint8_t
#define START      1
#define VISIT      ALL
#define FINISH     ITSELF
#include "operators/reduction_run.h"

static tinyxs_status prepare(tinyxs_prepare *p, tinyxs_run_function float32, tinyxs_run_function int8) {
  tinyxs_reduction d;
  TINYXS_TRY(tinyxs_prepare_reduction(p, &d));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  if (input.type != TINYXS_FLOAT32 && input.type != TINYXS_INT8) return tinyxs_reject_type(p, "an input", &input);
  TINYXS_REQUIRE(p, input.type == TINYXS_FLOAT32 || (input.scale == output.scale && input.zero_point == output.zero_point),
                 "its input and output are quantized differently");
  tinyxs_set_reduction(p, &d, input.type == TINYXS_FLOAT32 ? float32 : int8);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_reduce_max(tinyxs_prepare *p) { return prepare(p, max_float, max_int8); }
tinyxs_status tinyxs_prepare_reduce_min(tinyxs_prepare *p) { return prepare(p, min_float, min_int8); }
tinyxs_status tinyxs_prepare_reduce_all(tinyxs_prepare *p) {
  tinyxs_reduction d;
  TINYXS_TRY(tinyxs_prepare_reduction(p, &d));
  tinyxs_info input = tinyxs_input_info(p, 0);
  if (input.type != TINYXS_BOOL) return tinyxs_reject_type(p, "an input", &input);
  tinyxs_set_reduction(p, &d, all_bool);
  return TINYXS_OK;
}
