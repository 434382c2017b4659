/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SELECT_V2: x where the condition holds, y elsewhere, all three with broadcasting. SELECT: x and y have the output's shape;
 * the condition, too, or it is a single one, or it has one for each element of the first dimension. TensorFlow Lite Micro has
 * the first only, of float32, int8 and int16; these are of all types.
 */
#include "operators/binary.h"

/* Two walks over the output: the first takes from x, the second from y. */
typedef struct {
  tinyxs_broadcast broadcast[2];
} selection;

#define RUN  run_bytes
#define TYPE uint8_t
#include "operators/select_run.h"

#define RUN  run_halves
#define TYPE uint16_t
#include "operators/select_run.h"

#define RUN  run_words
#define TYPE uint32_t
#include "operators/select_run.h"

#define RUN  run_long_words
#define TYPE tinyxs_int64
#include "operators/select_run.h"

static tinyxs_status prepare(tinyxs_plan *p, bool broadcasting) {
  TINYXS_TRY(tinyxs_arity(p, 3, 3, 1, 1));
  tinyxs_info condition = tinyxs_input_info(p, 0), x = tinyxs_input_info(p, 1), y = tinyxs_input_info(p, 2);
  tinyxs_info output = tinyxs_output_info(p, 0);
  if (condition.type != TINYXS_BOOL) return tinyxs_reject_type(p, "a condition", &condition);
  if (y.type != x.type) return tinyxs_reject_type(p, "a third input", &y);
  if (output.type != x.type) return tinyxs_reject_type(p, "an output", &output);
  switch (tinyxs_type_bytes(x.type)) {
  case 1: tinyxs_set_run(p, run_bytes); break;
  case 2: tinyxs_set_run(p, run_halves); break;
  case 4: tinyxs_set_run(p, run_words); break;
  case 8: tinyxs_set_run(p, run_long_words); break;
  default: return tinyxs_reject_type(p, "an input", &x);
  }
  /* Single elements may have any ranks. */
  if (condition.count == 1 && x.count == 1 && y.count == 1 && output.count == 1) {
    condition.rank = x.rank = y.rank = output.rank = 0;
  } else if (!broadcasting) {
    TINYXS_REQUIRE(p, tinyxs_same_shape(&x, &output) && tinyxs_same_shape(&y, &output),
                   "its second and third input must have its output's shape");
    bool rows = condition.rank == 1 && x.rank && condition.shape[0] == x.shape[0];
    TINYXS_REQUIRE(p, !condition.rank || rows || tinyxs_same_shape(&condition, &x), "its condition has another shape");
    for (; rows && condition.rank < x.rank; condition.rank++) condition.shape[condition.rank] = 1;
  }
  selection d;
  TINYXS_TRY(tinyxs_plan_broadcast(p, &condition, &x, &output, &d.broadcast[0]));
  TINYXS_TRY(tinyxs_plan_broadcast(p, &condition, &y, &output, &d.broadcast[1]));
  for (int32_t i = 0; i < output.rank; i++) {
    uint32_t out = (uint32_t)output.shape[i];
    TINYXS_REQUIRE(p,
                   tinyxs_size_at(&condition, i, output.rank) == out || tinyxs_size_at(&x, i, output.rank) == out ||
                       tinyxs_size_at(&y, i, output.rank) == out,
                   "its output has size %u where all inputs have size 1", out);
  }
  /* What the first walk overwrites of y, the second doesn't read. */
  if (x.count == output.count) tinyxs_in_place(p, 1, 0);
  if (y.count == output.count) tinyxs_in_place(p, 2, 0);
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_select(tinyxs_plan *p) { return prepare(p, false); }
tinyxs_status tinyxs_prepare_select_v2(tinyxs_plan *p) { return prepare(p, true); }
