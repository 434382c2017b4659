/* SPDX-License-Identifier: Apache-2.0 */
/* The memory that operators ask for while they are prepared: op data, arrays, scratch, state, and sharing that of an input. */
#include <string.h>

#include "engine/plan.h"

/* ---- structures ---- */

void *tinyxs_allocate_persistent(tinyxs_plan *p, uint64_t bytes, uint32_t *at) {
  *at = 0;
  if (bytes > TINYXS_MAX_BYTES || p->structures + bytes > TINYXS_MAX_BYTES) {
    p->failed = true;
    return NULL;
  }
  *at = (uint32_t)p->structures;
  p->structures += (bytes + 3) & ~(uint64_t)3;
  return p->arena && p->structures <= p->arena_room ? p->arena + *at : NULL;
}

void *tinyxs_allocate_op_data(tinyxs_plan *p, size_t bytes) { return tinyxs_allocate_persistent(p, bytes, &p->data_at); }

void tinyxs_set_op_data(tinyxs_plan *p, const void *value, size_t bytes) {
  void *copy = tinyxs_allocate_op_data(p, bytes);
  if (copy) memcpy(copy, value, bytes);
}

/* ---- scratch and state ---- */

tinyxs_status tinyxs_request_scratch(tinyxs_plan *p, uint64_t bytes) {
  TINYXS_REQUIRE(p, bytes <= TINYXS_MAX_BYTES, "it needs absurdly much scratch memory");
  if (!bytes) return TINYXS_OK;
  const tinyxs_planned_subgraph *s = &p->subgraphs[p->subgraph];
  uint16_t number = (uint16_t)(p->outline.runtime_count + p->node_number);
  p->placement.allocations[number] = (tinyxs_allocation){.bytes = (uint32_t)bytes,
                                                         .kind = TINYXS_ALLOCATION_PLANNED,
                                                         .first = s->shared ? s->first : (uint16_t)p->time,
                                                         .last = s->shared ? s->last : (uint16_t)p->time,
                                                         .next = number};
  return TINYXS_OK;
}

tinyxs_status tinyxs_allocate_state(tinyxs_plan *p, uint64_t bytes, uint8_t fill, uint32_t *at) {
  uint64_t alignment = bytes < TINYXS_ALIGNMENT ? 4 : TINYXS_ALIGNMENT;
  uint64_t start = (p->state + alignment - 1) / alignment * alignment;
  TINYXS_REQUIRE(p, bytes <= TINYXS_MAX_BYTES && start + bytes <= TINYXS_MAX_BYTES, "it needs absurdly much state");
  *at = (uint32_t)start;
  p->state = start + bytes;
  bool first = !p->states, writing = p->arena && p->structures <= p->arena_room;
  if (!first && p->last_fill == fill) { /* one more stretch of the same bytes */
    if (writing) {
      tinyxs_state *last = (tinyxs_state *)(void *)(p->arena + p->last_state);
      last->bytes = (uint32_t)p->state - last->at;
    }
    return TINYXS_OK;
  }
  uint32_t place;
  tinyxs_state *state = tinyxs_allocate_persistent(p, sizeof *state, &place);
  if (state) {
    *state = (tinyxs_state){.at = *at, .bytes = (uint32_t)bytes, .fill = fill};
    if (!first) ((tinyxs_state *)(void *)(p->arena + p->last_state))->next = place;
  }
  if (first) p->states = place;
  p->last_state = place;
  p->last_fill = fill;
  return TINYXS_OK;
}

/* ---- for kernels ---- */

void *tinyxs_op_data_of(tinyxs_plan *p) {
  const tinyxs_node *node = (const tinyxs_node *)(const void *)(p->arena + p->layout.nodes) + p->node_number;
  return (void *)(uintptr_t)node->data;
}

bool tinyxs_find_scratch(tinyxs_plan *p, uint32_t bytes, uint32_t *at) {
  const tinyxs_planned_subgraph *s = &p->subgraphs[p->subgraph];
  uint32_t first = s->shared ? s->first : p->time, last = s->shared ? s->last : p->time;
  return tinyxs_engine_find_gap(&p->placement, first, last, bytes, p->memory.activations, at);
}

/* ---- sharing ---- */

static tinyxs_allocation *output_of(const tinyxs_plan *p, uint32_t i) {
  return tinyxs_engine_allocation_in(p, p->subgraph, (uint32_t)tinyxs_engine_output_index(p, i));
}
static tinyxs_allocation *input_of(const tinyxs_plan *p, uint32_t i) {
  return tinyxs_engine_allocation_in(p, p->subgraph, (uint32_t)tinyxs_engine_input_index(p, i));
}
static tinyxs_allocation *first_of_ring(const tinyxs_plan *p, tinyxs_allocation *a) {
  return a->joined ? &p->placement.allocations[a->at] : a;
}

/* Makes the output live in the memory of the input. */
static void join(const tinyxs_plan *p, tinyxs_allocation *input, tinyxs_allocation *output) {
  tinyxs_allocation *ring = first_of_ring(p, input), *all = p->placement.allocations;
  output->joined = 1;
  output->at = (uint32_t)(ring - all);
  output->next = input->next;
  input->next = (uint16_t)(output - all);
  if (output->last > ring->at) ring->at = output->last;
}

/* Whether the variable at `state` may change after the operator at hand and until `last`. */
static bool changes_until(const tinyxs_plan *p, uint32_t state, uint32_t last) {
  tinyxs_vector operators = p->subgraphs[p->subgraph].operators;
  for (uint32_t i = p->index + 1; i < operators.count && p->time + (i - p->index) <= last; i++) {
    uint32_t table = tinyxs_table_at(&p->file, operators, i);
    int32_t code = tinyxs_engine_code_of(p, table)->builtin;
    if (code == BUILTIN_CALL_ONCE || code == BUILTIN_IF || code == BUILTIN_WHILE) return true;
    if (code != BUILTIN_ASSIGN_VARIABLE) continue;
    int32_t index = tinyxs_engine_index_at(p, tinyxs_list_of(&p->file, table, OPERATOR_INPUTS), 0);
    if (index < 0) continue;
    const tinyxs_allocation *handle = tinyxs_engine_allocation_in(p, p->subgraph, (uint32_t)index);
    if (handle && handle->at == state) return true;
  }
  return false;
}

void tinyxs_alias(tinyxs_plan *p, uint32_t input, uint32_t output) {
  tinyxs_allocation *in = input_of(p, input), *out = output_of(p, output);
  if (!in || out->kind != TINYXS_ALLOCATION_PLANNED) return;
  if (in->kind == TINYXS_ALLOCATION_PLANNED) {
    if (in->bytes != out->bytes) return;
    join(p, in, out);
  } else {
    bool state = in->kind == TINYXS_ALLOCATION_HANDLE || in->kind == TINYXS_ALLOCATION_STATE;
    if (!state || tinyxs_input_info(p, input).variable || changes_until(p, in->at, out->last)) return;
    out->kind = TINYXS_ALLOCATION_STATE;
    out->at = in->at;
  }
  p->aliased = true;
}

void tinyxs_in_place(tinyxs_plan *p, uint32_t input, uint32_t output) {
  tinyxs_allocation *in = input_of(p, input), *out = output_of(p, output);
  if (!in || in->kind != TINYXS_ALLOCATION_PLANNED || out->kind != TINYXS_ALLOCATION_PLANNED) return;
  if (out->joined || out->next != out - p->placement.allocations) return;
  const tinyxs_allocation *ring = first_of_ring(p, in);
  if (ring->at == p->time && out->bytes <= in->bytes) join(p, in, out);
}
