/* SPDX-License-Identifier: Apache-2.0 */
/* MEAN and SUM over any axes. float32, int8, int16. */
#include "operators/reduction.h"

static int32_t requantize(const tinyxs_reduction *d, const tinyxs_reduction_plan *w, int32_t sum, int32_t min, int32_t max) {
  int32_t value = tinyxs_requantize(tinyxs_wrap_sub(sum, w->offset), w->multiplier, w->shift);
  return tinyxs_clamp(tinyxs_wrap_add(value, d->output_zero_point), min, max);
}

#define ADD(value, x)           tinyxs_wrap_add(value, x)
#define ADD_FLOAT(value, x)     ((value) + (x))
#define FINISH_INT8(d, w, sum)  requantize(d, w, sum, INT8_MIN, INT8_MAX)
#define FINISH_INT16(d, w, sum) requantize(d, w, sum, INT16_MIN, INT16_MAX)
#define FINISH_FLOAT(d, w, sum) ((sum) / (w)->divisor)

#define RUN        run_int8
#define TYPE       int8_t
#define VALUE_TYPE int32_t
#define START      0
#define VISIT      ADD
#define FINISH     FINISH_INT8
#include "operators/reduction_run.h"

#define RUN        run_int16
#define TYPE       int16_t
#define VALUE_TYPE int32_t
#define START      0
#define VISIT      ADD
#define FINISH     FINISH_INT16
#include "operators/reduction_run.h"

#define RUN        run_float
#define TYPE       float
#define VALUE_TYPE float
#define START      0
#define VISIT      ADD_FLOAT
#define FINISH     FINISH_FLOAT
#include "operators/reduction_run.h"

static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, run_float}, {TINYXS_INT8, run_int8}, {TINYXS_INT16, run_int16}, {0}};

static tinyxs_status prepare(tinyxs_plan *p, bool mean) {
  tinyxs_reduction d;
  TINYXS_TRY(tinyxs_prepare_reduction(p, &d));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  d.mean = mean;
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  if (input.type != TINYXS_FLOAT32) {
    TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
    TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
    d.input_zero_point = input.zero_point;
    d.output_zero_point = output.zero_point;
    tinyxs_quantize_multiplier((double)input.scale / (double)output.scale, &d.multiplier, &d.shift);
  }
  tinyxs_set_reduction(p, &d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_mean(tinyxs_plan *p) { return prepare(p, true); }
tinyxs_status tinyxs_prepare_sum(tinyxs_plan *p) { return prepare(p, false); }
