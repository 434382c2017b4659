/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding out when each tensor is needed: a first walk over the graph. An operator that calls subgraphs
 * copies tensors into theirs when they are entered, and out of them when they are left.
 */
#include "engine/plan.h"

static void use(tinyxs_allocation *a, uint32_t time) {
  if (!a) return;
  if (time < a->first) a->first = (uint16_t)time;
  if (time > a->last) a->last = (uint16_t)time;
}

/* The allocation of a tensor of the operator at hand. */
static tinyxs_allocation *own(const tinyxs_plan *p, int32_t index) {
  return tinyxs_engine_allocation_in(p, p->subgraph, (uint32_t)index);
}

static bool is_handle(const tinyxs_allocation *a) { return a && a->kind == TINYXS_ALLOCATION_HANDLE; }
static bool is_computed(const tinyxs_allocation *a) { return !a || a->kind != TINYXS_ALLOCATION_UNUSED; }

static tinyxs_status write(tinyxs_plan *p, int32_t index) {
  tinyxs_allocation *a = own(p, index);
  bool rewrites = a && a->kind == TINYXS_ALLOCATION_STATE && p->code != BUILTIN_VAR_HANDLE; /* a variable tensor */
  if (is_computed(a) && !rewrites) {
    return tinyxs_reject(p, TINYXS_BAD_GRAPH, "it writes tensor %d, which is constant, an input or written before", index);
  }
  if (!rewrites) a->kind = TINYXS_ALLOCATION_PLANNED;
  return TINYXS_OK;
}

/* Whether input i may be a variable's handle, whose own shape says nothing about the variable behind it. */
static bool takes_handle(const tinyxs_plan *p, uint32_t i) {
  switch (p->code) {
  case BUILTIN_READ_VARIABLE:
  case BUILTIN_ASSIGN_VARIABLE: return i == 0;
  case BUILTIN_IF: return i > 0;
  case BUILTIN_WHILE: return true;
  default: return false;
  }
}

static tinyxs_status find_uses(tinyxs_plan *p) {
  for (uint32_t i = 0; i < p->inputs.count; i++) {
    int32_t index = tinyxs_engine_input_index(p, i);
    if (index < 0) continue;
    tinyxs_allocation *a = own(p, index);
    /* An empty constant, such as the shape of a scalar, has no data in the file: any place will do. */
    if (!is_computed(a) && !a->bytes) a->kind = TINYXS_ALLOCATION_EMPTY;
    if (!is_computed(a)) {
      return tinyxs_reject(p, TINYXS_BAD_GRAPH, "it reads tensor %d, which has not been computed yet", index);
    }
    TINYXS_REQUIRE(p, !is_handle(a) || takes_handle(p, i), "it reads tensor %d, which is the handle of a variable", index);
    use(a, p->time);
  }
  for (uint32_t i = 0; i < p->outputs.count; i++) {
    int32_t index = tinyxs_engine_output_index(p, i);
    TINYXS_TRY(write(p, index));
    /* An IF fills its outputs only when it leaves a branch. */
    if (p->code != BUILTIN_IF) use(own(p, index), p->time);
  }
  return TINYXS_OK;
}

/* ---- calls ---- */

static void use_inputs(tinyxs_plan *p) {
  for (uint32_t i = 0; i < p->inputs.count; i++) {
    int32_t index = tinyxs_engine_input_index(p, i);
    if (index >= 0) use(own(p, index), p->time);
  }
}

static void use_outputs(tinyxs_plan *p) {
  for (uint32_t i = 0; i < p->outputs.count; i++) use(own(p, tinyxs_engine_output_index(p, i)), p->time);
}

/* A handle that is passed on is the same variable; it must be so in every call. */
static tinyxs_status pass_handle(tinyxs_plan *p, const tinyxs_allocation *from, tinyxs_allocation *to, bool first) {
  bool handle = is_handle(from);
  if (first && handle && to) {
    to->kind = TINYXS_ALLOCATION_HANDLE;
    to->at = from->at;
  }
  if (handle == is_handle(to) && (!handle || to->at == from->at)) return TINYXS_OK;
  return tinyxs_reject(p, TINYXS_UNSUPPORTED, "it passes different variables to one subgraph, or something else instead");
}

