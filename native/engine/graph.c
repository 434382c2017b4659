/* Walking the graph in the order in which it runs, and finding the lifetimes of tensors and variables on the way. */
#include "engine/prepare.h"

/* The subgraph that an operator calls; 0 (the main subgraph can't be called) if none. */
static uint32_t callee_of(const tinyxs_prepare *p) {
  if (p->code != BUILTIN_CALL_ONCE) return 0;
  uint32_t options = tinyxs_table(&p->file, p->table, OPERATOR_OPTIONS);
  return tinyxs_field_u32(&p->file, options, 0, 0);
}

static void enter(tinyxs_prepare *p, uint32_t subgraph) {
  tinyxs_subgraph *s = &p->subgraphs[subgraph];
  s->first_node = p->nodes_used;
  s->node_count = tinyxs_vector_of(&p->file, s->table, SUBGRAPH_OPERATORS, 4).count;
  p->nodes_used += s->node_count;
  p->frames[p->depth++] = (tinyxs_frame){subgraph, 0};
}

void tinyxs_walk_start(tinyxs_prepare *p) {
  uint32_t first_tensor = 0;
  for (uint32_t i = 0; i < p->outline.subgraphs.count; i++) {
    uint32_t table = tinyxs_table_at(&p->file, p->outline.subgraphs, i);
    p->subgraphs[i] = (tinyxs_subgraph){.table = table, .first_tensor = first_tensor, .first_node = TINYXS_NOWHERE};
    first_tensor += tinyxs_vector_of(&p->file, table, SUBGRAPH_TENSORS, 4).count;
  }
  p->depth = 0;
  p->time = 0;
  p->nodes_used = 0;
  enter(p, 0);
}

tinyxs_status tinyxs_walk_next(tinyxs_prepare *p, bool *more) {
  while (p->depth) {
    tinyxs_frame *frame = &p->frames[p->depth - 1];
    tinyxs_subgraph *s = &p->subgraphs[frame->subgraph];
    p->subgraph = frame->subgraph;
    if (frame->node == s->node_count) {
      p->depth--;
      continue;
    }
    p->index = frame->node++;
    p->node_number = s->first_node + p->index;
    p->table = tinyxs_table_at(&p->file, tinyxs_vector_of(&p->file, s->table, SUBGRAPH_OPERATORS, 4), p->index);
    p->code = tinyxs_builtin_code(&p->file, &p->outline, p->table);
    p->inputs = tinyxs_vector_of(&p->file, p->table, OPERATOR_INPUTS, 4);
    p->outputs = tinyxs_vector_of(&p->file, p->table, OPERATOR_OUTPUTS, 4);
    p->operator_ = tinyxs_find_operator(&p->file, &p->outline, p->table);
    p->time++;
    if (p->code == BUILTIN_CALL_ONCE) {
      uint32_t callee = callee_of(p);
      TINYXS_REQUIRE(p, callee > 0 && callee < p->outline.subgraphs.count, "it calls subgraph %u, which can't be called",
                     callee);
      if (p->subgraphs[callee].first_node != TINYXS_NOWHERE) {
        return tinyxs_reject(p, TINYXS_UNSUPPORTED, "it calls subgraph %u, which another operator calls too", callee);
      }
      enter(p, callee);
    }
    *more = true;
    return TINYXS_OK;
  }
  p->time++;
  *more = false;
  return TINYXS_OK;
}

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

static tinyxs_status find_variable(tinyxs_prepare *p) {
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
  tinyxs_record *record = tinyxs_tensor_record(p, (uint32_t)tinyxs_output_index(p, 0));
  record->kind = TINYXS_RECORD_HANDLE;
  record->at = i;
  return TINYXS_OK;
}

/* Learns a variable's size from the tensor that is read from it or assigned to it. */
static tinyxs_status size_variable(tinyxs_prepare *p, int32_t handle, int32_t value) {
  TINYXS_REQUIRE(p, handle >= 0 && value >= 0, "its tensors are missing");
  const tinyxs_record *record = tinyxs_tensor_record(p, (uint32_t)handle);
  TINYXS_REQUIRE(p, record->kind == TINYXS_RECORD_HANDLE, "its first input is not a VAR_HANDLE's output");
  tinyxs_variable *variable = &p->variables[record->at];
  uint32_t tensor = tinyxs_tensor_table(p, p->subgraph, (uint32_t)value);
  uint32_t bytes = tinyxs_tensor_bytes(&p->file, tensor);
  if (variable->bytes == UINT32_MAX) {
    variable->bytes = bytes;
    /* As TensorFlow Lite Micro: a new variable is filled with the low byte of its zero point. */
    variable->fill = (uint8_t)tinyxs_tensor_zero_point(&p->file, tensor);
  }
  TINYXS_REQUIRE(p, variable->bytes == bytes, "it uses %u bytes of a variable that has %u", bytes, variable->bytes);
  return TINYXS_OK;
}

