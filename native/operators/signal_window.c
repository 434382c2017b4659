/* SPDX-License-Identifier: Apache-2.0 */
/* SignalWindow: input int16 [..., n] times weights int16 [n], shifted right and saturated. */
#include "operators/signal_common.h"

typedef struct {
  uint32_t count, size, shift;
} window;

static tinyxs_status run(tinyxs_call *call) {
  const window *d = tinyxs_op_data(call);
  const int16_t *input = tinyxs_input_data(call, 0), *weights = tinyxs_input_data(call, 1);
  int16_t *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i += d->size) tinyxs_window(input + i, weights, d->size, d->shift, output + i);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_window(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), weights = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  int32_t shift;
  TINYXS_TRY(tinyxs_signal_option(p, "shift", 0, 31, &shift));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_INT16, input.rank));
  TINYXS_TRY(tinyxs_signal_tensor(p, "a window", &weights, TINYXS_INT16, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_INT16, input.rank));
  TINYXS_REQUIRE(p, input.count == output.count && weights.count && input.count % weights.count == 0,
                 "its window of %u does not fit an input of %u and an output of %u", weights.count, input.count, output.count);
  window d = {input.count, weights.count, (uint32_t)shift};
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_in_place(p, 0, 0);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
