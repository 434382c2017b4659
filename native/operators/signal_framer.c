/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SignalFramer: cuts a stream into overlapping frames. Input int16 [..., n frame_step] to frames int16 [..., n, frame_size],
 * and whether all of them are complete, bool []. A frame that isn't is 0; TensorFlow Lite Micro leaves it undefined.
 */
#include "operators/signal_common.h"

typedef struct {
  uint32_t streams, frames, size, step;
  uint32_t history; /* samples from before the newest step, at least those of its frame */
  uint32_t delay;   /* steps until the first frame is complete */
  uint32_t state;   /* offset in the state of the count of steps so far (not beyond `delay`), and int16[streams][history] */
} framer;

/* Adds one step to a stream and copies the oldest samples of what it has then. */
static void advance(const framer *d, int16_t *history, const int16_t *step, int16_t *frame) {
  uint32_t old = d->history < d->size ? d->history : d->size;
  memcpy(frame, history, old * sizeof *frame);
  memcpy(frame + old, step, (d->size - old) * sizeof *frame);
  uint32_t rest = d->history > d->step ? d->history - d->step : 0, added = d->history - rest;
  memmove(history, history + added, rest * sizeof *history);
  memcpy(history + rest, step + d->step - added, added * sizeof *history);
}

static tinyxs_status run(tinyxs_call *call) {
  const framer *d = tinyxs_op_data(call);
  uint32_t *count = tinyxs_state_at(call, d->state), steps = *count;
  int16_t *history = (int16_t *)(count + 1), *frame = tinyxs_output_data(call, 0);
  const int16_t *step = tinyxs_input_data(call, 0);
  uint8_t *complete = tinyxs_output_data(call, 1);
  *complete = 1;
  for (uint32_t i = 0; i < d->streams; i++, history += d->history) {
    steps = *count;
    for (uint32_t k = 0; k < d->frames; k++, step += d->step, frame += d->size) {
      advance(d, history, step, frame);
      if (steps == d->delay) continue;
      steps++;
      *complete = 0;
      memset(frame, 0, d->size * sizeof *frame);
    }
  }
  *count = steps;
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_framer(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 2, 2));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0), complete = tinyxs_output_info(p, 1);
  int32_t size, step, prefill;
  TINYXS_TRY(tinyxs_signal_option(p, "frame_size", 1, 1 << 24, &size));
  TINYXS_TRY(tinyxs_signal_option(p, "frame_step", 1, 1 << 24, &step));
  TINYXS_TRY(tinyxs_signal_option(p, "prefill", 0, 1, &prefill));
  TINYXS_REQUIRE(p, input.rank >= 1 && input.count, "its input has no samples");
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_INT16, input.rank));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_INT16, input.rank + 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "a second output", &complete, TINYXS_BOOL, 0));
  uint32_t samples = (uint32_t)input.shape[input.rank - 1];
  framer d = {.streams = input.count / samples, .size = (uint32_t)size, .step = (uint32_t)step};
  d.frames = samples / d.step;
  TINYXS_REQUIRE(p, samples % d.step == 0, "its input of %u samples is not a multiple of its step of %d", samples, step);
  TINYXS_REQUIRE(p,
                 output.shape[output.rank - 1] == size && (uint32_t)output.shape[output.rank - 2] == d.frames &&
                     output.count == (uint64_t)d.streams * d.frames * d.size,
                 "its output must have %u frames of %d samples", d.frames, size);
  /* A prefilled stream begins with 0s, so that its first step completes a frame. Another waits, and then stays behind. */
  uint32_t steps = (d.size + d.step - 1) / d.step;
  d.delay = prefill ? 0 : steps - 1;
  d.history = prefill ? (d.size > d.step ? d.size - d.step : 0) : (steps - 1) * d.step;
  TINYXS_TRY(tinyxs_allocate_state(p, sizeof(uint32_t) + (uint64_t)d.streams * d.history * sizeof(int16_t), 0, &d.state));
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
