/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SignalStacker: puts each row of features together with its neighbors in time. Rows int16 [num_channels] to stacks int16
 * [rows num_channels] of rows = stacker_left_context + 1 + stacker_right_context, and whether there is one, bool []: every
 * stacker_step runs. Else the stack is 0; TensorFlow Lite Micro leaves it undefined.
 */
#include "operators/signal_common.h"

typedef struct {
  uint32_t channels, left, rows, step;
  uint32_t state; /* offset in the state of a stack_state and int16[rows][channels] */
} stacker;

typedef struct {
  uint32_t rows;    /* in the stack so far */
  uint32_t started; /* whether there has been a row */
} stack_state;

static tinyxs_status run(tinyxs_call *call) {
  const stacker *d = tinyxs_op_data(call);
  stack_state *state = tinyxs_state_at(call, d->state);
  uint8_t *stack = (uint8_t *)(state + 1), *output = tinyxs_output_data(call, 0), *complete = tinyxs_output_data(call, 1);
  const void *input = tinyxs_input_data(call, 0);
  size_t row = d->channels * sizeof(int16_t);
  /* What is before the first row is taken to be like it. */
  for (uint32_t copies = state->started ? 1 : d->left + 1; copies > 0; copies--)
    memcpy(stack + state->rows++ * row, input, row);
  state->started = 1;
  *complete = state->rows == d->rows;
  if (*complete) {
    memcpy(output, stack, d->rows * row);
    state->rows -= d->step;
    memmove(stack, stack + d->step * row, state->rows * row);
  } else {
    memset(output, 0, d->rows * row);
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_stacker(tinyxs_plan *p) {
  const int32_t limit = 1 << 12;
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 2, 2));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0), complete = tinyxs_output_info(p, 1);
  int32_t channels, left, right, step;
  TINYXS_TRY(tinyxs_signal_option(p, "num_channels", 1, INT16_MAX, &channels));
  TINYXS_TRY(tinyxs_signal_option(p, "stacker_left_context", 0, limit, &left));
  TINYXS_TRY(tinyxs_signal_option(p, "stacker_right_context", 0, limit, &right));
  /* A step over more rows than a stack has would skip some that are still to come; the reference can't. */
  TINYXS_TRY(tinyxs_signal_option(p, "stacker_step", 1, left + right + 1, &step));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_INT16, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_INT16, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "a second output", &complete, TINYXS_BOOL, 0));
  stacker d = {(uint32_t)channels, (uint32_t)left, (uint32_t)(left + right + 1), (uint32_t)step, 0};
  TINYXS_REQUIRE(p, input.count == d.channels && output.count == d.rows * d.channels,
                 "its input must have %u values and its output %u", d.channels, d.rows * d.channels);
  TINYXS_TRY(tinyxs_allocate_state(p, sizeof(stack_state) + output.bytes, 0, &d.state));
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
