/* SPDX-License-Identifier: Apache-2.0 */
/* Planning a model: each step once, from the verified file to the sizes and places of all it needs. */
#include "engine/plan.h"

static uint32_t round_up(uint64_t value, uint32_t alignment) {
  return (uint32_t)((value + alignment - 1) / alignment * alignment);
}

tinyxs_status tinyxs_engine_plan_start(tinyxs_plan *p, const void *data, size_t size, uint32_t pointer_bytes,
                                       tinyxs_error *error) {
  *p = (tinyxs_plan){.error = error, .pointer_bytes = pointer_bytes};
  if (error) *error = (tinyxs_error){.subgraph = -1, .operator_index = -1, .tensor = -1};
  if (!data) return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "there is no model: the data pointer is NULL");
  if (size > TINYXS_MAX_BYTES) return tinyxs_fail(error, TINYXS_TOO_LARGE, "the model is larger than 1 GiB");
  p->file = (tinyxs_file){data, (uint32_t)size};
  TINYXS_TRY(tinyxs_engine_verify(&p->file, &p->outline, error));
  if (tinyxs_engine_find_prepared(&p->file, p->outline.root, p->outline.buffers, &p->prepared)) return TINYXS_OK;
  return tinyxs_fail(error, TINYXS_BAD_MODEL,
                     "what `tinyxs prepare` has added to the model is corrupt or of another version: prepare it anew");
}

/* ---- the workspace: what planning needs for a moment ---- */

/* There are no more variables. */
static uint32_t count_handles(const tinyxs_plan *p) {
  bool has_handles = false;
  for (uint32_t i = 0; i < p->outline.codes.count; i++) {
    has_handles |= tinyxs_engine_builtin_code(&p->file, tinyxs_table_at(&p->file, p->outline.codes, i)) == BUILTIN_VAR_HANDLE;
  }
  uint32_t count = 0;
  for (uint32_t s = 0; s < p->outline.subgraphs.count && has_handles; s++) {
    uint32_t subgraph = tinyxs_table_at(&p->file, p->outline.subgraphs, s);
    tinyxs_vector operators = tinyxs_list_of(&p->file, subgraph, SUBGRAPH_OPERATORS);
    for (uint32_t i = 0; i < operators.count; i++) {
      uint32_t code = tinyxs_field_u32(&p->file, tinyxs_table_at(&p->file, operators, i), OPERATOR_CODE, 0);
      count += tinyxs_engine_builtin_code(&p->file, tinyxs_table_at(&p->file, p->outline.codes, code)) == BUILTIN_VAR_HANDLE;
    }
  }
  return count;
}

uint32_t tinyxs_engine_plan_workspace(tinyxs_plan *p, void *base) {
  uint32_t allocations = p->outline.runtime_count + p->outline.operator_count, bytes = 0;
  uint32_t subgraphs = p->outline.subgraphs.count;
  p->placement.count = allocations;
  uint32_t handles = count_handles(p);
#define PART(field, type, count)                                                                                               \
  if (base) p->field = (type *)(void *)((uint8_t *)base + bytes);                                                              \
  bytes += (count) * (uint32_t)sizeof(type)
  PART(placement.allocations, tinyxs_allocation, allocations);
  PART(codes, tinyxs_planned_code, p->outline.codes.count);
  PART(variables, tinyxs_variable, handles);
  PART(subgraphs, tinyxs_planned_subgraph, subgraphs);
  PART(frames, tinyxs_frame, subgraphs);
  PART(placement.order, uint16_t, allocations); /* from here on, parts that are aligned to 2 bytes */
  PART(placement.by_first, uint16_t, allocations);
  PART(placement.latest, uint16_t, allocations);
  PART(placement.hits, uint16_t, allocations);
  PART(numbers, uint16_t, p->outline.tensor_count);
#undef PART
  return round_up(bytes, TINYXS_ALIGNMENT);
}

