/*
 * Measuring and loading. Both verify the file, find lifetimes and prepare all operators without writing anything, which tells
 * every size; then memory is planned. Loading prepares a second time, now with every address known.
 */
#include "engine/prepare.h"

static uint32_t round_up(uint64_t value, uint32_t alignment) {
  return (uint32_t)((value + alignment - 1) / alignment * alignment);
}

/* ---- the workspace: what preparing needs for a moment ---- */

static uint32_t count_handles(const tinyxs_file *file, const tinyxs_outline *outline) {
  uint32_t handles = 0;
  for (uint32_t s = 0; s < outline->subgraphs.count; s++) {
    tinyxs_vector operators = tinyxs_vector_of(file, tinyxs_table_at(file, outline->subgraphs, s), SUBGRAPH_OPERATORS, 4);
    for (uint32_t i = 0; i < operators.count; i++) {
      handles += tinyxs_builtin_code(file, outline, tinyxs_table_at(file, operators, i)) == BUILTIN_VAR_HANDLE;
    }
  }
  return handles;
}

uint32_t tinyxs_carve(tinyxs_prepare *p, uint8_t *base) {
  uint32_t allocations = p->outline.tensor_count + p->outline.operator_count;
  uint32_t subgraphs = p->outline.subgraphs.count;
  uint32_t variables = count_handles(&p->file, &p->outline);
  uint32_t bytes = 0;
  p->allocation_count = allocations;
#define PART(field, type, count)                                                                                               \
  if (base) p->field = (type *)(void *)(base + bytes);                                                                         \
  bytes += (count) * (uint32_t)sizeof(type)
  PART(allocations, tinyxs_allocation, allocations);
  PART(variables, tinyxs_variable, variables);
  PART(subgraphs, tinyxs_subgraph, subgraphs);
  PART(frames, tinyxs_frame, subgraphs);
  PART(spans, tinyxs_span, subgraphs); /* from here on, parts that are aligned to 2 bytes */
  PART(order, uint16_t, allocations);
  PART(next, uint16_t, allocations);
#undef PART
  return round_up(bytes, TINYXS_ALIGNMENT);
}

/* ---- the two passes ---- */

/* Where the parts of the structures are; all of them sized by the model's counts. */
typedef struct {
  uint32_t nodes, locations, subgraphs, frames, kept;
} layout;

static layout lay_out(const tinyxs_prepare *p, uint32_t nodes) {
  layout l;
  l.nodes = TINYXS_MODEL_BYTES(p->pointer_bytes);
  l.locations = l.nodes + nodes * TINYXS_NODE_BYTES(p->pointer_bytes);
  l.subgraphs = l.locations + p->outline.tensor_count * (uint32_t)sizeof(uint32_t);
  l.frames = l.subgraphs + p->outline.subgraphs.count * (uint32_t)sizeof(tinyxs_subgraph);
  l.kept = l.frames + p->outline.subgraphs.count * (uint32_t)sizeof(tinyxs_frame);
  return l;
}

tinyxs_status tinyxs_allocate_variables(tinyxs_prepare *p) {
  for (uint32_t i = 0; i < p->variable_count; i++) {
    tinyxs_variable *v = &p->variables[i];
    if (v->bytes == UINT32_MAX) continue;
    uint32_t at;
    TINYXS_TRY(tinyxs_allocate_state(p, v->bytes, (uint8_t)v->fill, &at));
    if (!p->writing) v->at = at;
  }
  for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
    uint32_t count = tinyxs_vector_of(&p->file, p->subgraphs[s].table, SUBGRAPH_TENSORS, 4).count;
    for (uint32_t i = 0; i < count; i++) {
      uint32_t tensor = tinyxs_tensor_table(p, s, i), at;
      if (!tinyxs_field_u8(&p->file, tensor, TENSOR_IS_VARIABLE, 0)) continue;
      tinyxs_allocation *allocation = &p->allocations[p->subgraphs[s].first_tensor + i];
      if (allocation->kind != TINYXS_ALLOCATION_STATE || allocation->first == UINT16_MAX) continue;
      bool int8 = tinyxs_field_u8(&p->file, tensor, TENSOR_TYPE, 0) == TINYXS_INT8;
      TINYXS_TRY(
          tinyxs_allocate_state(p, allocation->bytes, int8 ? (uint8_t)tinyxs_tensor_zero_point(&p->file, tensor) : 0, &at));
      if (!p->writing) allocation->at = at;
    }
  }
  if (p->writing) return TINYXS_OK;
  for (uint32_t i = 0; i < p->outline.tensor_count; i++) {
    tinyxs_allocation *allocation = &p->allocations[i];
    if (allocation->kind != TINYXS_ALLOCATION_HANDLE) continue;
    allocation->at = p->variables[allocation->at].at;
    allocation->kind = TINYXS_ALLOCATION_STATE;
  }
  return TINYXS_OK;
}

