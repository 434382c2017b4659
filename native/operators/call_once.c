/* SPDX-License-Identifier: Apache-2.0 */
/* CALL_ONCE: runs another subgraph in the first run after load or reset, to initialize variables. */
#include "operators/common.h"

typedef struct {
  uint32_t subgraph;
  uint32_t done; /* offset in the state of a byte of state */
} call_once;

static tinyxs_status run(tinyxs_call *call) {
  const call_once *d = tinyxs_op_data(call);
  uint8_t *done = tinyxs_state_at(call, d->done);
  if (!*done) call->callee = d->subgraph;
  *done = 1;
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_call_once(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 0, 0, 0, 0));
  call_once d = {.subgraph = (uint32_t)tinyxs_option_i32(p, CALL_ONCE_OPTIONS_INIT_SUBGRAPH_INDEX, 0)};
  TINYXS_TRY(tinyxs_allocate_state(p, 1, 0, &d.done));
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
