/* SPDX-License-Identifier: Apache-2.0 */
/* ZEROS_LIKE: as many zeros of any type. */
#include "operators/unary.h"

static tinyxs_status run(tinyxs_call *call) {
  const tinyxs_elements *bytes = tinyxs_op_data(call);
  memset(tinyxs_output_data(call, 0), 0, bytes->count);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_zeros_like(tinyxs_plan *p) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  if (!tinyxs_type_bytes(input.type)) return tinyxs_reject_type(p, "an input", &input);
  tinyxs_set_elements(p, output.bytes, run);
  return TINYXS_OK;
}
