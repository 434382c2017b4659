/* SPDX-License-Identifier: Apache-2.0 */
/* FILL: an output of one value, all types; the shape must be constant, of int8 to int64. SHAPE: the input's shape as int32. */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t element, count;
} fill;

static tinyxs_status run(tinyxs_call *call) {
  const fill *d = tinyxs_op_data(call);
  tinyxs_fill(tinyxs_output_data(call, 0), tinyxs_input_data(call, 1), d->element, d->count);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_fill(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info shape = tinyxs_input_info(p, 0), value = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  fill d = {.count = output.count};
  TINYXS_TRY(tinyxs_require_same_type(p, &value, &output, &d.element));
  TINYXS_REQUIRE(p, value.rank == 0, "its value has %d dimensions", value.rank);
  if (shape.type != TINYXS_INT8 && shape.type != TINYXS_INT16 && shape.type != TINYXS_INT32 && shape.type != TINYXS_INT64) {
    return tinyxs_reject_type(p, "a shape", &shape);
  }
  TINYXS_REQUIRE(p, shape.constant && shape.count == (uint32_t)output.rank,
                 "its shape must be a constant of its output's %d dimensions", output.rank);
  for (uint32_t k = 0; k < shape.count; k++) {
    TINYXS_REQUIRE(p, tinyxs_number(shape.constant, shape.type, k) == output.shape[k],
                   "its output has another size than its shape says in dimension %u", k);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}

typedef struct {
  uint32_t bytes;
  int32_t sizes[TINYXS_RANK];
} shape_of;

static tinyxs_status run_shape(tinyxs_call *call) {
  const shape_of *d = tinyxs_op_data(call);
  memcpy(tinyxs_output_data(call, 0), d->sizes, d->bytes);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_shape(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  if (output.type != TINYXS_INT32) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_TRY(tinyxs_require_shape(p, &output, &input.rank, 1));
  shape_of d = {.bytes = output.bytes};
  memcpy(d.sizes, input.shape, output.bytes);
  tinyxs_set_op_data(p, &d, offsetof(shape_of, sizes) + output.bytes);
  tinyxs_set_run(p, run_shape);
  return TINYXS_OK;
}