/* The tensors that go into subgraph p->callee, which is called for the first time or again. */
static tinyxs_status pass_inputs(tinyxs_plan *p, bool first) {
  uint32_t skipped = p->code == BUILTIN_IF;
  tinyxs_vector inner = tinyxs_list_of(&p->file, p->subgraphs[p->callee].table, SUBGRAPH_INPUTS);
  if (p->code == BUILTIN_CALL_ONCE)
    TINYXS_REQUIRE(p, inner.count == 0, "it calls subgraph %u, which has inputs", p->callee);
  else
    TINYXS_REQUIRE(p, inner.count + skipped == p->inputs.count, "it passes %u tensors to subgraph %u, which takes %u",
                   p->inputs.count - skipped, p->callee, inner.count);
  if (p->code == BUILTIN_IF) use_inputs(p);
  for (uint32_t i = 0; i < inner.count; i++) {
    int32_t outer = tinyxs_engine_input_index(p, i + skipped);
    TINYXS_REQUIRE(p, outer >= 0, "its input %u is missing", i + skipped);
    tinyxs_allocation *a = tinyxs_engine_allocation_in(p, p->callee, (uint32_t)tinyxs_engine_index_at(p, inner, i));
    if (first) {
      if (is_computed(a)) {
        return tinyxs_reject(p, TINYXS_BAD_GRAPH, "input %u of subgraph %u is a constant, a variable or listed twice", i,
                             p->callee);
      }
      a->kind = TINYXS_ALLOCATION_PLANNED;
      use(a, p->time);
    }
    TINYXS_TRY(pass_handle(p, own(p, outer), a, first));
  }
  return TINYXS_OK;
}

/* The tensors that come out of it. */
static tinyxs_status pass_outputs(tinyxs_plan *p, bool first) {
  tinyxs_vector inner = tinyxs_list_of(&p->file, p->subgraphs[p->callee].table, SUBGRAPH_OUTPUTS);
  bool condition = p->code == BUILTIN_WHILE && p->callee_number == 0;
  uint32_t outputs = condition ? 1 : p->outputs.count;
  if (p->code == BUILTIN_CALL_ONCE) outputs = inner.count;
  TINYXS_REQUIRE(p, inner.count == outputs, "subgraph %u gives %u tensors instead of %u", p->callee, inner.count, outputs);
  for (uint32_t i = 0; i < inner.count; i++) {
    tinyxs_allocation *a = tinyxs_engine_allocation_in(p, p->callee, (uint32_t)tinyxs_engine_index_at(p, inner, i));
    if (!is_computed(a)) {
      return tinyxs_reject(p, TINYXS_BAD_GRAPH, "output %u of subgraph %u is not computed by any operator", i, p->callee);
    }
    if (first) use(a, p->time);
    if (condition || p->code == BUILTIN_CALL_ONCE) continue;
    TINYXS_TRY(pass_handle(p, a, own(p, tinyxs_engine_output_index(p, i)), p->callee_number == (p->code == BUILTIN_WHILE)));
  }
  use_outputs(p);
  return TINYXS_OK;
}

/* ---- subgraphs that are called more than once ---- */

/* Makes a subgraph last until a time, as one that is called from several places. */
static bool prolong(tinyxs_plan *p, uint32_t subgraph, uint32_t time) {
  tinyxs_planned_subgraph *s = &p->subgraphs[subgraph];
  if (s->shared && s->last >= time) return false;
  s->shared = true;
  if (s->last < time) s->last = (uint16_t)time;
  return true;
}

/* What a prolonged subgraph calls lasts as long; calls make no cycle, so this ends. */
static void prolong_callees(tinyxs_plan *p) {
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
      const tinyxs_planned_subgraph *caller = &p->subgraphs[s];
      if (!caller->shared) continue;
      for (uint32_t i = 0; i < caller->operators.count; i++) {
        p->table = tinyxs_table_at(&p->file, caller->operators, i);
        p->code = tinyxs_engine_code_of(p, p->table)->builtin;
        for (uint32_t k = 0; tinyxs_engine_callee(p, k) != TINYXS_NO_CALLEE; k++) {
          changed = prolong(p, tinyxs_engine_callee(p, k), caller->last) || changed;
        }
      }
    }
  }
}

/* Keeps the tensors of such subgraphs apart for the whole time: what runs between two calls may be anything. */
static void prolong_tensors(tinyxs_plan *p) {
  for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
    if (!p->subgraphs[s].shared) continue;
    for (uint32_t i = 0; i < p->subgraphs[s].tensors.count; i++) {
      tinyxs_allocation *a = tinyxs_engine_allocation_in(p, s, i);
      if (!a || a->kind != TINYXS_ALLOCATION_PLANNED) continue;
      use(a, p->subgraphs[s].first);
      use(a, p->subgraphs[s].last);
    }
  }
}

/* ---- the walk ---- */

