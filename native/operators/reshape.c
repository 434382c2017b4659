/* SPDX-License-Identifier: Apache-2.0 */
/* RESHAPE, EXPAND_DIMS, SQUEEZE: the same bytes under another shape. All types. */
#include "operators/strided_copy.h"

static tinyxs_status run(tinyxs_call *call) {
  const uint32_t *bytes = tinyxs_op_data(call);
  const void *input = tinyxs_input_data(call, 0);
  void *output = tinyxs_output_data(call, 0);
  if (input != output) memmove(output, input, *bytes);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_reshape(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.type == output.type && input.count == output.count, "it turns %u elements of %s into %u of %s",
                 input.count, tinyxs_type_name(input.type), output.count, tinyxs_type_name(output.type));
  tinyxs_set_op_data(p, &input.bytes, sizeof input.bytes);
  tinyxs_alias(p, 0, 0);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_expand_dims(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), axis = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  uint32_t bits;
  TINYXS_TRY(tinyxs_axis_bits(p, &axis, input.rank + 1, &bits));
  TINYXS_REQUIRE(p, axis.count == 1 && input.rank < TINYXS_RANK, "its axis must be one number");
  int32_t shape[TINYXS_RANK], own = 0;
  for (int32_t k = 0; k <= input.rank; k++) shape[k] = bits >> k & 1 ? 1 : input.shape[own++];
  TINYXS_TRY(tinyxs_require_shape(p, &output, shape, input.rank + 1));
  return tinyxs_prepare_reshape(p);
}

tinyxs_status tinyxs_prepare_squeeze(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, output.rank <= input.rank && tinyxs_same_sizes(&input, &output),
                 "its output's shape is not its input's without dimensions of size 1");
  return tinyxs_prepare_reshape(p);
}