static void start_codes(tinyxs_plan *p) {
  for (uint32_t i = 0; i < p->outline.codes.count; i++) {
    uint32_t table = tinyxs_table_at(&p->file, p->outline.codes, i);
    p->codes[i] =
        (tinyxs_planned_code){tinyxs_engine_builtin_code(&p->file, table), tinyxs_engine_find_operator(&p->file, table)};
  }
}

static void start_subgraphs(tinyxs_plan *p) {
  uint32_t first_tensor = 0;
  for (uint32_t i = 0; i < p->outline.subgraphs.count; i++) {
    uint32_t table = tinyxs_table_at(&p->file, p->outline.subgraphs, i);
    p->subgraphs[i] = (tinyxs_planned_subgraph){.table = table,
                                                .tensors = tinyxs_list_of(&p->file, table, SUBGRAPH_TENSORS),
                                                .operators = tinyxs_list_of(&p->file, table, SUBGRAPH_OPERATORS),
                                                .first_tensor = first_tensor};
    first_tensor += p->subgraphs[i].tensors.count;
  }
}

/* ---- structures ---- */

tinyxs_structures_layout tinyxs_engine_lay_out_structures(const tinyxs_plan *p, uint32_t pointer_bytes) {
  uint32_t table = p->subgraphs[0].table, subgraphs = p->outline.subgraphs.count;
  uint32_t ends =
      tinyxs_list_of(&p->file, table, SUBGRAPH_INPUTS).count + tinyxs_list_of(&p->file, table, SUBGRAPH_OUTPUTS).count;
  tinyxs_structures_layout l = {.nodes = TINYXS_MODEL_BYTES(pointer_bytes)};
  l.ends = l.nodes + p->nodes_used * TINYXS_NODE_BYTES(pointer_bytes);
  l.subgraphs = l.ends + ends * pointer_bytes;
  l.frames = l.subgraphs + subgraphs * (uint32_t)sizeof(tinyxs_subgraph);
  l.operators = l.frames + subgraphs * (uint32_t)sizeof(tinyxs_frame);
  return l;
}

/* How many addresses the operator at hand needs. */
static uint64_t count_tensors(const tinyxs_plan *p) {
  uint64_t count = (uint64_t)p->inputs.count + p->outputs.count;
  count += tinyxs_engine_scratch_allocation(p)->kind == TINYXS_ALLOCATION_PLANNED;
  if (p->code == BUILTIN_CALL_ONCE) return count;
  for (uint32_t k = 0; tinyxs_engine_callee(p, k) != TINYXS_NO_CALLEE; k++) {
    uint32_t table = p->subgraphs[tinyxs_engine_callee(p, k)].table;
    count += tinyxs_list_of(&p->file, table, SUBGRAPH_INPUTS).count;
    count += tinyxs_list_of(&p->file, table, SUBGRAPH_OUTPUTS).count;
  }
  return count;
}

static void write_node(tinyxs_plan *p) {
  uint32_t at;
  void *tensors = NULL;
  if (p->run) {
    p->structures = round_up(p->structures, p->pointer_bytes);
    tensors = tinyxs_allocate_persistent(p, count_tensors(p) * p->pointer_bytes, &at);
  }
  if (!p->arena || p->structures > p->arena_room) return;
  tinyxs_node *node = (tinyxs_node *)(void *)(p->arena + p->layout.nodes) + p->node_number;
  *node = (tinyxs_node){.run = p->run,
                        .data = p->arena + p->data_at,
                        .tensors = tensors,
                        .inputs = (uint16_t)p->inputs.count,
                        .outputs = (uint16_t)p->outputs.count};
}

tinyxs_status tinyxs_engine_prepare_operator(tinyxs_plan *p) {
  if (!p->operator_) {
    return tinyxs_reject(
        p, TINYXS_UNKNOWN_OPERATOR,
        "this build has no such operator; `tinyxs inspect` tells if the engine has it, `tinyxs operators` links it");
  }
  uint64_t structures = p->structures;
  p->run = NULL;
  p->data_at = 0;
  p->aliased = false;
  TINYXS_TRY(p->operator_->prepare(p));
  if (p->failed) return tinyxs_reject(p, TINYXS_TOO_LARGE, "it needs absurdly much memory");
  if (p->aliased) {
    p->run = NULL;
    p->structures = structures;
  }
  write_node(p);
  return TINYXS_OK;
}

