/* SPDX-License-Identifier: Apache-2.0 */
/* ARG_MAX and ARG_MIN: where the largest or least number stands along an axis, the first of equals. float32 and int8 to int32.
 */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t outputs;
  int32_t rank, shape[TINYXS_RANK];
} arg_max;

typedef struct {
  uint32_t outer, size, inner;
} axis_sizes;

static bool split_at(const arg_max *d, const int32_t *axes, axis_sizes *s) {
  uint32_t bits;
  if (!tinyxs_find_axes(axes, 1, d->rank, &bits)) return false;
  int32_t axis = 31 - tinyxs_leading_zeros(bits);
  *s = (axis_sizes){tinyxs_count_elements(d->shape, 0, axis), (uint32_t)d->shape[axis],
                    tinyxs_count_elements(d->shape, axis + 1, d->rank)};
  return s->outer * s->inner == d->outputs;
}

/* Defines a function: the number of the best of `size` values which are `step` apart. */
#define FIND(name, type, COMPARE)                                                                                              \
  static int32_t name(const void *input, uint32_t size, uint32_t step) {                                                       \
    const type *value = input;                                                                                                 \
    type best = *value;                                                                                                        \
    int32_t found = 0;                                                                                                         \
    for (uint32_t k = 1, at = step; k < size; k++, at += step) {                                                               \
      if (!(value[at] COMPARE best)) continue;                                                                                 \
      best = value[at];                                                                                                        \
      found = (int32_t)k;                                                                                                      \
    }                                                                                                                          \
    return found;                                                                                                              \
  }

FIND(find_max_float, float, >)
FIND(find_min_float, float, <)
FIND(find_max_int8, int8_t, >)
FIND(find_min_int8, int8_t, <)

static tinyxs_status run(tinyxs_call *call, int32_t (*find)(const void *input, uint32_t size, uint32_t step),
                         uint32_t element) {
  const arg_max *d = tinyxs_op_data(call);
  const uint8_t *input = tinyxs_input_data(call, 0);
  int32_t *output = tinyxs_output_data(call, 0);
  axis_sizes s;
  if (!split_at(d, tinyxs_input_data(call, 1), &s)) {
    return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its axis does not fit its input and output");
  }
  for (uint32_t o = 0; o < s.outer; o++, input += s.size * s.inner * element) {
    for (uint32_t i = 0; i < s.inner; i++) *output++ = find(input + i * element, s.size, s.inner);
  }
  return TINYXS_OK;
}

static tinyxs_status max_float(tinyxs_call *call) { return run(call, find_max_float, sizeof(float)); }
static tinyxs_status min_float(tinyxs_call *call) { return run(call, find_min_float, sizeof(float)); }
static tinyxs_status max_int8(tinyxs_call *call) { return run(call, find_max_int8, sizeof(int8_t)); }
static tinyxs_status min_int8(tinyxs_call *call) { return run(call, find_min_int8, sizeof(int8_t)); }

static tinyxs_status prepare(tinyxs_plan *p, const tinyxs_typed_run *runs) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), axis = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  if (axis.type != TINYXS_INT32) return tinyxs_reject_type(p, "an axis", &axis);
  if (output.type != TINYXS_INT32) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_REQUIRE(p, input.count && axis.count == 1 && output.rank == input.rank - 1,
                 "it takes one axis of %d dimensions, its output has %d", input.rank, output.rank);
  arg_max d = {.outputs = output.count, .rank = input.rank};
  memcpy(d.shape, input.shape, sizeof d.shape);
  if (axis.constant) {
    axis_sizes s;
    TINYXS_REQUIRE(p, split_at(&d, axis.constant, &s), "its axis does not fit its input and output");
    input.shape[*(const int32_t *)axis.constant + (*(const int32_t *)axis.constant < 0 ? input.rank : 0)] = 1;
    TINYXS_REQUIRE(p, tinyxs_same_sizes(&input, &output), "its output's shape is not its input's without the axis");
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  if (input.type == TINYXS_FLOAT32) tinyxs_in_place(p, 0, 0);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_arg_max(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, max_float}, {TINYXS_INT8, max_int8}, {0}};
  return prepare(p, runs);
}
tinyxs_status tinyxs_prepare_arg_min(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, min_float}, {TINYXS_INT8, min_int8}, {0}};
  return prepare(p, runs);
}
