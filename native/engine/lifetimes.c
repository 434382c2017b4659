/*
 * Finding out when each tensor is needed: a first walk over the graph. An operator that calls subgraphs
 * copies tensors into theirs when they are entered, and out of them when they are left.
 */
#include "engine/prepare.h"

static void use(tinyxs_allocation *allocation, uint32_t time) {
  if (time < allocation->first) allocation->first = (uint16_t)time;
  if (time > allocation->last) allocation->last = (uint16_t)time;
}

static tinyxs_allocation *allocation_in(const tinyxs_prepare *p, uint32_t subgraph, uint32_t tensor) {
  return &p->allocations[p->subgraphs[subgraph].first_tensor + tensor];
}

static tinyxs_status write(tinyxs_prepare *p, uint32_t index) {
  tinyxs_allocation *allocation = tinyxs_tensor_allocation(p, index);
  bool rewrites = allocation->kind == TINYXS_ALLOCATION_STATE && p->code != BUILTIN_VAR_HANDLE; /* a variable tensor */
  if (allocation->written && !rewrites) {
    return tinyxs_reject(p, TINYXS_BAD_GRAPH, "it writes tensor %u, which is constant, an input or written before", index);
  }
  allocation->written = 1;
  if (allocation->kind == TINYXS_ALLOCATION_UNUSED) allocation->kind = TINYXS_ALLOCATION_PLANNED;
  return TINYXS_OK;
}

/* Whether input i may be a variable's handle, whose own shape says nothing about the variable behind it. */
static bool takes_handle(const tinyxs_prepare *p, uint32_t i) {
  switch (p->code) {
  case BUILTIN_READ_VARIABLE:
  case BUILTIN_ASSIGN_VARIABLE: return i == 0;
  case BUILTIN_IF: return i > 0;
  case BUILTIN_WHILE: return true;
  default: return false;
  }
}

static tinyxs_status find_uses(tinyxs_prepare *p) {
  for (uint32_t i = 0; i < p->inputs.count; i++) {
    int32_t index = tinyxs_input_index(p, i);
    if (index < 0) continue;
    tinyxs_allocation *allocation = tinyxs_tensor_allocation(p, (uint32_t)index);
    if (!allocation->written && !allocation->bytes) {
      /* An empty constant, such as the shape of a scalar, has no data in the file: any place will do. */
      allocation->kind = TINYXS_ALLOCATION_FILE;
      allocation->written = 1;
    }
    if (!allocation->written) {
      return tinyxs_reject(p, TINYXS_BAD_GRAPH, "it reads tensor %d, which has not been computed yet", index);
    }
    TINYXS_REQUIRE(p, allocation->kind != TINYXS_ALLOCATION_HANDLE || takes_handle(p, i),
                   "it reads tensor %d, which is the handle of a variable", index);
    use(allocation, p->time);
  }
  for (uint32_t i = 0; i < p->outputs.count; i++) {
    uint32_t index = (uint32_t)tinyxs_output_index(p, i);
    TINYXS_TRY(write(p, index));
    /* An IF fills its outputs only when it leaves a branch. */
    if (p->code != BUILTIN_IF) use(tinyxs_tensor_allocation(p, index), p->time);
  }
  return TINYXS_OK;
}

/* ---- calls ---- */

static void use_inputs(tinyxs_prepare *p) {
  for (uint32_t i = 0; i < p->inputs.count; i++) {
    int32_t index = tinyxs_input_index(p, i);
    if (index >= 0) use(tinyxs_tensor_allocation(p, (uint32_t)index), p->time);
  }
}

static void use_outputs(tinyxs_prepare *p) {
  for (uint32_t i = 0; i < p->outputs.count; i++)
    use(tinyxs_tensor_allocation(p, (uint32_t)tinyxs_output_index(p, i)), p->time);
}

/* A handle that is passed on is the same variable; it must be so in every call. */
static tinyxs_status pass_handle(tinyxs_prepare *p, const tinyxs_allocation *from, tinyxs_allocation *to, bool first) {
  bool handle = from->kind == TINYXS_ALLOCATION_HANDLE;
  if (first && handle) {
    to->kind = TINYXS_ALLOCATION_HANDLE;
    to->at = from->at;
  }
  if (handle == (to->kind == TINYXS_ALLOCATION_HANDLE) && (!handle || to->at == from->at)) return TINYXS_OK;
  return tinyxs_reject(p, TINYXS_UNSUPPORTED, "it passes different variables to one subgraph, or something else instead");
}