static tinyxs_status prepare_operators(tinyxs_prepare *p) {
  tinyxs_walk_start(p);
  for (tinyxs_step step;;) {
    TINYXS_TRY(tinyxs_walk_next(p, &step));
    if (step == TINYXS_STEP_END) return TINYXS_OK;
    if (step != TINYXS_STEP_OPERATOR) continue;
    if (!p->operator_) {
      return tinyxs_reject(
          p, TINYXS_UNKNOWN_OPERATOR,
          "this build has no such operator; `tinyxs inspect` tells if the engine has it, `tinyxs operators` links it");
    }
    p->node = (tinyxs_node){.inputs = p->inputs.at, .outputs = p->outputs.at};
    TINYXS_TRY(p->operator_->prepare(p));
    if (p->failed) return tinyxs_reject(p, TINYXS_TOO_LARGE, "it needs absurdly much memory");
    if (p->writing) {
      ((tinyxs_node *)(void *)(p->model->arena + p->model->nodes))[p->node_number] = p->node;
    }
  }
}

static tinyxs_status pass(tinyxs_prepare *p, uint32_t structures) {
  p->structures = structures;
  p->state = 0;
  p->state_count = 0;
  TINYXS_TRY(tinyxs_allocate_variables(p));
  return prepare_operators(p);
}

/* Everything up to the plan. Fills all of `memory`. */
static tinyxs_status size_up(tinyxs_prepare *p, uint32_t workspace, tinyxs_memory *memory, layout *l) {
  TINYXS_TRY(tinyxs_find_lifetimes(p));
  *l = lay_out(p, p->nodes_used);
  TINYXS_TRY(pass(p, l->kept));
  uint64_t structures = round_up(p->structures + p->state_count * sizeof(tinyxs_state), TINYXS_ALIGNMENT);
  uint64_t variables = round_up(p->state, TINYXS_ALIGNMENT);
  uint64_t activations = tinyxs_plan(p->allocations, p->allocation_count, p->order, p->next);
  uint64_t most = variables + activations > workspace ? variables + activations : workspace;
  if (structures + most > TINYXS_MAX_BYTES) {
    return tinyxs_fail(p->error, TINYXS_TOO_LARGE, "the model needs more than %u bytes of memory", TINYXS_MAX_BYTES);
  }
  *memory = (tinyxs_memory){.arena = (uint32_t)(structures + most),
                            .workspace = workspace,
                            .structures = (uint32_t)structures,
                            .variables = (uint32_t)variables,
                            .activations = (uint32_t)activations};
  return TINYXS_OK;
}

static tinyxs_status begin(tinyxs_prepare *p, const void *data, size_t size, uint32_t pointer_bytes, tinyxs_error *error) {
  *p = (tinyxs_prepare){.error = error, .pointer_bytes = pointer_bytes};
  if (error) *error = (tinyxs_error){.subgraph = -1, .operator_index = -1, .tensor = -1};
  if (!data) return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "there is no model: the data pointer is NULL");
  if (size > TINYXS_MAX_BYTES) return tinyxs_fail(error, TINYXS_TOO_LARGE, "the model is larger than 1 GiB");
  p->file = (tinyxs_file){data, (uint32_t)size};
  return tinyxs_verify(&p->file, &p->outline, error);
}

uint32_t tinyxs_workspace(const void *data, size_t size, tinyxs_error *error) {
  tinyxs_prepare p;
  return begin(&p, data, size, sizeof(void *), error) == TINYXS_OK ? tinyxs_carve(&p, NULL) : 0;
}

