/* SPDX-License-Identifier: Apache-2.0 */
/* SignalDelay: int16 [..., n] later by delay_length samples, each row of the input a stream of its own that begins with 0s. */
#include "operators/signal_common.h"

typedef struct {
  uint32_t streams, samples, delay;
  uint32_t history; /* offset in the state of int16[streams][delay] */
} delay;

static tinyxs_status run(tinyxs_call *call) {
  const delay *d = tinyxs_op_data(call);
  const int16_t *input = tinyxs_input_data(call, 0);
  int16_t *history = tinyxs_state_at(call, d->history), *output = tinyxs_output_data(call, 0);
  uint32_t old = d->delay < d->samples ? d->delay : d->samples, passed = d->samples - old, rest = d->delay - old;
  for (uint32_t i = 0; i < d->streams; i++, input += d->samples, output += d->samples, history += d->delay) {
    memcpy(output, history, old * sizeof *output);
    memcpy(output + old, input, passed * sizeof *output);
    memmove(history, history + old, rest * sizeof *history);
    memcpy(history + rest, input + passed, old * sizeof *history);
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_delay(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  int32_t length;
  TINYXS_TRY(tinyxs_signal_option(p, "delay_length", 0, 1 << 24, &length));
  TINYXS_REQUIRE(p, input.rank >= 1 && input.count, "its input has no samples");
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_INT16, input.rank));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_INT16, output.rank));
  TINYXS_REQUIRE(p, input.count == output.count, "its input and output differ in shape");
  delay d = {.samples = (uint32_t)input.shape[input.rank - 1], .delay = (uint32_t)length};
  d.streams = input.count / d.samples;
  TINYXS_TRY(tinyxs_allocate_state(p, (uint64_t)d.streams * d.delay * sizeof(int16_t), 0, &d.history));
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