/* The tensors that go into subgraph p->callee, which is called for the first time or again. */
static tinyxs_status pass_inputs(tinyxs_prepare *p, bool first) {
  uint32_t skipped = p->code == BUILTIN_IF;
  tinyxs_vector inner = tinyxs_vector_of(&p->file, p->subgraphs[p->callee].table, SUBGRAPH_INPUTS, 4);
  if (p->code == BUILTIN_CALL_ONCE)
    TINYXS_REQUIRE(p, inner.count == 0, "it calls subgraph %u, which has inputs", p->callee);
  else
    TINYXS_REQUIRE(p, inner.count + skipped == p->inputs.count, "it passes %u tensors to subgraph %u, which takes %u",
                   p->inputs.count - skipped, p->callee, inner.count);
  if (p->code == BUILTIN_IF) use_inputs(p);
  for (uint32_t i = 0; i < inner.count; i++) {
    int32_t outer = tinyxs_input_index(p, i + skipped);
    TINYXS_REQUIRE(p, outer >= 0, "its input %u is missing", i + skipped);
    tinyxs_allocation *allocation = allocation_in(p, p->callee, tinyxs_get_u32(&p->file, inner.at + 4 * i));
    if (first) {
      if (allocation->written) {
        return tinyxs_reject(p, TINYXS_BAD_GRAPH, "input %u of subgraph %u is a constant, a variable or listed twice", i,
                             p->callee);
      }
      allocation->kind = TINYXS_ALLOCATION_PLANNED;
      allocation->written = 1;
      use(allocation, p->time);
    }
    TINYXS_TRY(pass_handle(p, tinyxs_tensor_allocation(p, (uint32_t)outer), allocation, first));
  }
  return TINYXS_OK;
}

/* The tensors that come out of it. */
static tinyxs_status pass_outputs(tinyxs_prepare *p, bool first) {
  tinyxs_vector inner = tinyxs_vector_of(&p->file, p->subgraphs[p->callee].table, SUBGRAPH_OUTPUTS, 4);
  bool condition = p->code == BUILTIN_WHILE && p->callee_number == 0;
  uint32_t outputs = condition ? 1 : p->outputs.count;
  if (p->code == BUILTIN_CALL_ONCE) outputs = inner.count;
  TINYXS_REQUIRE(p, inner.count == outputs, "subgraph %u gives %u tensors instead of %u", p->callee, inner.count, outputs);
  for (uint32_t i = 0; i < inner.count; i++) {
    tinyxs_allocation *allocation = allocation_in(p, p->callee, tinyxs_get_u32(&p->file, inner.at + 4 * i));
    if (!allocation->written) {
      return tinyxs_reject(p, TINYXS_BAD_GRAPH, "output %u of subgraph %u is not computed by any operator", i, p->callee);
    }
    if (first) use(allocation, p->time);
    if (condition || p->code == BUILTIN_CALL_ONCE) continue;
    tinyxs_allocation *outer = tinyxs_tensor_allocation(p, (uint32_t)tinyxs_output_index(p, i));
    TINYXS_TRY(pass_handle(p, allocation, outer, p->callee_number == (p->code == BUILTIN_WHILE)));
  }
  use_outputs(p);
  return TINYXS_OK;
}

/* ---- subgraphs that are called more than once ---- */

/* Makes a subgraph last until a time, as one that is called from several places. */
static bool prolong(tinyxs_prepare *p, uint32_t subgraph, uint32_t time) {
  tinyxs_span *span = &p->spans[subgraph];
  if (span->shared && span->last >= time) return false;
  span->shared = 1;
  if (span->last < time) span->last = (uint16_t)time;
  return true;
}

/* What a prolonged subgraph calls lasts as long; calls make no cycle, so this ends. */
static void prolong_callees(tinyxs_prepare *p) {
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
      if (!p->spans[s].shared) continue;
      tinyxs_vector operators = tinyxs_vector_of(&p->file, p->subgraphs[s].table, SUBGRAPH_OPERATORS, 4);
      for (uint32_t i = 0; i < operators.count; i++) {
        p->table = tinyxs_table_at(&p->file, operators, i);
        p->code = tinyxs_builtin_code(&p->file, &p->outline, p->table);
        for (uint32_t k = 0; tinyxs_callee(p, k) != TINYXS_NO_CALLEE; k++) {
          changed = prolong(p, tinyxs_callee(p, k), p->spans[s].last) || changed;
        }
      }
    }
  }
}

/* Keeps the tensors of such subgraphs apart for the whole time: what runs between two calls may be anything. */
static void prolong_tensors(tinyxs_prepare *p) {
  for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
    if (!p->spans[s].shared) continue;
    uint32_t count = tinyxs_vector_of(&p->file, p->subgraphs[s].table, SUBGRAPH_TENSORS, 4).count;
    for (uint32_t i = 0; i < count; i++) {
      tinyxs_allocation *allocation = allocation_in(p, s, i);
      if (allocation->kind != TINYXS_ALLOCATION_PLANNED) continue;
      use(allocation, p->spans[s].first);
      use(allocation, p->spans[s].last);
    }
  }
}

/* ---- the walk ---- */