/* Numbers the tensors that have no data in the file. */
static void start_allocations(tinyxs_plan *p) {
  uint32_t used = 0;
  for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
    for (uint32_t i = 0; i < p->subgraphs[s].tensors.count; i++) {
      uint32_t tensor = tinyxs_engine_tensor_table(p, s, i);
      uint16_t *number = &p->numbers[p->subgraphs[s].first_tensor + i];
      *number = TINYXS_CONSTANT;
      if (tinyxs_engine_tensor_constant(&p->file, &p->outline, tensor)) continue;
      bool variable = tinyxs_field_u8(&p->file, tensor, TENSOR_IS_VARIABLE, 0);
      *number = (uint16_t)used++;
      p->placement.allocations[*number] =
          (tinyxs_allocation){.bytes = tinyxs_engine_tensor_bytes(&p->file, tensor),
                              .first = UINT16_MAX,
                              .next = *number,
                              .kind = variable ? TINYXS_ALLOCATION_STATE : TINYXS_ALLOCATION_UNUSED};
    }
  }
  for (; used < p->placement.count; used++) p->placement.allocations[used] = (tinyxs_allocation){.next = (uint16_t)used};
}

/* The inputs of the main subgraph are there from time 0; its outputs stay to the end. */
static tinyxs_status use_ends(tinyxs_plan *p, uint32_t field, uint32_t time) {
  tinyxs_vector indices = tinyxs_list_of(&p->file, p->subgraphs[0].table, field);
  for (uint32_t i = 0; i < indices.count; i++) {
    tinyxs_allocation *a = tinyxs_engine_allocation_in(p, 0, (uint32_t)tinyxs_engine_index_at(p, indices, i));
    if (field == SUBGRAPH_INPUTS) {
      if (is_computed(a)) {
        return tinyxs_fail(p->error, TINYXS_BAD_GRAPH, "input %u is a constant, a variable or listed twice", i);
      }
      a->kind = TINYXS_ALLOCATION_PLANNED;
    } else if (!is_computed(a) || is_handle(a)) {
      return tinyxs_fail(p->error, TINYXS_BAD_GRAPH, "output %u is not computed by any operator", i);
    }
    use(a, time);
  }
  return TINYXS_OK;
}

static tinyxs_status take_operator(tinyxs_plan *p) {
  TINYXS_TRY(find_uses(p));
  switch (p->code) {
  case BUILTIN_VAR_HANDLE: return tinyxs_engine_find_variable(p);
  case BUILTIN_READ_VARIABLE:
    return tinyxs_engine_size_variable(p, tinyxs_engine_input_index(p, 0), tinyxs_engine_output_index(p, 0));
  case BUILTIN_ASSIGN_VARIABLE:
    return tinyxs_engine_size_variable(p, tinyxs_engine_input_index(p, 0), tinyxs_engine_input_index(p, 1));
  default: return TINYXS_OK;
  }
}

/* A loop that may not run at all hands its inputs out: they must be handles where its outputs are. */
static tinyxs_status take_return(tinyxs_plan *p) {
  use_outputs(p);
  if (p->code != BUILTIN_WHILE) return TINYXS_OK;
  for (uint32_t i = 0; i < p->outputs.count; i++) {
    TINYXS_TRY(pass_handle(p, own(p, tinyxs_engine_input_index(p, i)), own(p, tinyxs_engine_output_index(p, i)), false));
  }
  return TINYXS_OK;
}

static tinyxs_status take_step(tinyxs_plan *p, tinyxs_step step) {
  switch (step) {
  case TINYXS_STEP_OPERATOR: return take_operator(p);
  case TINYXS_STEP_ENTER: p->subgraphs[p->callee].first = (uint16_t)p->time; return pass_inputs(p, true);
  case TINYXS_STEP_LEAVE: p->subgraphs[p->callee].last = (uint16_t)p->time; return pass_outputs(p, true);
  case TINYXS_STEP_CALL_AGAIN:
    TINYXS_TRY(pass_inputs(p, false));
    TINYXS_TRY(pass_outputs(p, false));
    prolong(p, p->callee, p->time);
    return TINYXS_OK;
  default: return take_return(p);
  }
}

/* Begins to measure each ring's last time. */
static void start_rings(tinyxs_plan *p) {
  for (uint32_t i = 0; i < p->outline.runtime_count; i++) {
    tinyxs_allocation *a = &p->placement.allocations[i];
    if (a->kind == TINYXS_ALLOCATION_PLANNED) a->at = a->last;
  }
}

tinyxs_status tinyxs_engine_find_lifetimes(tinyxs_plan *p) {
  start_allocations(p);
  TINYXS_TRY(use_ends(p, SUBGRAPH_INPUTS, 0));
  tinyxs_engine_walk_start(p);
  for (tinyxs_step step;;) {
    TINYXS_TRY(tinyxs_engine_walk_next(p, &step));
    if (step == TINYXS_STEP_END) break;
    TINYXS_TRY(take_step(p, step));
  }
  TINYXS_TRY(use_ends(p, SUBGRAPH_OUTPUTS, p->time));
  prolong_callees(p);
  prolong_tensors(p);
  start_rings(p);
  return TINYXS_OK;
}
