/* SPDX-License-Identifier: Apache-2.0 */
/* Resource variables: found by their names, sized by what is read from them or assigned to them. */
#include "engine/plan.h"

static bool same_string(const tinyxs_file *file, uint32_t a, uint32_t b) {
  if (!a || !b) return a == b;
  uint32_t length = tinyxs_get_u32(file, a);
  return length == tinyxs_get_u32(file, b) && memcmp(file->data + a + 4, file->data + b + 4, length) == 0;
}

/* The string that a table's field refers to, as the position of its length; 0 if absent or broken. */
static uint32_t string_of(const tinyxs_file *file, uint32_t table, uint32_t id) {
  tinyxs_vector text = tinyxs_vector_of(file, table, id, 1);
  return text.at ? text.at - 4 : 0;
}

tinyxs_status tinyxs_engine_find_variable(tinyxs_plan *p) {
  TINYXS_REQUIRE(p, p->outputs.count == 1, "it has %u outputs instead of 1", p->outputs.count);
  uint32_t options = tinyxs_table(&p->file, p->table, OPERATOR_OPTIONS);
  uint32_t container = string_of(&p->file, options, 0), name = string_of(&p->file, options, 1);
  uint32_t i = 0;
  while (i < p->variable_count && !(same_string(&p->file, p->variables[i].name, name) &&
                                    (!container || same_string(&p->file, p->variables[i].container, container)))) {
    i++;
  }
  if (i == p->variable_count) {
    p->variables[p->variable_count++] = (tinyxs_variable){.container = container, .name = name, .bytes = UINT32_MAX};
  }
  tinyxs_allocation *allocation = tinyxs_engine_allocation_in(p, p->subgraph, (uint32_t)tinyxs_engine_output_index(p, 0));
  allocation->kind = TINYXS_ALLOCATION_HANDLE;
  allocation->at = i;
  return TINYXS_OK;
}

tinyxs_status tinyxs_engine_size_variable(tinyxs_plan *p, int32_t handle, int32_t value) {
  TINYXS_REQUIRE(p, handle >= 0 && value >= 0, "its tensors are missing");
  const tinyxs_allocation *allocation = tinyxs_engine_allocation_in(p, p->subgraph, (uint32_t)handle);
  TINYXS_REQUIRE(p, allocation && allocation->kind == TINYXS_ALLOCATION_HANDLE, "its first input is not a VAR_HANDLE's output");
  tinyxs_variable *variable = &p->variables[allocation->at];
  uint32_t tensor = tinyxs_engine_tensor_table(p, p->subgraph, (uint32_t)value);
  uint32_t bytes = tinyxs_engine_tensor_bytes(&p->file, tensor);
  if (variable->bytes == UINT32_MAX) {
    variable->bytes = bytes;
    /* As TensorFlow Lite Micro: a new variable is filled with the low byte of its zero point. */
    variable->fill = (uint8_t)tinyxs_engine_tensor_zero_point(&p->file, tensor);
  }
  TINYXS_REQUIRE(p, variable->bytes == bytes, "it uses %u bytes of a variable that has %u", bytes, variable->bytes);
  return TINYXS_OK;
}

tinyxs_status tinyxs_engine_allocate_variables(tinyxs_plan *p) {
  for (uint32_t i = 0; i < p->variable_count; i++) {
    tinyxs_variable *v = &p->variables[i];
    if (v->bytes != UINT32_MAX) TINYXS_TRY(tinyxs_allocate_state(p, v->bytes, (uint8_t)v->fill, &v->at));
  }
  for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
    for (uint32_t i = 0; i < p->subgraphs[s].tensors.count; i++) {
      tinyxs_allocation *a = tinyxs_engine_allocation_in(p, s, i);
      if (!a || a->kind != TINYXS_ALLOCATION_STATE || a->first == UINT16_MAX) continue;
      uint32_t tensor = tinyxs_engine_tensor_table(p, s, i);
      bool int8 = tinyxs_field_u8(&p->file, tensor, TENSOR_TYPE, 0) == TINYXS_INT8;
      TINYXS_TRY(
          tinyxs_allocate_state(p, a->bytes, int8 ? (uint8_t)tinyxs_engine_tensor_zero_point(&p->file, tensor) : 0, &a->at));
    }
  }
  for (uint32_t i = 0; i < p->outline.runtime_count; i++) {
    tinyxs_allocation *a = &p->placement.allocations[i];
    if (a->kind == TINYXS_ALLOCATION_HANDLE) a->at = p->variables[a->at].at;
  }
  return TINYXS_OK;
}
