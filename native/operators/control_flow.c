/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IF and WHILE: copy tensors into a subgraph, have the engine run it, copy its outputs out. The outputs of a WHILE hold what
 * one iteration hands to the next.
 */
#include "engine/plan.h"
#include "operators/common.h"

typedef struct {
  uint32_t callees[2]; /* then and else; condition and body */
  uint32_t inputs;     /* arena offset of uint32[]: bytes of each tensor that is handed in */
  uint32_t outputs;    /* and of each that comes out */
} control_flow;

/* ---- run ---- */

/* Behind the addresses of inputs and outputs are those of each callee's inputs and outputs. */

/* Copies tensor by tensor; a variable's handle is the variable itself and stays where it is. */
static void copy(void *const *from, void *const *to, uint32_t count, const uint32_t *bytes) {
  for (uint32_t i = 0; i < count; i++) {
    if (from[i] != to[i]) memcpy(to[i], from[i], bytes[i]);
  }
}

static tinyxs_status run_if(tinyxs_call *call) {
  const control_flow *d = tinyxs_op_data(call);
  const uint32_t inputs = call->node->inputs - 1u, outputs = call->node->outputs;
  void *const *condition = call->node->tensors, *const *results = condition + 1 + inputs, *const *inner = results + outputs;
  if (call->phase) {
    inner += (call->phase - 1) * (inputs + outputs);
    copy(inner + inputs, results, outputs, tinyxs_persistent(call, d->outputs));
    return TINYXS_OK;
  }
  uint32_t branch = !*(const uint8_t *)*condition;
  call->callee = d->callees[branch];
  call->phase = branch + 1;
  copy(condition + 1, inner + branch * (inputs + outputs), inputs, tinyxs_persistent(call, d->inputs));
  return TINYXS_OK;
}

enum { START, CONDITION_DONE, BODY_DONE };

static tinyxs_status run_while(tinyxs_call *call) {
  const control_flow *d = tinyxs_op_data(call);
  const uint32_t *bytes = tinyxs_persistent(call, d->inputs), count = call->node->inputs;
  void *const *inputs = call->node->tensors, *const *state = inputs + count;
  void *const *condition_inputs = state + count, *const *condition = condition_inputs + count;
  void *const *body_inputs = condition + 1, *const *body_outputs = body_inputs + count;
  if (call->phase == CONDITION_DONE) {
    if (!*(const uint8_t *)*condition) return TINYXS_OK;
    if (!*call->budget) {
      return tinyxs_fail(call->error, TINYXS_OVER_BUDGET, "its loop takes more iterations than the budget of a run allows");
    }
    --*call->budget;
    call->phase = BODY_DONE;
    call->callee = d->callees[1];
    copy(state, body_inputs, count, bytes);
  } else {
    copy(call->phase == START ? inputs : body_outputs, state, count, bytes);
    call->phase = CONDITION_DONE;
    call->callee = d->callees[0];
    copy(state, condition_inputs, count, bytes);
  }
  return TINYXS_OK;
}

/* ---- prepare ---- */

/* Checks that both tensors have the same type and size. */
static tinyxs_status match(tinyxs_plan *p, const tinyxs_info *outside, const tinyxs_info *inside, const char *what,
                           uint32_t i) {
  TINYXS_REQUIRE(p, outside->type == inside->type && outside->bytes == inside->bytes,
                 "its %s %u is %s of %u bytes, that of its subgraph %s of %u bytes", what, i, tinyxs_type_name(outside->type),
                 outside->bytes, tinyxs_type_name(inside->type), inside->bytes);
  return TINYXS_OK;
}

static tinyxs_info tensor_of(const tinyxs_plan *p, uint32_t subgraph, uint32_t field, uint32_t i) {
  tinyxs_vector list = tinyxs_list_of(&p->file, p->subgraphs[subgraph].table, field);
  return tinyxs_engine_tensor_info(p, subgraph, (int32_t)tinyxs_peek_u32(&p->file, list.at + 4 * i));
}