static void start_allocation(tinyxs_prepare *p, uint32_t subgraph, uint32_t index) {
  uint32_t tensor = tinyxs_tensor_table(p, subgraph, index), number = p->subgraphs[subgraph].first_tensor + index;
  tinyxs_allocation *allocation = &p->allocations[number];
  *allocation =
      (tinyxs_allocation){.bytes = tinyxs_tensor_bytes(&p->file, tensor), .first = UINT16_MAX, .root = (uint16_t)number};
  uint32_t constant = tinyxs_tensor_constant(&p->file, &p->outline, tensor);
  if (constant) {
    allocation->kind = TINYXS_ALLOCATION_FILE;
    allocation->at = constant;
    allocation->written = 1;
  } else if (tinyxs_field_u8(&p->file, tensor, TENSOR_IS_VARIABLE, 0)) {
    allocation->kind = TINYXS_ALLOCATION_STATE;
    allocation->written = 1;
  }
}

/* The inputs of the main subgraph are there from time 0; its outputs stay to the end. */
static tinyxs_status use_ends(tinyxs_prepare *p, uint32_t field, uint32_t time) {
  tinyxs_vector indices = tinyxs_vector_of(&p->file, p->subgraphs[0].table, field, 4);
  for (uint32_t i = 0; i < indices.count; i++) {
    uint32_t index = tinyxs_get_u32(&p->file, indices.at + 4 * i);
    tinyxs_allocation *allocation = &p->allocations[index];
    if (field == SUBGRAPH_INPUTS) {
      if (allocation->kind != TINYXS_ALLOCATION_UNUSED) {
        return tinyxs_fail(p->error, TINYXS_BAD_GRAPH, "input %u is a constant, a variable or listed twice", i);
      }
      allocation->kind = TINYXS_ALLOCATION_PLANNED;
      allocation->written = 1;
    } else if (!allocation->written || allocation->kind == TINYXS_ALLOCATION_HANDLE) {
      return tinyxs_fail(p->error, TINYXS_BAD_GRAPH, "output %u is not computed by any operator", i);
    }
    use(allocation, time);
  }
  return TINYXS_OK;
}

static tinyxs_status take_operator(tinyxs_prepare *p) {
  TINYXS_TRY(find_uses(p));
  switch (p->code) {
  case BUILTIN_VAR_HANDLE: return tinyxs_find_variable(p);
  case BUILTIN_READ_VARIABLE: return tinyxs_size_variable(p, tinyxs_input_index(p, 0), tinyxs_output_index(p, 0));
  case BUILTIN_ASSIGN_VARIABLE: return tinyxs_size_variable(p, tinyxs_input_index(p, 0), tinyxs_input_index(p, 1));
  default: return TINYXS_OK;
  }
}

/* A loop that may not run at all hands its inputs out: they must be handles where its outputs are. */
static tinyxs_status take_return(tinyxs_prepare *p) {
  use_outputs(p);
  if (p->code != BUILTIN_WHILE) return TINYXS_OK;
  for (uint32_t i = 0; i < p->outputs.count; i++) {
    const tinyxs_allocation *input = tinyxs_tensor_allocation(p, (uint32_t)tinyxs_input_index(p, i));
    TINYXS_TRY(pass_handle(p, input, tinyxs_tensor_allocation(p, (uint32_t)tinyxs_output_index(p, i)), false));
  }
  return TINYXS_OK;
}

static tinyxs_status take_step(tinyxs_prepare *p, tinyxs_step step) {
  switch (step) {
  case TINYXS_STEP_OPERATOR: return take_operator(p);
  case TINYXS_STEP_ENTER: p->spans[p->callee].first = (uint16_t)p->time; return pass_inputs(p, true);
  case TINYXS_STEP_LEAVE: p->spans[p->callee].last = (uint16_t)p->time; return pass_outputs(p, true);
  case TINYXS_STEP_CALL_AGAIN:
    TINYXS_TRY(pass_inputs(p, false));
    TINYXS_TRY(pass_outputs(p, false));
    prolong(p, p->callee, p->time);
    return TINYXS_OK;
  default: return take_return(p);
  }
}

tinyxs_status tinyxs_find_lifetimes(tinyxs_prepare *p) {
  tinyxs_walk_start(p);
  for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
    uint32_t count = tinyxs_vector_of(&p->file, p->subgraphs[s].table, SUBGRAPH_TENSORS, 4).count;
    for (uint32_t i = 0; i < count; i++) start_allocation(p, s, i);
  }
  for (uint32_t i = p->outline.tensor_count; i < p->allocation_count; i++)
    p->allocations[i] = (tinyxs_allocation){.root = (uint16_t)i};
  for (uint32_t i = 0; i < p->outline.subgraphs.count; i++) p->spans[i] = (tinyxs_span){0};
  TINYXS_TRY(use_ends(p, SUBGRAPH_INPUTS, 0));
  p->variable_count = 0;
  for (tinyxs_step step;;) {
    TINYXS_TRY(tinyxs_walk_next(p, &step));
    if (step == TINYXS_STEP_END) break;
    TINYXS_TRY(take_step(p, step));
  }
  TINYXS_TRY(use_ends(p, SUBGRAPH_OUTPUTS, p->time));
  prolong_callees(p);
  prolong_tensors(p);
  return TINYXS_OK;
}
