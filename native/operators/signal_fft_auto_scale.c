/* SPDX-License-Identifier: Apache-2.0 */
/* SignalFftAutoScale: int16 [n] shifted left to use the full range; the shift is the second output, int32 []. */
#include "operators/signal_common.h"

static tinyxs_status run(tinyxs_call *call) {
  const uint32_t *count = tinyxs_op_data(call);
  int32_t *shift = tinyxs_output_data(call, 1);
  *shift = tinyxs_fft_auto_scale(tinyxs_input_data(call, 0), *count, tinyxs_output_data(call, 0));
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_fft_auto_scale(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 2, 2));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0), shift = tinyxs_output_info(p, 1);
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_INT16, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_INT16, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "a shift", &shift, TINYXS_INT32, 0));
  TINYXS_REQUIRE(p, input.count == output.count, "its input and output differ in shape");
  tinyxs_set_op_data(p, &input.count, sizeof input.count);
  tinyxs_in_place(p, 0, 0);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