/* The engine has compared the numbers of tensors when it looked for lifetimes. */
static tinyxs_status match_inputs(tinyxs_plan *p, uint32_t callee, uint32_t skipped) {
  for (uint32_t i = skipped; i < tinyxs_count_inputs(p); i++) {
    tinyxs_info outside = tinyxs_input_info(p, i), inside = tensor_of(p, callee, SUBGRAPH_INPUTS, i - skipped);
    TINYXS_TRY(match(p, &outside, &inside, "input", i));
  }
  return TINYXS_OK;
}

static tinyxs_status match_outputs(tinyxs_plan *p, uint32_t callee) {
  for (uint32_t i = 0; i < tinyxs_count_outputs(p); i++) {
    tinyxs_info outside = tinyxs_output_info(p, i), inside = tensor_of(p, callee, SUBGRAPH_OUTPUTS, i);
    TINYXS_TRY(match(p, &outside, &inside, "output", i));
  }
  return TINYXS_OK;
}

static tinyxs_status require_condition(tinyxs_plan *p, const tinyxs_info *condition) {
  if (condition->type != TINYXS_BOOL) return tinyxs_reject_type(p, "a condition", condition);
  TINYXS_REQUIRE(p, condition->count == 1, "its condition has %u elements", condition->count);
  return TINYXS_OK;
}

static tinyxs_status keep(tinyxs_plan *p, uint32_t skipped) {
  uint32_t inputs = tinyxs_count_inputs(p) - skipped, outputs = tinyxs_count_outputs(p);
  control_flow d = {.callees = {tinyxs_engine_callee(p, 0), tinyxs_engine_callee(p, 1)}};
  uint32_t *input_bytes = tinyxs_allocate_persistent(p, (uint64_t)inputs * sizeof *input_bytes, &d.inputs);
  uint32_t *output_bytes = tinyxs_allocate_persistent(p, (uint64_t)outputs * sizeof *output_bytes, &d.outputs);
  for (uint32_t i = 0; input_bytes && i < inputs; i++) input_bytes[i] = tinyxs_input_info(p, i + skipped).bytes;
  for (uint32_t i = 0; output_bytes && i < outputs; i++) output_bytes[i] = tinyxs_output_info(p, i).bytes;
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_if(tinyxs_plan *p) {
  uint32_t inputs = tinyxs_count_inputs(p), outputs = tinyxs_count_outputs(p);
  TINYXS_TRY(tinyxs_arity(p, inputs ? inputs : 1, inputs, outputs, outputs));
  tinyxs_info condition = tinyxs_input_info(p, 0);
  TINYXS_TRY(require_condition(p, &condition));
  for (uint32_t i = 0; i < 2; i++) {
    TINYXS_TRY(match_inputs(p, tinyxs_engine_callee(p, i), 1));
    TINYXS_TRY(match_outputs(p, tinyxs_engine_callee(p, i)));
  }
  tinyxs_set_run(p, run_if);
  return keep(p, 1);
}

tinyxs_status tinyxs_prepare_while(tinyxs_plan *p) {
  uint32_t count = tinyxs_count_inputs(p);
  TINYXS_TRY(tinyxs_arity(p, count, count, count, count));
  TINYXS_TRY(match_inputs(p, tinyxs_engine_callee(p, 0), 0));
  TINYXS_TRY(match_inputs(p, tinyxs_engine_callee(p, 1), 0));
  TINYXS_TRY(match_outputs(p, tinyxs_engine_callee(p, 1)));
  for (uint32_t i = 0; i < count; i++) {
    tinyxs_info input = tinyxs_input_info(p, i), output = tinyxs_output_info(p, i);
    TINYXS_TRY(match(p, &output, &input, "output", i));
    tinyxs_in_place(p, i, i);
  }
  tinyxs_info condition = tensor_of(p, tinyxs_engine_callee(p, 0), SUBGRAPH_OUTPUTS, 0);
  TINYXS_TRY(require_condition(p, &condition));
  tinyxs_set_run(p, run_while);
  return keep(p, 0);
}
