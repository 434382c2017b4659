/* SPDX-License-Identifier: Apache-2.0 */
/* SignalFilterBankSquareRoot: uint64 [channels] to rounded roots uint32 [channels], shifted right by the second input, int32
 * []. */
#include "operators/signal_common.h"

static tinyxs_status run(tinyxs_call *call) {
  const uint32_t *channels = tinyxs_op_data(call);
  const int32_t *shift = tinyxs_input_data(call, 1);
  if (*shift < 0 || *shift > 31) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its shift %d is not 0 to 31", *shift);
  tinyxs_square_root(tinyxs_input_data(call, 0), *channels, (uint32_t)*shift, tinyxs_output_data(call, 0));
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_square_root(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), shift = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_UINT64, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "a shift", &shift, TINYXS_INT32, 0));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_UINT32, 1));
  TINYXS_REQUIRE(p, input.count == output.count, "its input and output differ in shape");
  tinyxs_set_op_data(p, &input.count, sizeof input.count);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
