/* SPDX-License-Identifier: Apache-2.0 */
/* L2_NORMALIZATION: each row of the last dimension divided by its Euclidean length. float32, int8. */
#include <math.h>

#include "operators/common.h"

typedef struct {
  uint32_t rows, depth;
  int32_t zero_point;
} normalization;

enum {
  MOST_DEPTH = INT32_MAX / (255 * 255), /* so that sums of squares fit */
  OUTPUT_BITS = 7                       /* the output's scale is 2^-7 */
};

static tinyxs_status run_float(tinyxs_call *call) {
  const normalization *d = tinyxs_op_data(call);
  const float *input = tinyxs_input_data(call, 0);
  float *output = tinyxs_output_data(call, 0);
  for (uint32_t r = 0; r < d->rows; r++, input += d->depth) {
    float sum = 0;
    for (uint32_t i = 0; i < d->depth; i++) sum += input[i] * input[i];
    float length = sqrtf(sum);
    if (length < 1e-6f) length = 1e-6f;
    for (uint32_t i = 0; i < d->depth; i++) *output++ = input[i] / length;
  }
  return TINYXS_OK;
}

static tinyxs_status run_int8(tinyxs_call *call) {
  const normalization *d = tinyxs_op_data(call);
  const int8_t *input = tinyxs_input_data(call, 0);
  int8_t *output = tinyxs_output_data(call, 0);
  for (uint32_t r = 0; r < d->rows; r++, input += d->depth) {
    int32_t sum = 0, multiplier, shift;
    for (uint32_t i = 0; i < d->depth; i++) sum += (input[i] - d->zero_point) * (input[i] - d->zero_point);
    tinyxs_inverse_root(sum, &multiplier, &shift);
    for (uint32_t i = 0; i < d->depth; i++) {
      int32_t value = tinyxs_requantize(input[i] - d->zero_point, multiplier, shift + OUTPUT_BITS);
      *output++ = (int8_t)tinyxs_clamp(value, INT8_MIN, INT8_MAX);
    }
  }
  return TINYXS_OK;
}

static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, run_float}, {TINYXS_INT8, run_int8}, {0}};

tinyxs_status tinyxs_prepare_l2_normalization(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, tinyxs_same_shape(&input, &output), "its input and output differ in shape");
  TINYXS_REQUIRE(p, input.rank >= 1 && input.rank <= 4 && input.count, "its input must have 1 to 4 dimensions, none empty");
  TINYXS_REQUIRE(p, tinyxs_option_i8(p, L2_NORM_OPTIONS_ACTIVATION, 0) == ACTIVATION_NONE,
                 "a fused activation is not supported");
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  normalization d = {.depth = (uint32_t)input.shape[input.rank - 1], .zero_point = input.zero_point};
  d.rows = input.count / d.depth;
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  if (input.type == TINYXS_INT8) {
    TINYXS_REQUIRE(p, output.scale == 1.0f / 128 && !output.zero_point, "its output must have scale 1/128 and zero point 0");
    TINYXS_REQUIRE(p, d.depth <= MOST_DEPTH, "rows of %u elements are not supported", d.depth);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_in_place(p, 0, 0);
  return TINYXS_OK;
}
