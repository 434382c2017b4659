/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CONCATENATION along one axis, and PACK along a new one. All types; what is concatenated in int8 must have the output's scale
 * and zero point, in int16 the zero point 0.
 */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t inputs, outer;
  uint32_t parts; /* arena offset of uint32[inputs]: bytes that each input gives to one outer step */
} concatenation;

static tinyxs_status run(tinyxs_call *call) {
  const concatenation *d = tinyxs_op_data(call);
  const uint32_t *parts = (const uint32_t *)tinyxs_persistent(call, d->parts);
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

static tinyxs_status check_quantization(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *output, uint32_t i) {
  bool same = input->zero_point == output->zero_point && input->scale == output->scale;
  bool centered = input->zero_point == 0 && output->zero_point == 0;
  TINYXS_REQUIRE(p, (same || output->type != TINYXS_INT8) && (centered || output->type != TINYXS_INT16),
                 "its input %u is quantized differently from its output", i);
  return TINYXS_OK;
}

/* `packed`: the inputs lack the axis. */
static tinyxs_status check_shape(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *output, uint32_t i, int32_t axis,
                                 bool packed) {
  TINYXS_REQUIRE(p, input->type == output->type && input->rank + packed == output->rank,
                 "its input %u differs from the output in type or dimensions", i);
  for (int32_t k = 0, n = 0; k < output->rank; k++) {
    if (k == axis && packed) continue;
    TINYXS_REQUIRE(p, k == axis || input->shape[n] == output->shape[k],
                   "its input %u has size %d instead of %d in dimension %d", i, input->shape[n], output->shape[k], n);
    n++;
  }
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_plan *p, int32_t axis, bool packed) {
  concatenation d = {.inputs = tinyxs_count_inputs(p)};
  TINYXS_REQUIRE(p, d.inputs > 0, "it has no inputs");
  TINYXS_TRY(tinyxs_arity(p, d.inputs, d.inputs, 1, 1));
  tinyxs_info output = tinyxs_output_info(p, 0);
  uint32_t element = tinyxs_type_bytes(output.type);
  if (!element) return tinyxs_reject_type(p, "an output", &output);
  if (axis < 0) axis += output.rank;
  TINYXS_REQUIRE(p, axis >= 0 && axis < output.rank, "its axis does not fit %d dimensions", output.rank);
  d.outer = tinyxs_count_elements(output.shape, 0, axis);
  uint32_t inner = tinyxs_count_elements(output.shape, axis + 1, output.rank) * element;
  uint32_t *parts = tinyxs_allocate_persistent(p, (uint64_t)d.inputs * sizeof *parts, &d.parts);
  uint64_t total = 0;
  for (uint32_t i = 0; i < d.inputs; i++) {
    tinyxs_info input = tinyxs_input_info(p, i);
    TINYXS_TRY(check_shape(p, &input, &output, i, axis, packed));
    if (!packed) TINYXS_TRY(check_quantization(p, &input, &output, i));
    uint32_t size = packed ? 1 : (uint32_t)input.shape[axis];
    if (parts) parts[i] = size * inner;
    total += size;
  }
  TINYXS_REQUIRE(p, total == (uint32_t)output.shape[axis], "its inputs give size %u, its output has %d", (uint32_t)total,
                 output.shape[axis]);
  tinyxs_set_op_data(p, &d, sizeof d);
  if (output.count) tinyxs_set_run(p, run);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_concatenation(tinyxs_plan *p) {
  TINYXS_REQUIRE(p, tinyxs_option_i8(p, CONCATENATION_OPTIONS_ACTIVATION, 0) == ACTIVATION_NONE,
                 "a fused activation is not supported");
  return prepare(p, tinyxs_option_i32(p, CONCATENATION_OPTIONS_AXIS, 0), false);
}

tinyxs_status tinyxs_prepare_pack(tinyxs_plan *p) {
  int32_t values = tinyxs_option_i32(p, PACK_OPTIONS_VALUES_COUNT, 0);
  TINYXS_REQUIRE(p, (uint32_t)values == tinyxs_count_inputs(p), "it packs %d tensors, but has %u inputs", values,
                 tinyxs_count_inputs(p));
  return prepare(p, tinyxs_option_i32(p, PACK_OPTIONS_AXIS, 0), true);
}
