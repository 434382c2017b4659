/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SignalOverlapAdd: sums frames that overlap to a stream again. Frames [..., n, frame_size] to samples [..., n frame_step].
 * int16 (saturating), float32.
 */
#include "operators/signal_common.h"

typedef struct {
  uint32_t streams, frames, size, step;
  uint32_t tails; /* offset in the state of [streams][size - step]: the sums that later frames add to */
} overlap_add;

static int16_t add_int16(int16_t a, int16_t b) { return (int16_t)tinyxs_clamp(a + b, INT16_MIN, INT16_MAX); }
static float add_float(float a, float b) { return a + b; }

#define RUN  run_int16
#define TYPE int16_t
#define ADD  add_int16
#include "operators/signal_overlap_add_run.h"

#define RUN  run_float
#define TYPE float
#define ADD  add_float
#include "operators/signal_overlap_add_run.h"

static const tinyxs_typed_run runs[] = {{TINYXS_INT16, run_int16}, {TINYXS_FLOAT32, run_float}, {0}};

tinyxs_status tinyxs_prepare_signal_overlap_add(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  TINYXS_REQUIRE(p, input.rank >= 2 && input.count, "its input has no frames");
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, input.type, input.rank - 1));
  overlap_add d = {.frames = (uint32_t)input.shape[input.rank - 2], .size = (uint32_t)input.shape[input.rank - 1]};
  int32_t step;
  TINYXS_TRY(tinyxs_signal_option(p, "frame_step", 1, (int32_t)d.size, &step));
  d.step = (uint32_t)step;
  d.streams = input.count / (d.frames * d.size);
  TINYXS_REQUIRE(p, output.count == d.streams * d.frames * d.step, "its output must have %u streams of %u samples", d.streams,
                 d.frames * d.step);
  TINYXS_TRY(tinyxs_allocate_state(p, (uint64_t)d.streams * (d.size - d.step) * tinyxs_type_bytes(input.type), 0, &d.tails));
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}
