/* RESHAPE, EXPAND_DIMS, SQUEEZE: the same bytes under another shape. All types. */
#include "operators/common.h"

static tinyxs_status run(tinyxs_call *call) {
  const uint32_t *bytes = tinyxs_kept(call);
  const void *input = tinyxs_input_data(call, 0);
  void *output = tinyxs_output_data(call, 0);
  if (input != output) memmove(output, input, *bytes);
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.type == output.type && input.count == output.count, "it turns %u elements of %s into %u of %s",
                 input.count, tinyxs_type_name(input.type), output.count, tinyxs_type_name(output.type));
  tinyxs_keep(p, &input.bytes, sizeof input.bytes);
  tinyxs_view(p, 0, 0);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_reshape = {"RESHAPE", 22, prepare};
const tinyxs_operator tinyxs_operator_expand_dims = {"EXPAND_DIMS", 70, prepare};
const tinyxs_operator tinyxs_operator_squeeze = {"SQUEEZE", 43, prepare};
