/* SPDX-License-Identifier: Apache-2.0 */
/* Measuring and loading: what becomes of a plan. */
#include "engine/plan.h"

/* A workspace of so many bytes is on the stack, so that the arenas of small models are no larger than what they run with. */
enum { SMALL_WORKSPACE = 768 };

static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

/* What a workspace takes of the arena. */
static uint32_t borrowed(uint32_t workspace) { return workspace > SMALL_WORKSPACE ? workspace : 0; }

/* Tells what loading borrows, where that is more than what runs need in its place. */
static void add_workspace(tinyxs_memory *memory, uint32_t workspace) {
  uint32_t after = memory->variables + memory->activations;
  memory->workspace = borrowed(workspace);
  memory->arena = memory->structures + larger(after, memory->workspace);
}

uint32_t tinyxs_workspace(const void *data, size_t size, tinyxs_error *error) {
  tinyxs_plan p;
  return tinyxs_engine_plan_start(&p, data, size, sizeof(void *), error) == TINYXS_OK ? tinyxs_engine_plan_workspace(&p, NULL)
                                                                                      : 0;
}

tinyxs_status tinyxs_measure(const void *data, size_t size, uint32_t pointer_bytes, void *workspace, size_t workspace_bytes,
                             tinyxs_memory *memory, tinyxs_error *error) {
  tinyxs_plan p;
  if (pointer_bytes != 4 && pointer_bytes != 8) {
    return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "pointers have 4 or 8 bytes, not %u", pointer_bytes);
  }
  TINYXS_TRY(tinyxs_engine_plan_start(&p, data, size, pointer_bytes, error));
  uint32_t needed = tinyxs_engine_plan_workspace(&p, NULL);
  if (!workspace || (uintptr_t)workspace % TINYXS_ALIGNMENT || workspace_bytes < needed) {
    return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "measuring needs an aligned workspace of %u bytes", needed);
  }
  tinyxs_engine_plan_workspace(&p, workspace);
  TINYXS_TRY(tinyxs_engine_plan_finish(&p, NULL, 0));
  *memory = p.memory;
  add_workspace(memory, needed);
  return TINYXS_OK;
}

/* ---- loading ---- */

/* The two memories that a load gets. One arena: `shared` is NULL and what follows the structures takes its place. */
typedef struct {
  uint8_t *own, *shared;
  size_t own_bytes, shared_bytes;
} memories;

static tinyxs_status check_memory(const char *what, const void *memory, size_t bytes, uint32_t needed, tinyxs_error *error) {
  if (!memory || (uintptr_t)memory % TINYXS_ALIGNMENT) {
    return tinyxs_fail(error, TINYXS_MISALIGNED, "the %s must be aligned to %u bytes", what, (uint32_t)TINYXS_ALIGNMENT);
  }
  if (bytes >= needed) return TINYXS_OK;
  return tinyxs_fail(error, TINYXS_ARENA_TOO_SMALL, "the %s has %u bytes, the model needs %u", what, (uint32_t)bytes, needed);
}

static void *address_of(const tinyxs_plan *p, const tinyxs_model *model, uint32_t subgraph, int32_t index) {
  if (index < 0) return NULL;
  const tinyxs_allocation *a = tinyxs_engine_allocation_in(p, subgraph, (uint32_t)index);
  uint8_t *file = (uint8_t *)(uintptr_t)model->data;
  if (!a)
    return file +
           tinyxs_engine_tensor_constant(&p->file, &p->outline, tinyxs_engine_tensor_table(p, subgraph, (uint32_t)index));
  switch (a->kind) {
  case TINYXS_ALLOCATION_EMPTY: return file;
  case TINYXS_ALLOCATION_HANDLE:
  case TINYXS_ALLOCATION_STATE: return model->arena + model->variables + a->at;
  case TINYXS_ALLOCATION_PLANNED: return model->activations + a->at;
  default: return NULL;
  }
}

/* Writes the addresses of a list of tensors; returns where the next one goes. */
static void **write_addresses(const tinyxs_plan *p, const tinyxs_model *model, uint32_t subgraph, tinyxs_vector list,
                              void **to) {
  for (uint32_t i = 0; i < list.count; i++) *to++ = address_of(p, model, subgraph, tinyxs_engine_index_at(p, list, i));
  return to;
}

static void **write_ends(const tinyxs_plan *p, const tinyxs_model *model, uint32_t subgraph, void **to) {
  uint32_t table = p->subgraphs[subgraph].table;
  to = write_addresses(p, model, subgraph, tinyxs_list_of(&p->file, table, SUBGRAPH_INPUTS), to);
  return write_addresses(p, model, subgraph, tinyxs_list_of(&p->file, table, SUBGRAPH_OUTPUTS), to);
}

/* Gives the operator at hand its kernel and the addresses of its tensors. */
static void finish_node(tinyxs_plan *p, tinyxs_model *model) {
  const tinyxs_node *node = &model->nodes[p->node_number];
  if (!node->run) return;
  if (p->operator_->kernels) p->operator_->kernels->choose(p);
  void **to = (void **)(uintptr_t)node->tensors;
  to = write_addresses(p, model, p->subgraph, p->inputs, to);
  to = write_addresses(p, model, p->subgraph, p->outputs, to);
  const tinyxs_allocation *scratch = tinyxs_engine_scratch_allocation(p);
  if (scratch->kind == TINYXS_ALLOCATION_PLANNED) *to++ = model->activations + scratch->at;
  if (p->code == BUILTIN_CALL_ONCE) return;
  for (uint32_t k = 0; tinyxs_engine_callee(p, k) != TINYXS_NO_CALLEE; k++)
    to = write_ends(p, model, tinyxs_engine_callee(p, k), to);
}