static void use(tinyxs_record *record, uint32_t time) {
  if (time < record->first) record->first = (uint16_t)time;
  if (time > record->last) record->last = (uint16_t)time;
}

static tinyxs_status find_uses(tinyxs_prepare *p) {
  for (uint32_t i = 0; i < p->inputs.count; i++) {
    int32_t index = tinyxs_input_index(p, i);
    if (index < 0) continue;
    tinyxs_record *record = tinyxs_tensor_record(p, (uint32_t)index);
    TINYXS_REQUIRE(p, record->written, "it reads tensor %d, which has not been computed yet", index);
    /* A handle's own shape says nothing about the variable behind it. */
    bool handles = i == 0 && (p->code == BUILTIN_READ_VARIABLE || p->code == BUILTIN_ASSIGN_VARIABLE);
    TINYXS_REQUIRE(p, record->kind != TINYXS_RECORD_HANDLE || handles, "it reads tensor %d, which is the handle of a variable",
                   index);
    use(record, p->time);
  }
  for (uint32_t i = 0; i < p->outputs.count; i++) {
    uint32_t index = (uint32_t)tinyxs_output_index(p, i);
    tinyxs_record *record = tinyxs_tensor_record(p, index);
    bool rewrites = record->kind == TINYXS_RECORD_STATE && p->code != BUILTIN_VAR_HANDLE;
    TINYXS_REQUIRE(p, !record->written || rewrites, "it writes tensor %u, which is constant, an input or written before",
                   index);
    record->written = 1;
    if (record->kind == TINYXS_RECORD_UNUSED) record->kind = TINYXS_RECORD_PLANNED;
    use(record, p->time);
  }
  return TINYXS_OK;
}

static void start_record(tinyxs_prepare *p, uint32_t subgraph, uint32_t index) {
  uint32_t tensor = tinyxs_tensor_table(p, subgraph, index), number = p->subgraphs[subgraph].first_tensor + index;
  tinyxs_record *record = &p->records[number];
  *record = (tinyxs_record){.bytes = tinyxs_tensor_bytes(&p->file, tensor), .first = UINT16_MAX, .root = (uint16_t)number};
  uint32_t constant = tinyxs_tensor_constant(&p->file, &p->outline, tensor);
  if (constant) {
    record->kind = TINYXS_RECORD_FILE;
    record->at = constant;
    record->written = 1;
  } else if (tinyxs_field_u8(&p->file, tensor, TENSOR_IS_VARIABLE, 0)) {
    record->kind = TINYXS_RECORD_STATE;
    record->written = 1;
  }
}

/* The inputs of the main subgraph are there from time 0; its outputs stay to the end. */
static tinyxs_status use_ends(tinyxs_prepare *p, uint32_t field, uint32_t time) {
  tinyxs_vector indices = tinyxs_vector_of(&p->file, p->subgraphs[0].table, field, 4);
  for (uint32_t i = 0; i < indices.count; i++) {
    uint32_t index = tinyxs_get_u32(&p->file, indices.at + 4 * i);
    tinyxs_record *record = &p->records[index];
    if (field == SUBGRAPH_INPUTS) {
      if (record->kind != TINYXS_RECORD_UNUSED) {
        return tinyxs_fail(p->error, TINYXS_BAD_GRAPH, "input %u is a constant, a variable or listed twice", i);
      }
      record->kind = TINYXS_RECORD_PLANNED;
      record->written = 1;
    } else if (!record->written || record->kind == TINYXS_RECORD_HANDLE) {
      return tinyxs_fail(p->error, TINYXS_BAD_GRAPH, "output %u is not computed by any operator", i);
    }
    use(record, time);
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_find_lifetimes(tinyxs_prepare *p) {
  tinyxs_walk_start(p);
  for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
    uint32_t count = tinyxs_vector_of(&p->file, p->subgraphs[s].table, SUBGRAPH_TENSORS, 4).count;
    for (uint32_t i = 0; i < count; i++) start_record(p, s, i);
  }
  for (uint32_t i = p->outline.tensor_count; i < p->record_count; i++) p->records[i] = (tinyxs_record){.root = (uint16_t)i};
  TINYXS_TRY(use_ends(p, SUBGRAPH_INPUTS, 0));
  p->variable_count = 0;
  for (bool more;;) {
    TINYXS_TRY(tinyxs_walk_next(p, &more));
    if (!more) break;
    TINYXS_TRY(find_uses(p));
    if (p->code == BUILTIN_VAR_HANDLE) TINYXS_TRY(find_variable(p));
    if (p->code == BUILTIN_READ_VARIABLE) {
      TINYXS_TRY(size_variable(p, tinyxs_input_index(p, 0), tinyxs_output_index(p, 0)));
    }
    if (p->code == BUILTIN_ASSIGN_VARIABLE) {
      TINYXS_TRY(size_variable(p, tinyxs_input_index(p, 0), tinyxs_input_index(p, 1)));
    }
  }
  return use_ends(p, SUBGRAPH_OUTPUTS, p->time);
}
