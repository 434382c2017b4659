/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SignalEnergy: a spectrum int16 [2 n], real and imaginary by turns, to energies uint32 [n] of the bins start_index to
 * end_index - 1. The other energies are 0; TensorFlow Lite Micro leaves them undefined.
 */
#include "operators/signal_common.h"

typedef struct {
  uint32_t start, end, count;
} energy;

static tinyxs_status run(tinyxs_call *call) {
  const energy *d = tinyxs_op_data(call);
  uint32_t *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->start; i++) output[i] = 0;
  tinyxs_energy(tinyxs_input_data(call, 0), d->start, d->end, output);
  for (uint32_t i = d->end; i < d->count; i++) output[i] = 0;
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_energy(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  int32_t start, end;
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_INT16, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_UINT32, 1));
  uint32_t bins = input.count / 2 < output.count ? input.count / 2 : output.count;
  TINYXS_TRY(tinyxs_signal_option(p, "end_index", 0, (int32_t)bins, &end));
  TINYXS_TRY(tinyxs_signal_option(p, "start_index", 0, end, &start));
  energy d = {(uint32_t)start, (uint32_t)end, output.count};
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
