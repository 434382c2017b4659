/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walking the graph in the order in which it runs: each subgraph once, where it is called first. What a loop repeats or another
 * operator calls again is one more call at a later time; lifetimes.c makes sense of it.
 */
#include "engine/plan.h"

uint32_t tinyxs_engine_callee(const tinyxs_plan *p, uint32_t i) {
  uint32_t options = tinyxs_table(&p->file, p->table, OPERATOR_OPTIONS);
  uint32_t count = p->code == BUILTIN_CALL_ONCE ? 1 : p->code == BUILTIN_IF || p->code == BUILTIN_WHILE ? 2 : 0;
  if (i >= count) return TINYXS_NO_CALLEE;
  uint32_t callee = tinyxs_field_u32(&p->file, options, i, 0);
  return callee == TINYXS_NO_CALLEE ? 0 : callee; /* neither can be called */
}

static void enter(tinyxs_plan *p, uint32_t subgraph) {
  tinyxs_planned_subgraph *s = &p->subgraphs[subgraph];
  s->entered = true;
  s->first_node = (uint16_t)p->nodes_used;
  p->nodes_used += s->operators.count;
  p->frames[p->depth++] = (tinyxs_frame){.subgraph = (uint16_t)subgraph};
}

void tinyxs_engine_walk_start(tinyxs_plan *p) {
  for (uint32_t i = 0; i < p->outline.subgraphs.count; i++) p->subgraphs[i].entered = false;
  p->depth = 0;
  p->time = 0;
  p->nodes_used = 0;
  enter(p, 0);
}

/* Fills "the operator at hand". */
static void look_at(tinyxs_plan *p, const tinyxs_frame *frame) {
  const tinyxs_planned_subgraph *s = &p->subgraphs[frame->subgraph];
  p->subgraph = frame->subgraph;
  p->index = frame->node;
  p->node_number = s->first_node + p->index;
  p->table = tinyxs_table_at(&p->file, s->operators, p->index);
  const tinyxs_planned_code *code = tinyxs_engine_code_of(p, p->table);
  p->operator_ = tinyxs_operators[code->place];
  p->code = code->builtin;
  p->inputs = tinyxs_list_of(&p->file, p->table, OPERATOR_INPUTS);
  p->outputs = tinyxs_list_of(&p->file, p->table, OPERATOR_OUTPUTS);
}

/* Goes on to the operator's callee: into it, or past it if it has been walked before. */
static tinyxs_status call(tinyxs_plan *p, uint32_t callee, tinyxs_step *step) {
  TINYXS_REQUIRE(p, callee > 0 && callee < p->outline.subgraphs.count, "it calls subgraph %u, which can't be called", callee);
  for (uint32_t i = 0; i < p->depth; i++) {
    if (p->frames[i].subgraph != callee) continue;
    return tinyxs_reject(p, TINYXS_BAD_GRAPH, "it calls subgraph %u, from which it is called itself", callee);
  }
  p->callee = callee;
  if (!p->subgraphs[callee].entered) {
    enter(p, callee);
    *step = TINYXS_STEP_ENTER;
  } else {
    *step = TINYXS_STEP_CALL_AGAIN;
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_engine_walk_next(tinyxs_plan *p, tinyxs_step *step) {
  p->time++;
  tinyxs_frame *frame = &p->frames[p->depth - 1];
  if (frame->phase) {
    look_at(p, frame);
    p->callee_number = frame->phase - 1;
    uint32_t callee = tinyxs_engine_callee(p, p->callee_number);
    frame->phase++;
    if (callee != TINYXS_NO_CALLEE) return call(p, callee, step);
    frame->phase = 0;
    frame->node++;
    *step = TINYXS_STEP_RETURN;
    return TINYXS_OK;
  }
  if (frame->node == p->subgraphs[frame->subgraph].operators.count) {
    p->callee = frame->subgraph;
    p->depth--;
    *step = p->depth ? TINYXS_STEP_LEAVE : TINYXS_STEP_END;
    if (p->depth) {
      look_at(p, frame - 1);
      p->callee_number = frame[-1].phase - 2;
    }
    return TINYXS_OK;
  }
  look_at(p, frame);
  if (tinyxs_engine_callee(p, 0) == TINYXS_NO_CALLEE) {
    frame->node++;
  } else {
    frame->phase = 1;
  }
  *step = TINYXS_STEP_OPERATOR;
  return TINYXS_OK;
}
