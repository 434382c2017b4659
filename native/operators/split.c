/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SPLIT and SPLIT_V along a constant axis into the outputs' sizes, and UNPACK, whose outputs lack the axis. All types.
 */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t input, outputs, outer; /* input: which of the operator's inputs holds the data */
  uint32_t parts;                 /* arena offset of uint32[outputs]: bytes that each output gets of one outer step */
} split;

static tinyxs_status run(tinyxs_call *call) {
  const split *d = tinyxs_op_data(call);
  const uint32_t *parts = (const uint32_t *)tinyxs_persistent(call, d->parts);
  const uint8_t *input = tinyxs_input_data(call, d->input);
  for (uint32_t o = 0; o < d->outer; o++) {
    for (uint32_t i = 0; i < d->outputs; i++) {
      uint8_t *output = tinyxs_output_data(call, i);
      memcpy(output + (size_t)o * parts[i], input, parts[i]);
      input += parts[i];
    }
  }
  return TINYXS_OK;
}

static tinyxs_status check_output(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *output, uint32_t i, int32_t axis,
                                  bool unpacked) {
  TINYXS_REQUIRE(p, output->type == input->type && output->rank + unpacked == input->rank,
                 "its output %u differs from the input in type or dimensions", i);
  for (int32_t k = 0, n = 0; k < input->rank; k++) {
    if (k == axis && unpacked) continue;
    TINYXS_REQUIRE(p, k == axis || input->shape[k] == output->shape[n],
                   "its output %u has size %d instead of %d in dimension %d", i, output->shape[n], input->shape[k], n);
    n++;
  }
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_plan *p, uint32_t data, int32_t axis, bool unpacked) {
  split d = {.input = data, .outputs = tinyxs_count_outputs(p)};
  TINYXS_REQUIRE(p, d.outputs > 0, "it has no outputs");
  tinyxs_info input = tinyxs_input_info(p, data);
  uint32_t element = tinyxs_type_bytes(input.type);
  if (!element) return tinyxs_reject_type(p, "an input", &input);
  if (axis < 0) axis += input.rank;
  TINYXS_REQUIRE(p, axis >= 0 && axis < input.rank, "its axis does not fit %d dimensions", input.rank);
  d.outer = tinyxs_count_elements(input.shape, 0, axis);
  uint32_t inner = tinyxs_count_elements(input.shape, axis + 1, input.rank) * element;
  uint32_t *parts = tinyxs_allocate_persistent(p, (uint64_t)d.outputs * sizeof *parts, &d.parts);
  uint64_t total = 0;
  for (uint32_t i = 0; i < d.outputs; i++) {
    tinyxs_info output = tinyxs_output_info(p, i);
    TINYXS_TRY(check_output(p, &input, &output, i, axis, unpacked));
    uint32_t size = unpacked ? 1 : (uint32_t)output.shape[axis];
    if (parts) parts[i] = size * inner;
    total += size;
  }
  TINYXS_REQUIRE(p, total == (uint32_t)input.shape[axis], "its outputs take size %u, its input has %d", (uint32_t)total,
                 input.shape[axis]);
  tinyxs_set_op_data(p, &d, sizeof d);
  if (input.count) tinyxs_set_run(p, run);
  return TINYXS_OK;
}

static tinyxs_status prepare_at_axis(tinyxs_plan *p, uint32_t data, uint32_t axis_input, uint32_t inputs) {
  TINYXS_TRY(tinyxs_arity(p, inputs, inputs, 1, UINT32_MAX));
  tinyxs_info axis = tinyxs_input_info(p, axis_input);
  TINYXS_REQUIRE(p, axis.type == TINYXS_INT32 && axis.count == 1 && axis.constant, "its axis is not a constant int32");
  return prepare(p, data, *(const int32_t *)axis.constant, false);
}

tinyxs_status tinyxs_prepare_split(tinyxs_plan *p) { return prepare_at_axis(p, 1, 0, 2); }
tinyxs_status tinyxs_prepare_split_v(tinyxs_plan *p) { return prepare_at_axis(p, 0, 2, 3); }
tinyxs_status tinyxs_prepare_unpack(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, UINT32_MAX));
  int32_t parts = tinyxs_option_i32(p, UNPACK_OPTIONS_NUM, 0);
  TINYXS_REQUIRE(p, (uint32_t)parts == tinyxs_count_outputs(p), "it unpacks %d tensors, but has %u outputs", parts,
                 tinyxs_count_outputs(p));
  return prepare(p, 0, tinyxs_option_i32(p, UNPACK_OPTIONS_AXIS, 0), true);
}
