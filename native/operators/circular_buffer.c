/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CIRCULAR_BUFFER: int8 [1][1][w][c] to the newest rows [1][rows][w][c], the oldest first. Of `cycles_max` runs only the last
 * goes on to the operators behind, the others end here: strided convolutions over time.
 */
#include "engine/flexbuffer.h"
#include "operators/common.h"

typedef struct {
  uint32_t old, row; /* bytes */
  uint32_t history;  /* offset in the state of the rows, if the output doesn't keep them itself */
  uint32_t cycles;
  uint32_t runs; /* offset in the state of the number of runs since the last that went on, if cycles > 1 */
  bool own;
} circular_buffer;

static tinyxs_status run(tinyxs_call *call) {
  const circular_buffer *d = tinyxs_op_data(call);
  uint8_t *output = tinyxs_output_data(call, 0), *history = d->own ? tinyxs_state_at(call, d->history) : output;
  memmove(history, history + d->row, d->old);
  memcpy(history + d->old, tinyxs_input_data(call, 0), d->row);
  if (d->own) memcpy(output, history, d->old + d->row);
  if (d->cycles > 1) {
    uint32_t *runs = tinyxs_state_at(call, d->runs);
    call->stop = ++*runs < d->cycles;
    if (!call->stop) *runs = 0;
  }
  return TINYXS_OK;
}

/* A model without the option is one of two that TensorFlow Lite Micro knows by their shapes. */
static tinyxs_status get_cycles(tinyxs_plan *p, const int32_t *shape, int64_t *cycles) {
  uint32_t bytes;
  const uint8_t *options = tinyxs_custom_options(p, &bytes);
  if (tinyxs_flexbuffer_number(options, bytes, "cycles_max", cycles) && *cycles > 0) return TINYXS_OK;
  TINYXS_REQUIRE(p, shape[2] != 2 || shape[3] != 96, "its options have no number cycles_max");
  *cycles = shape[1] == 5 || shape[1] == 13 || shape[1] == 25 ? 1 : 2;
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_circular_buffer(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  if (input.type != TINYXS_INT8) return tinyxs_reject_type(p, "an input", &input);
  if (output.type != TINYXS_INT8) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_REQUIRE(p, input.rank == 4 && output.rank == 4, "its tensors must have 4 dimensions");
  TINYXS_REQUIRE(p,
                 input.shape[0] == 1 && output.shape[0] == 1 && input.shape[1] == 1 && output.shape[1] > 0 &&
                     input.shape[2] == output.shape[2] && input.shape[3] == output.shape[3],
                 "its input must be one of its output's %d rows", output.shape[1]);
  int64_t cycles;
  TINYXS_TRY(get_cycles(p, output.shape, &cycles));
  TINYXS_REQUIRE(p, cycles <= INT32_MAX, "its cycles_max is too large");
  circular_buffer d = {
      .old = output.bytes - input.bytes, .row = input.bytes, .cycles = (uint32_t)cycles, .own = !output.variable};
  if (d.own) TINYXS_TRY(tinyxs_allocate_state(p, output.bytes, (uint8_t)output.zero_point, &d.history));
  if (cycles > 1) TINYXS_TRY(tinyxs_allocate_state(p, sizeof(uint32_t), 0, &d.runs));
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