static tinyxs_status prepare_operators(tinyxs_plan *p) {
  tinyxs_engine_walk_start(p);
  for (tinyxs_step step;;) {
    TINYXS_TRY(tinyxs_engine_walk_next(p, &step));
    if (step == TINYXS_STEP_END) break;
    if (step == TINYXS_STEP_OPERATOR) TINYXS_TRY(tinyxs_engine_prepare_operator(p));
  }
  if (p->prepared.used == p->prepared.scales || !p->prepared.order_at) return TINYXS_OK;
  return tinyxs_fail(p->error, TINYXS_BAD_MODEL, TINYXS_NOT_PREPARED);
}

/* ---- placement ---- */

/* As the file says; every ring must be named once. */
static tinyxs_status place_as_prepared(tinyxs_plan *p, uint32_t *bytes) {
  tinyxs_placement *it = &p->placement;
  uint32_t named = 0;
  for (uint32_t i = 0; i < it->rings && p->prepared.rings == it->rings; i++) {
    uint32_t number = tinyxs_peek_u16(&p->file, p->prepared.order_at + 2 * i);
    if (number >= it->count) break;
    tinyxs_allocation *a = &it->allocations[number];
    if (a->kind != TINYXS_ALLOCATION_PLANNED || a->joined) break;
    a->joined = 1; /* for a moment: named */
    it->order[named++] = (uint16_t)number;
  }
  for (uint32_t i = 0; i < named; i++) it->allocations[it->order[i]].joined = 0;
  if (named != it->rings) {
    return tinyxs_fail(p->error, TINYXS_BAD_MODEL, TINYXS_NOT_PREPARED);
  }
  *bytes = tinyxs_engine_place_in_order(it);
  return TINYXS_OK;
}

static tinyxs_status place(tinyxs_plan *p, uint32_t *bytes) {
  tinyxs_engine_placement_start(&p->placement);
  if (p->prepared.order_at) return place_as_prepared(p, bytes);
  *bytes = tinyxs_engine_place(&p->placement);
  return TINYXS_OK;
}

/* ---- the steps ---- */

tinyxs_status tinyxs_engine_plan_graph(tinyxs_plan *p, void *arena, uint32_t arena_room) {
  p->arena = arena;
  p->arena_room = arena_room;
  start_codes(p);
  start_subgraphs(p);
  TINYXS_TRY(tinyxs_engine_find_lifetimes(p));
  p->layout = tinyxs_engine_lay_out_structures(p, p->pointer_bytes);
  p->structures = p->layout.operators;
  return tinyxs_engine_allocate_variables(p);
}

tinyxs_status tinyxs_engine_plan_memory(tinyxs_plan *p) {
  uint32_t activations = 0;
  TINYXS_TRY(place(p, &activations));
  uint64_t structures = round_up(p->structures, TINYXS_ALIGNMENT), variables = round_up(p->state, TINYXS_ALIGNMENT);
  uint64_t arena_bytes = structures + variables + activations;
  if (arena_bytes > TINYXS_MAX_BYTES) {
    return tinyxs_fail(p->error, TINYXS_TOO_LARGE, "the model needs more than %u bytes of memory", TINYXS_MAX_BYTES);
  }
  p->memory = (tinyxs_memory){.arena = (uint32_t)arena_bytes,
                              .structures = (uint32_t)structures,
                              .variables = (uint32_t)variables,
                              .activations = activations};
  return TINYXS_OK;
}

tinyxs_status tinyxs_engine_plan_finish(tinyxs_plan *p, void *arena, uint32_t arena_room) {
  TINYXS_TRY(tinyxs_engine_plan_graph(p, arena, arena_room));
  TINYXS_TRY(prepare_operators(p));
  return tinyxs_engine_plan_memory(p);
}
