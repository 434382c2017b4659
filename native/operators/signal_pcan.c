/* SPDX-License-Identifier: Apache-2.0 */
/* SignalPCAN: signal and background, both uint32 [channels], and a table of gains int16 [125] to uint32 [channels]. */
#include "operators/signal_common.h"

typedef struct {
  uint32_t channels, shift;
} pcan;

static tinyxs_status run(tinyxs_call *call) {
  const pcan *d = tinyxs_op_data(call);
  tinyxs_pcan(tinyxs_input_data(call, 2), d->shift, tinyxs_input_data(call, 0), tinyxs_input_data(call, 1), d->channels,
              tinyxs_output_data(call, 0));
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_pcan(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 3, 3, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), noise = tinyxs_input_info(p, 1), gains = tinyxs_input_info(p, 2);
  tinyxs_info output = tinyxs_output_info(p, 0);
  int32_t shift;
  TINYXS_TRY(tinyxs_signal_option(p, "snr_shift", 0, 63, &shift));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_UINT32, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "a background", &noise, TINYXS_UINT32, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "a table of gains", &gains, TINYXS_INT16, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_UINT32, 1));
  TINYXS_REQUIRE(p, input.count == noise.count && input.count == output.count, "its tensors differ in shape");
  TINYXS_REQUIRE(p, gains.count >= TINYXS_PCAN_GAINS, "its table has %u gains instead of %u", gains.count,
                 (uint32_t)TINYXS_PCAN_GAINS);
  pcan d = {input.count, (uint32_t)shift};
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_in_place(p, 0, 0);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