static tinyxs_status finish_nodes(tinyxs_plan *p, tinyxs_model *model) {
  tinyxs_engine_walk_start(p);
  for (tinyxs_step step;;) {
    TINYXS_TRY(tinyxs_engine_walk_next(p, &step));
    if (step == TINYXS_STEP_END) return TINYXS_OK;
    if (step == TINYXS_STEP_OPERATOR) finish_node(p, model);
  }
}

static tinyxs_status finish_model(tinyxs_plan *p, memories m, tinyxs_model **model, tinyxs_error *error) {
  const tinyxs_memory *memory = &p->memory;
  uint32_t table = p->subgraphs[0].table, own = memory->structures + memory->variables;
  tinyxs_model *it = (tinyxs_model *)(void *)m.own;
  *it = (struct tinyxs_model){.data = p->file.data,
                              .arena = m.own,
                              .activations = m.shared ? m.shared : m.own + own,
                              .nodes = (tinyxs_node *)(void *)(m.own + p->layout.nodes),
                              .ends = (void **)(void *)(m.own + p->layout.ends),
                              .subgraphs = (tinyxs_subgraph *)(void *)(m.own + p->layout.subgraphs),
                              .frames = (tinyxs_frame *)(void *)(m.own + p->layout.frames),
                              .data_bytes = p->file.size,
                              .variables = memory->structures,
                              .states = p->states,
                              .budget = TINYXS_BUDGET,
                              .inputs = (uint16_t)tinyxs_list_of(&p->file, table, SUBGRAPH_INPUTS).count,
                              .outputs = (uint16_t)tinyxs_list_of(&p->file, table, SUBGRAPH_OUTPUTS).count,
                              .memory = *memory};
  write_ends(p, it, 0, it->ends);
  TINYXS_TRY(finish_nodes(p, it));
  for (uint32_t i = 0; i < p->outline.subgraphs.count; i++) {
    const tinyxs_planned_subgraph *s = &p->subgraphs[i];
    it->subgraphs[i] = (tinyxs_subgraph){s->first_node, s->entered ? (uint16_t)s->operators.count : 0};
  }
  *model = it;
  return tinyxs_reset(it, error);
}

static tinyxs_status load(const void *data, size_t size, memories m, tinyxs_model **model, tinyxs_error *error) {
  tinyxs_plan p;
  _Alignas(TINYXS_ALIGNMENT) uint8_t small[SMALL_WORKSPACE];
  *model = NULL;
  TINYXS_TRY(tinyxs_engine_plan_start(&p, data, size, sizeof(void *), error));
  uint32_t workspace = tinyxs_engine_plan_workspace(&p, NULL), lent = borrowed(workspace);
  TINYXS_TRY(check_memory("arena", m.own, m.own_bytes, 0, error));
  if (m.shared) TINYXS_TRY(check_memory("shared memory", m.shared, m.shared_bytes, 0, error));
  uint8_t *from = m.shared ? m.shared : m.own;
  size_t room = m.shared ? m.shared_bytes : m.own_bytes;
  if (room < lent) {
    return tinyxs_fail(error, TINYXS_ARENA_TOO_SMALL,
                       "%u bytes are too few: loading alone needs %u; tinyxs_measure tells the whole", (uint32_t)room, lent);
  }
  size_t lent_at = (room - lent) / TINYXS_ALIGNMENT * TINYXS_ALIGNMENT;
  tinyxs_engine_plan_workspace(&p, lent ? from + lent_at : small);
  size_t own_room = m.shared ? m.own_bytes : lent ? lent_at : m.own_bytes;
  TINYXS_TRY(tinyxs_engine_plan_finish(&p, m.own, own_room < TINYXS_MAX_BYTES ? (uint32_t)own_room : TINYXS_MAX_BYTES));
  add_workspace(&p.memory, workspace);
  if (m.shared) {
    uint32_t most = larger(p.memory.activations, lent);
    TINYXS_TRY(check_memory("shared memory", m.shared, m.shared_bytes, most, error));
    TINYXS_TRY(check_memory("arena", m.own, m.own_bytes, p.memory.structures + p.memory.variables, error));
  } else {
    TINYXS_TRY(check_memory("arena", m.own, m.own_bytes, p.memory.arena, error));
  }
  return finish_model(&p, m, model, error);
}

tinyxs_status tinyxs_load(const void *data, size_t size, void *arena, size_t arena_bytes, tinyxs_model **model,
                          tinyxs_error *error) {
  return load(data, size, (memories){.own = arena, .own_bytes = arena_bytes}, model, error);
}

tinyxs_status tinyxs_load_shared(const void *data, size_t size, void *arena, size_t arena_bytes, void *shared,
                                 size_t shared_bytes, tinyxs_model **model, tinyxs_error *error) {
  *model = NULL;
  if (!shared) return tinyxs_fail(error, TINYXS_ARENA_TOO_SMALL, "there is no shared memory");
  return load(data, size, (memories){arena, shared, arena_bytes, shared_bytes}, model, error);
}