tinyxs_status tinyxs_measure(const void *data, size_t size, uint32_t pointer_bytes, void *workspace, size_t workspace_bytes,
                             tinyxs_memory *memory, tinyxs_error *error) {
  tinyxs_prepare p;
  layout l;
  if (pointer_bytes != 4 && pointer_bytes != 8) {
    return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "pointers have 4 or 8 bytes, not %u", pointer_bytes);
  }
  TINYXS_TRY(begin(&p, data, size, pointer_bytes, error));
  uint32_t needed = tinyxs_carve(&p, NULL);
  if (!workspace || (uintptr_t)workspace % TINYXS_ALIGNMENT || workspace_bytes < needed) {
    return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "measuring needs an aligned workspace of %u bytes", needed);
  }
  tinyxs_carve(&p, workspace);
  return size_up(&p, needed, memory, &l);
}

/* ---- loading ---- */

static void fill_locations(const tinyxs_prepare *p) {
  uint32_t *locations = (uint32_t *)(void *)(p->model->arena + p->model->locations);
  for (uint32_t i = 0; i < p->outline.tensor_count; i++) {
    const tinyxs_allocation *allocation = &p->allocations[i];
    switch (allocation->kind) {
    case TINYXS_ALLOCATION_FILE: locations[i] = TINYXS_IN_FILE | allocation->at; break;
    case TINYXS_ALLOCATION_STATE: locations[i] = TINYXS_IN_ARENA | (p->variables_at + allocation->at); break;
    case TINYXS_ALLOCATION_PLANNED: locations[i] = TINYXS_IN_ACTIVATIONS | p->allocations[allocation->root].at; break;
    default: locations[i] = TINYXS_NOWHERE;
    }
  }
}

/* The two memories that a load gets. One arena: `shared` is NULL and what follows the variables takes its place. */
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

static tinyxs_status load(const void *data, size_t size, memories m, tinyxs_model **model, tinyxs_error *error) {
  tinyxs_prepare p;
  tinyxs_memory memory;
  layout l;
  *model = NULL;
  TINYXS_TRY(begin(&p, data, size, sizeof(void *), error));
  uint32_t workspace = tinyxs_carve(&p, NULL);
  uint8_t *end = m.shared ? m.shared : m.own;
  size_t room = m.shared ? m.shared_bytes : m.own_bytes;
  if (room < workspace) {
    return tinyxs_fail(error, TINYXS_ARENA_TOO_SMALL,
                       "%u bytes are too few: loading alone needs %u; tinyxs_measure tells the whole", (uint32_t)room,
                       workspace);
  }
  TINYXS_TRY(check_memory(m.shared ? "shared memory" : "arena", end, room, workspace, error));
  tinyxs_carve(&p, end + (room - workspace) / TINYXS_ALIGNMENT * TINYXS_ALIGNMENT);
  TINYXS_TRY(size_up(&p, workspace, &memory, &l));
  uint32_t own = memory.structures + memory.variables;
  if (m.shared) {
    uint32_t most = memory.activations > workspace ? memory.activations : workspace;
    TINYXS_TRY(check_memory("shared memory", m.shared, m.shared_bytes, most, error));
  }
  TINYXS_TRY(check_memory("arena", m.own, m.own_bytes, m.shared ? own : memory.arena, error));
  p.writing = true;
  p.variables_at = memory.structures;
  p.model = (tinyxs_model *)(void *)m.own;
  *p.model = (struct tinyxs_model){.data = data,
                                   .arena = m.own,
                                   .activations = m.shared ? m.shared : m.own + own,
                                   .data_bytes = (uint32_t)size,
                                   .nodes = l.nodes,
                                   .locations = l.locations,
                                   .subgraphs = l.subgraphs,
                                   .frames = l.frames,
                                   .states = (uint32_t)p.structures,
                                   .state_count = p.state_count,
                                   .budget = TINYXS_BUDGET,
                                   .memory = memory};
  TINYXS_TRY(pass(&p, l.kept));
  memcpy(m.own + l.subgraphs, p.subgraphs, p.outline.subgraphs.count * sizeof *p.subgraphs);
  fill_locations(&p);
  *model = p.model;
  return tinyxs_reset(*model, error);
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
