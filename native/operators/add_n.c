/* SPDX-License-Identifier: Apache-2.0 */
/* ADD_N: the sum of two or more tensors of one shape. float32; int8 with one scale for all inputs. */
#include "operators/common.h"

typedef struct {
  uint32_t count, inputs;
  int32_t zero_point, output_zero_point, multiplier, shift;
} sum;

/* Elements whose sums are taken at a time; all their inputs are read before their outputs are written. */
enum { CHUNK = 32 };

/* The reference starts from a quantized 0, not from the zero point, so that its sum is off by that. */
static int32_t start_int8(const sum *d) { return -d->zero_point * (int32_t)(d->inputs + 1); }
static int8_t finish_int8(const sum *d, int32_t x) {
  int32_t value = tinyxs_requantize(tinyxs_saturating_shift(x, 19), d->multiplier, d->shift);
  return (int8_t)tinyxs_clamp(value + d->output_zero_point, INT8_MIN, INT8_MAX);
}
#define START_FLOAT(d)     0
#define FINISH_FLOAT(d, x) (x)

#define RUN      run_int8
#define TYPE     int8_t
#define SUM_TYPE int32_t
#define START    start_int8
#define FINISH   finish_int8
#include "operators/add_n_run.h"

#define RUN      run_float
#define TYPE     float
#define SUM_TYPE float
#define START    START_FLOAT
#define FINISH   FINISH_FLOAT
#include "operators/add_n_run.h"

static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, run_float}, {TINYXS_INT8, run_int8}, {0}};

tinyxs_status tinyxs_prepare_add_n(tinyxs_plan *p) {
  uint32_t inputs = tinyxs_count_inputs(p);
  TINYXS_TRY(tinyxs_arity(p, inputs > 2 ? inputs : 2, UINT16_MAX, 1, 1));
  tinyxs_info first = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  if (output.type != first.type) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_REQUIRE(p, output.count == first.count, "its inputs and output differ in shape");
  for (uint32_t k = 1; k < inputs; k++) {
    tinyxs_info other = tinyxs_input_info(p, k);
    TINYXS_REQUIRE(p, tinyxs_same_shape(&other, &first), "its inputs 0 and %u differ in shape", k);
    if (other.type != first.type) return tinyxs_reject_type(p, "another input", &other);
    TINYXS_REQUIRE(p, first.type != TINYXS_INT8 || (other.scale == first.scale && other.zero_point == first.zero_point),
                   "its inputs 0 and %u differ in scale or zero point", k);
  }
  sum d = {.count = first.count, .inputs = inputs, .zero_point = first.zero_point, .output_zero_point = output.zero_point};
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &first));
  if (first.type == TINYXS_INT8) {
    TINYXS_TRY(tinyxs_require_quantized(p, "the input", &first));
    TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
    double factor = 2 * (double)first.scale / ((double)(1 << 20) * (double)output.scale);
    TINYXS_REQUIRE(p, factor < 1, "its output's scale is too small for its inputs'");
    tinyxs_quantize_multiplier(factor, &d.multiplier, &d.shift);
  }
  tinyxs_in_place(p, 0, 0);
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}
