/* SPDX-License-Identifier: Apache-2.0 */
/* SignalFilterBankLog: uint32 [channels] to natural logarithms int16 [channels], scaled. */
#include "operators/signal_common.h"

typedef struct {
  uint32_t channels, scale, correction_bits;
} filter_bank_log;

static tinyxs_status run(tinyxs_call *call) {
  const filter_bank_log *d = tinyxs_op_data(call);
  tinyxs_log_scale(tinyxs_input_data(call, 0), d->channels, d->scale, d->correction_bits, tinyxs_output_data(call, 0));
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_log(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  int32_t scale, correction_bits;
  TINYXS_TRY(tinyxs_signal_option(p, "output_scale", 0, INT32_MAX, &scale));
  TINYXS_TRY(tinyxs_signal_option(p, "input_correction_bits", 0, 31, &correction_bits));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_UINT32, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_INT16, 1));
  TINYXS_REQUIRE(p, input.count == output.count, "its input and output differ in shape");
  filter_bank_log d = {input.count, (uint32_t)scale, (uint32_t)correction_bits};
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
