/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CUMSUM: running sums along an axis, exclusive and reverse ones too. float32, int8. Sums of int8 begin with the quantized 0,
 * not with the zero point, as in TensorFlow Lite Micro.
 */
#include "operators/strided_copy.h"

enum { LEFT_SHIFT = 20 };

typedef struct {
  int32_t exclusive, reverse;
  int32_t input_zero_point, output_zero_point, multiplier, shift;
  int32_t rank, shape[TINYXS_RANK];
} cumsum;

/* Half of the input's scale, with more bits. */
static int32_t widened(const cumsum *d, int32_t value) { return (value - d->input_zero_point) * (1 << (LEFT_SHIFT - 1)); }

static int8_t narrowed(const cumsum *d, int32_t sum) {
  int32_t value = tinyxs_wrap_add(tinyxs_requantize(sum, d->multiplier, d->shift), d->output_zero_point);
  return (int8_t)tinyxs_clamp(value, INT8_MIN, INT8_MAX);
}

/* The sums of `size` elements that are `step` apart. */
static void sum_int8(const cumsum *d, const void *input, void *output, uint32_t size, int32_t step) {
  const int8_t *from = input;
  int8_t *to = output;
  int32_t sum = widened(d, 0), at = 0;
  for (uint32_t k = 0; k < size; k++, at += step) {
    int32_t next = tinyxs_wrap_add(sum, widened(d, from[at]));
    to[at] = narrowed(d, d->exclusive ? sum : next);
    sum = next;
  }
}

static void sum_float(const cumsum *d, const void *input, void *output, uint32_t size, int32_t step) {
  const float *from = input;
  float *to = output, sum = 0;
  int32_t at = 0;
  for (uint32_t k = 0; k < size; k++, at += step) {
    float next = sum + from[at];
    to[at] = d->exclusive ? sum : next;
    sum = next;
  }
}

typedef void (*summation)(const cumsum *d, const void *input, void *output, uint32_t size, int32_t step);

static tinyxs_status run(tinyxs_call *call, summation sum, uint32_t element) {
  const cumsum *d = tinyxs_op_data(call);
  const uint8_t *input = tinyxs_input_data(call, 0);
  uint8_t *output = tinyxs_output_data(call, 0);
  uint32_t bits;
  if (!tinyxs_find_axes(tinyxs_input_data(call, 1), 1, d->rank, &bits)) {
    return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its axis does not fit %d dimensions", d->rank);
  }
  int32_t axis = 31 - tinyxs_leading_zeros(bits);
  uint32_t outer = tinyxs_count_elements(d->shape, 0, axis), size = (uint32_t)d->shape[axis];
  uint32_t inner = tinyxs_count_elements(d->shape, axis + 1, d->rank), first = d->reverse ? (size - 1) * inner : 0;
  for (uint32_t o = 0; o < outer; o++) {
    for (uint32_t i = 0; i < inner; i++) {
      uint32_t at = (o * size * inner + first + i) * element;
      sum(d, input + at, output + at, size, d->reverse ? -(int32_t)inner : (int32_t)inner);
    }
  }
  return TINYXS_OK;
}

static tinyxs_status run_int8(tinyxs_call *call) { return run(call, sum_int8, sizeof(int8_t)); }
static tinyxs_status run_float(tinyxs_call *call) { return run(call, sum_float, sizeof(float)); }

tinyxs_status tinyxs_prepare_cumsum(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), axis = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (input.type != TINYXS_FLOAT32 && input.type != TINYXS_INT8) return tinyxs_reject_type(p, "an input", &input);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  if (axis.type != TINYXS_INT32) return tinyxs_reject_type(p, "an axis", &axis);
  TINYXS_TRY(tinyxs_require_shape(p, &output, input.shape, input.rank));
  TINYXS_REQUIRE(p, input.rank > 0 && axis.count == 1, "it takes one axis of %d dimensions", input.rank);
  uint32_t bits;
  TINYXS_REQUIRE(p, !axis.constant || tinyxs_find_axes(axis.constant, 1, input.rank, &bits),
                 "its axis does not fit %d dimensions", input.rank);
  cumsum d = {.exclusive = tinyxs_option_bool(p, CUMSUM_OPTIONS_EXCLUSIVE, false),
              .reverse = tinyxs_option_bool(p, CUMSUM_OPTIONS_REVERSE, false),
              .input_zero_point = input.zero_point,
              .output_zero_point = output.zero_point,
              .rank = input.rank};
  memcpy(d.shape, input.shape, sizeof d.shape);
  if (input.type == TINYXS_INT8) {
    TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
    TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
    double factor = 2 * (double)input.scale / ((double)(1 << LEFT_SHIFT) * (double)output.scale);
    TINYXS_REQUIRE(p, factor < 1, "its output's scale is too small for its input's");
    tinyxs_quantize_multiplier(factor, &d.multiplier, &d.shift);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_in_place(p, 0, 0);
  if (output.count) tinyxs_set_run(p, input.type == TINYXS_INT8 ? run_int8 : run_float);
  return TINYXS_OK;
}
