/* SPDX-License-Identifier: Apache-2.0 */
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

static tinyxs_status prepare(tinyxs_plan *p, const tinyxs_typed_run *runs) {
  tinyxs_reduction d;
  TINYXS_TRY(tinyxs_prepare_reduction(p, &d));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  TINYXS_REQUIRE(p, input.type == TINYXS_FLOAT32 || (input.scale == output.scale && input.zero_point == output.zero_point),
                 "its input and output are quantized differently");
  tinyxs_set_reduction(p, &d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_reduce_max(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, max_float}, {TINYXS_INT8, max_int8}, {0}};
  return prepare(p, runs);
}
tinyxs_status tinyxs_prepare_reduce_min(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, min_float}, {TINYXS_INT8, min_int8}, {0}};
  return prepare(p, runs);
}
tinyxs_status tinyxs_prepare_reduce_all(tinyxs_plan *p) {
  tinyxs_reduction d;
  TINYXS_TRY(tinyxs_prepare_reduction(p, &d));
  tinyxs_info input = tinyxs_input_info(p, 0);
  if (input.type != TINYXS_BOOL) return tinyxs_reject_type(p, "an input", &input);
  tinyxs_set_reduction(p, &d);
  tinyxs_set_run(p, all_bool);
  return TINYXS_OK;
}
