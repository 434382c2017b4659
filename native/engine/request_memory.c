/* The memory that operators ask for while they are prepared: what they keep, scratch, state, and sharing that of an input. */
#include "engine/prepare.h"

#include <string.h>

void *tinyxs_allocate_persistent(tinyxs_prepare *p, uint64_t bytes, uint32_t *at) {
  *at = 0;
  if (bytes > TINYXS_MAX_BYTES || p->structures + bytes > TINYXS_MAX_BYTES) {
    p->failed = true;
    return NULL;
  }
  *at = (uint32_t)p->structures;
  p->structures += (bytes + 3) & ~(uint64_t)3;
  return p->writing ? p->model->arena + *at : NULL;
}

void tinyxs_set_op_data(tinyxs_prepare *p, const void *value, size_t bytes) {
  void *copy = tinyxs_allocate_persistent(p, bytes, &p->node.data);
  if (copy) memcpy(copy, value, bytes);
}

tinyxs_status tinyxs_request_scratch(tinyxs_prepare *p, uint64_t bytes) {
  TINYXS_REQUIRE(p, bytes <= TINYXS_MAX_BYTES, "it needs absurdly much scratch memory");
  tinyxs_allocation *allocation = &p->allocations[p->outline.tensor_count + p->node_number];
  if (p->writing) {
    p->node.scratch = allocation->at;
  } else if (bytes) {
    const tinyxs_span *span = &p->spans[p->subgraph];
    *allocation = (tinyxs_allocation){.bytes = (uint32_t)bytes,
                                      .kind = TINYXS_ALLOCATION_PLANNED,
                                      .first = span->shared ? span->first : (uint16_t)p->time,
                                      .last = span->shared ? span->last : (uint16_t)p->time,
                                      .root = (uint16_t)(p->outline.tensor_count + p->node_number)};
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_allocate_state(tinyxs_prepare *p, uint64_t bytes, uint8_t fill, uint32_t *at) {
  *at = 0;
  uint64_t alignment = bytes < TINYXS_ALIGNMENT ? 4 : TINYXS_ALIGNMENT;
  uint64_t start = (p->state + alignment - 1) / alignment * alignment;
  TINYXS_REQUIRE(p, bytes <= TINYXS_MAX_BYTES && start + bytes <= TINYXS_MAX_BYTES, "it needs absurdly much state");
  p->state = start + bytes;
  if (p->writing) {
    *at = p->variables_at + (uint32_t)start;
    tinyxs_state *states = (tinyxs_state *)(void *)(p->model->arena + p->model->states);
    states[p->state_count] = (tinyxs_state){*at, (uint32_t)bytes, fill};
  } else {
    *at = (uint32_t)start;
  }
  p->state_count++;
  return TINYXS_OK;
}

static tinyxs_allocation *root_of(const tinyxs_prepare *p, const tinyxs_allocation *allocation) {
  return &p->allocations[allocation->root];
}

/* Makes the output live in the memory of `root`. */
static void join(tinyxs_prepare *p, tinyxs_allocation *root, tinyxs_allocation *output) {
  output->root = (uint16_t)(root - p->allocations);
  if (output->last > root->last) root->last = output->last;
  if (output->bytes > root->bytes) root->bytes = output->bytes;
}

/* Whether the variable at `state` may change after the operator at hand and until `last`. */
static bool changes_until(const tinyxs_prepare *p, uint32_t state, uint32_t last) {
  const tinyxs_subgraph *s = &p->subgraphs[p->subgraph];
  tinyxs_vector operators = tinyxs_vector_of(&p->file, s->table, SUBGRAPH_OPERATORS, 4);
  for (uint32_t i = p->index + 1; i < operators.count && p->time + (i - p->index) <= last; i++) {
    uint32_t table = tinyxs_table_at(&p->file, operators, i);
    int32_t code = tinyxs_builtin_code(&p->file, &p->outline, table);
    if (code == BUILTIN_CALL_ONCE || code == BUILTIN_IF || code == BUILTIN_WHILE) return true;
    if (code != BUILTIN_ASSIGN_VARIABLE) continue;
    tinyxs_vector inputs = tinyxs_vector_of(&p->file, table, OPERATOR_INPUTS, 4);
    const tinyxs_allocation *handle = tinyxs_tensor_allocation(p, tinyxs_get_u32(&p->file, inputs.at));
    if (handle->at == state) return true;
  }
  return false;
}

void tinyxs_alias(tinyxs_prepare *p, uint32_t input, uint32_t output) {
  if (p->writing) return;
  const tinyxs_info info = tinyxs_input_info(p, input);
  tinyxs_allocation *in = &p->allocations[info.allocation];
  tinyxs_allocation *out = tinyxs_tensor_allocation(p, (uint32_t)tinyxs_output_index(p, output));
  if (info.variable || out->kind != TINYXS_ALLOCATION_PLANNED) return;
  if (in->kind == TINYXS_ALLOCATION_PLANNED) {
    if (in->bytes == out->bytes) join(p, root_of(p, in), out);
  } else if (in->kind == TINYXS_ALLOCATION_STATE && !changes_until(p, in->at, out->last)) {
    out->kind = TINYXS_ALLOCATION_STATE;
    out->at = in->at;
  }
}

void tinyxs_in_place(tinyxs_prepare *p, uint32_t input, uint32_t output) {
  if (p->writing) return;
  const tinyxs_allocation *in = &p->allocations[tinyxs_input_info(p, input).allocation];
  tinyxs_allocation *out = tinyxs_tensor_allocation(p, (uint32_t)tinyxs_output_index(p, output));
  if (in->kind != TINYXS_ALLOCATION_PLANNED || out->kind != TINYXS_ALLOCATION_PLANNED) return;
  if (root_of(p, out) != out) return;
  tinyxs_allocation *root = root_of(p, in);
  if (root->last == p->time && out->bytes <= root->bytes) join(p, root, out);
}
