/* SPLIT and SPLIT_V along one axis into the outputs' sizes. All types; the axis must be constant. */
#include "operators/common.h"

typedef struct {
  uint32_t input, outputs, outer; /* input: which of the operator's inputs holds the data */
  uint32_t parts;                 /* arena offset of uint32[outputs]: bytes that each output gets of one outer step */
} split;

static tinyxs_status run(tinyxs_call *call) {
  const split *d = tinyxs_kept(call);
  const uint32_t *parts = (const uint32_t *)tinyxs_kept_at(call, d->parts);
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

static tinyxs_status prepare(tinyxs_prepare *p, uint32_t data, uint32_t axis_input, uint32_t inputs) {
  split d = {.input = data, .outputs = tinyxs_count_outputs(p), .outer = 1};
  TINYXS_REQUIRE(p, d.outputs > 0, "it has no outputs");
  TINYXS_TRY(tinyxs_arity(p, inputs, inputs, d.outputs, d.outputs));
  tinyxs_info input = tinyxs_input_info(p, data), axes = tinyxs_input_info(p, axis_input);
  uint32_t bits, element = tinyxs_type_bytes(input.type);
  if (!element) return tinyxs_reject_type(p, "an input", &input);
  TINYXS_TRY(tinyxs_axis_bits(p, &axes, input.rank, &bits));
  TINYXS_REQUIRE(p, axes.count == 1, "its axis must be one number");
  int32_t axis = 31 - tinyxs_leading_zeros(bits);
  uint32_t inner = element;
  for (int32_t k = 0; k < axis; k++) d.outer *= (uint32_t)input.shape[k];
  for (int32_t k = axis + 1; k < input.rank; k++) inner *= (uint32_t)input.shape[k];
  uint32_t *parts = tinyxs_keep_array(p, (uint64_t)d.outputs * sizeof *parts, &d.parts);
  uint64_t total = 0;
  for (uint32_t i = 0; i < d.outputs; i++) {
    tinyxs_info output = tinyxs_output_info(p, i);
    TINYXS_REQUIRE(p, output.type == input.type && output.rank == input.rank,
                   "its output %u differs from the input in type or dimensions", i);
    for (int32_t k = 0; k < input.rank; k++) {
      TINYXS_REQUIRE(p, k == axis || input.shape[k] == output.shape[k],
                     "its output %u has size %d instead of %d in dimension %d", i, output.shape[k], input.shape[k], k);
    }
    if (parts) parts[i] = (uint32_t)output.shape[axis] * inner;
    total += (uint32_t)output.shape[axis];
  }
  TINYXS_REQUIRE(p, total == (uint32_t)input.shape[axis], "its outputs take size %u, its input has %d", (uint32_t)total,
                 input.shape[axis]);
  tinyxs_keep(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}

static tinyxs_status prepare_split(tinyxs_prepare *p) { return prepare(p, 1, 0, 2); }
static tinyxs_status prepare_split_v(tinyxs_prepare *p) { return prepare(p, 0, 2, 3); }

const tinyxs_operator tinyxs_operator_split = {"SPLIT", 49, prepare_split};
const tinyxs_operator tinyxs_operator_split_v = {"SPLIT_V", 102, prepare_split_v};
