/* CONCATENATION along one axis. All types; quantised inputs must have the output's scale and zero point. */
#include "operators/common.h"

typedef struct {
  uint32_t inputs, outer;
  uint32_t parts; /* arena offset of uint32[inputs]: bytes that each input gives to one outer step */
} concatenation;

static tinyxs_status run(tinyxs_call *call) {
  const concatenation *d = tinyxs_kept(call);
  const uint32_t *parts = (const uint32_t *)tinyxs_kept_at(call, d->parts);
  uint8_t *output = tinyxs_output_data(call, 0);
  for (uint32_t o = 0; o < d->outer; o++) {
    for (uint32_t i = 0; i < d->inputs; i++) {
      const uint8_t *input = tinyxs_input_data(call, i);
      memcpy(output, input + (size_t)o * parts[i], parts[i]);
      output += parts[i];
    }
  }
  return TINYXS_OK;
}

static tinyxs_status check_input(tinyxs_prepare *p, const tinyxs_info *input, const tinyxs_info *output, uint32_t i,
                                 int32_t axis) {
  TINYXS_REQUIRE(p, input->type == output->type && input->rank == output->rank,
                 "its input %u differs from the output in type or dimensions", i);
  for (int32_t k = 0; k < output->rank; k++) {
    TINYXS_REQUIRE(p, k == axis || input->shape[k] == output->shape[k],
                   "its input %u has size %d instead of %d in dimension %d", i, input->shape[k], output->shape[k], k);
  }
  if (input->type == TINYXS_INT8 || input->type == TINYXS_INT16) {
    TINYXS_REQUIRE(p, input->zero_point == output->zero_point && input->scale == output->scale,
                   "its input %u is quantised differently from its output", i);
  }
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  concatenation d = {.inputs = tinyxs_count_inputs(p), .outer = 1};
  TINYXS_REQUIRE(p, d.inputs > 0, "it has no inputs");
  TINYXS_TRY(tinyxs_arity(p, d.inputs, d.inputs, 1, 1));
  tinyxs_info output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, tinyxs_option_i8(p, 1, 0) == ACTIVATION_NONE, "a fused activation is not supported");
  uint32_t element = tinyxs_type_bytes(output.type);
  if (!element) return tinyxs_reject_type(p, "an output", &output);
  int32_t axis = tinyxs_option_i32(p, 0, 0);
  if (axis < 0) axis += output.rank;
  TINYXS_REQUIRE(p, axis >= 0 && axis < output.rank, "its axis does not fit %d dimensions", output.rank);
  uint32_t inner = element;
  for (int32_t k = 0; k < axis; k++) d.outer *= (uint32_t)output.shape[k];
  for (int32_t k = axis + 1; k < output.rank; k++) inner *= (uint32_t)output.shape[k];
  uint32_t *parts = tinyxs_keep_array(p, (uint64_t)d.inputs * sizeof *parts, &d.parts);
  uint64_t total = 0;
  for (uint32_t i = 0; i < d.inputs; i++) {
    tinyxs_info input = tinyxs_input_info(p, i);
    TINYXS_TRY(check_input(p, &input, &output, i, axis));
    if (parts) parts[i] = (uint32_t)input.shape[axis] * inner;
    total += (uint32_t)input.shape[axis];
  }
  TINYXS_REQUIRE(p, total == (uint32_t)output.shape[axis], "its inputs give size %u, its output has %d", (uint32_t)total,
                 output.shape[axis]);
  tinyxs_keep(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_concatenation = {"CONCATENATION", 2, prepare};
