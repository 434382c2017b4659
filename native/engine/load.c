/* SPDX-License-Identifier: Apache-2.0 */
/* Measuring and loading: what becomes of a plan. */
#include "engine/plan.h"

/* What loading needs of the caller: nothing, where the workspace lies in the place of variables and activations. */
static uint32_t needed_besides(const tinyxs_plan *p, uint32_t workspace) {
  return workspace > p->memory.variables + p->memory.activations ? workspace : 0;
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
  memory->workspace = needed_besides(&p, needed);
  return TINYXS_OK;
}

/* ---- loading ---- */

typedef struct {
  uint8_t *at;
  size_t bytes;
} span;

/* The memories that a load gets. One arena: `shared` is NULL and what follows the structures takes its place. */
typedef struct {
  span own, shared, workspace;
} memories;

static tinyxs_status check_memory(const char *what, span memory, uint32_t needed, tinyxs_error *error) {
  if (!memory.at || (uintptr_t)memory.at % TINYXS_ALIGNMENT) {
    return tinyxs_fail(error, TINYXS_MISALIGNED, "the %s must be aligned to %u bytes", what, (uint32_t)TINYXS_ALIGNMENT);
  }
  if (memory.bytes >= needed) return TINYXS_OK;
  return tinyxs_fail(error, TINYXS_ARENA_TOO_SMALL, "the %s has %u bytes, the model needs %u", what, (uint32_t)memory.bytes,
                     needed);
}

/* Takes a workspace from the end of a memory. */
static tinyxs_status take_workspace(span *memory, uint32_t needed, span *workspace, tinyxs_error *error) {
  if (memory->bytes < needed) {
    return tinyxs_fail(error, TINYXS_ARENA_TOO_SMALL,
                       "loading needs a workspace of %u bytes; tinyxs_measure tells which memory is needed", needed);
  }
  memory->bytes = (memory->bytes - needed) / TINYXS_ALIGNMENT * TINYXS_ALIGNMENT;
  *workspace = (span){memory->at + memory->bytes, needed};
  return TINYXS_OK;
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
  tinyxs_model *it = (tinyxs_model *)(void *)m.own.at;
  *it = (struct tinyxs_model){.data = p->file.data,
                              .arena = m.own.at,
                              .activations = m.shared.at ? m.shared.at : m.own.at + own,
                              .nodes = (tinyxs_node *)(void *)(m.own.at + p->layout.nodes),
                              .ends = (void **)(void *)(m.own.at + p->layout.ends),
                              .subgraphs = (tinyxs_subgraph *)(void *)(m.own.at + p->layout.subgraphs),
                              .frames = (tinyxs_frame *)(void *)(m.own.at + p->layout.frames),
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
  memories left = m; /* without the workspace */
  *model = NULL;
  TINYXS_TRY(tinyxs_engine_plan_start(&p, data, size, sizeof(void *), error));
  uint32_t needed = tinyxs_engine_plan_workspace(&p, NULL);
  TINYXS_TRY(check_memory("arena", m.own, 0, error));
  if (m.shared.at) TINYXS_TRY(check_memory("shared memory", m.shared, 0, error));
  if (!m.workspace.at) TINYXS_TRY(take_workspace(m.shared.at ? &left.shared : &left.own, needed, &left.workspace, error));
  TINYXS_TRY(check_memory("workspace", left.workspace, needed, error));
  tinyxs_engine_plan_workspace(&p, left.workspace.at);
  size_t room = left.own.bytes < TINYXS_MAX_BYTES ? left.own.bytes : TINYXS_MAX_BYTES;
  TINYXS_TRY(tinyxs_engine_plan_finish(&p, m.own.at, (uint32_t)room));
  p.memory.workspace = needed_besides(&p, needed);
  uint32_t kept = p.memory.structures + p.memory.variables;
  TINYXS_TRY(check_memory("arena", m.own, m.shared.at ? kept : p.memory.arena, error));
  if (m.shared.at) TINYXS_TRY(check_memory("shared memory", m.shared, p.memory.activations, error));
  if (p.structures > room) {
    return tinyxs_fail(error, TINYXS_ARENA_TOO_SMALL, "loading needs a workspace of %u bytes besides the arena", needed);
  }
  return finish_model(&p, m, model, error);
}

tinyxs_status tinyxs_load(const void *data, size_t size, void *arena, size_t arena_bytes, void *workspace,
                          size_t workspace_bytes, tinyxs_model **model, tinyxs_error *error) {
  memories m = {.own = {arena, arena_bytes}, .workspace = {workspace, workspace_bytes}};
  return load(data, size, m, model, error);
}

tinyxs_status tinyxs_load_shared(const void *data, size_t size, void *arena, size_t arena_bytes, void *shared,
                                 size_t shared_bytes, void *workspace, size_t workspace_bytes, tinyxs_model **model,
                                 tinyxs_error *error) {
  *model = NULL;
  if (!shared) return tinyxs_fail(error, TINYXS_ARENA_TOO_SMALL, "there is no shared memory");
  return load(data, size, (memories){{arena, arena_bytes}, {shared, shared_bytes}, {workspace, workspace_bytes}}, model, error);
}
