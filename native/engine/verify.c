/* SPDX-License-Identifier: Apache-2.0 */
/* Checking a model file before use. Schema: TensorFlow Lite's schema.fbs, version 3. */
#include "engine/verify.h"

#include "engine/error.h"
#include "engine/schema.h"
#include "engine/signature.h"

typedef struct {
  const tinyxs_file *file;
  tinyxs_outline *outline;
  tinyxs_error *error;
  uint32_t subgraph; /* what messages speak of */
  uint32_t index;
  /* The last vtables found whole, of kinds of tables that follow each other. */
  uint32_t tensor_vtable, operator_vtable, quantization_vtable, options_vtable, vtable;
} checker;

#define BROKEN(c, ...)    tinyxs_fail((c)->error, TINYXS_BAD_MODEL, __VA_ARGS__)
#define NO_MODEL(c, ...)  tinyxs_fail((c)->error, TINYXS_NOT_A_MODEL, __VA_ARGS__)
#define TOO_LARGE(c, ...) tinyxs_fail((c)->error, TINYXS_TOO_LARGE, __VA_ARGS__)

static tinyxs_status check_header(checker *c) {
  const tinyxs_file *file = c->file;
  if (file->size < 16) return NO_MODEL(c, "the model has only %u bytes: it is empty or truncated", file->size);
  if (memcmp(file->data + 4, "TFL3", 4) != 0) return NO_MODEL(c, "this is not a TensorFlow Lite model: no TFL3 at byte 4");
  uint32_t root = tinyxs_get_u32(file, 0);
  if (root < 8 || !tinyxs_check_table(file, root, &c->vtable))
    return BROKEN(c, "the model is truncated or corrupt: its root lies outside");
  uint32_t version = tinyxs_field_u32(file, root, MODEL_VERSION, 0);
  if (version != TINYXS_SCHEMA_VERSION) {
    return NO_MODEL(c, "the model has schema version %u; this engine reads version %u", version,
                    (uint32_t)TINYXS_SCHEMA_VERSION);
  }
  tinyxs_outline *o = c->outline;
  o->root = root;
  if (!tinyxs_read_vector(file, root, MODEL_OPERATOR_CODES, 4, &o->codes) ||
      !tinyxs_read_vector(file, root, MODEL_SUBGRAPHS, 4, &o->subgraphs) ||
      !tinyxs_read_vector(file, root, MODEL_BUFFERS, 4, &o->buffers)) {
    return BROKEN(c, "the model is truncated or corrupt: a top-level list lies outside the file");
  }
  if (!o->subgraphs.count) return BROKEN(c, "the model has no subgraph");
  if (o->subgraphs.count > TINYXS_MAX_SUBGRAPHS) return TOO_LARGE(c, "the model has %u subgraphs", o->subgraphs.count);
  return TINYXS_OK;
}

static tinyxs_status check_codes(checker *c) {
  if (c->outline->codes.count > TINYXS_MAX_OPERATORS) {
    return TOO_LARGE(c, "the model has %u operator codes; the engine takes %u", c->outline->codes.count, TINYXS_MAX_OPERATORS);
  }
  for (uint32_t i = 0; i < c->outline->codes.count; i++) {
    uint32_t code = tinyxs_check_table_at(c->file, c->outline->codes, i, &c->vtable);
    tinyxs_vector custom;
    if (!code || !tinyxs_read_vector(c->file, code, CODE_CUSTOM, 1, &custom)) {
      return BROKEN(c, "the model is corrupt: operator code %u is broken", i);
    }
  }
  return TINYXS_OK;
}

static tinyxs_status check_buffers(checker *c) {
  for (uint32_t i = 0; i < c->outline->buffers.count; i++) {
    uint32_t buffer = tinyxs_check_table_at(c->file, c->outline->buffers, i, &c->vtable);
    tinyxs_vector data;
    if (!buffer || !tinyxs_read_vector(c->file, buffer, BUFFER_DATA, 1, &data)) {
      return BROKEN(c, "the model is truncated or corrupt: buffer %u lies outside the file", i);
    }
    uint32_t offset = tinyxs_field(c->file, buffer, BUFFER_OFFSET, 8);
    if (offset && tinyxs_peek_i64(c->file, offset) > 1) {
      return tinyxs_fail(c->error, TINYXS_UNSUPPORTED,
                         "buffer %u lies behind the model's tables: models of that form are for servers", i);
    }
  }
  return TINYXS_OK;
}

bool tinyxs_engine_shape_bytes(tinyxs_type type, const int32_t *shape, uint32_t rank, uint32_t *count, uint32_t *bytes) {
  uint64_t product = 1;
  bool empty = false;
  for (uint32_t i = 0; i < rank; i++) {
    if (shape[i] < 0) return false;
    if (shape[i] == 0) {
      empty = true;
    } else {
      product *= (uint32_t)shape[i];
    }
    if (product > TINYXS_MAX_BYTES) return false;
  }
  if (empty) product = 0;
  uint64_t size = type == TINYXS_INT4 ? (product + 1) / 2 : product * tinyxs_type_bytes(type);
  if (size > TINYXS_MAX_BYTES) return false;
  *count = (uint32_t)product;
  *bytes = (uint32_t)size;
  return true;
}

static void read_shape(const tinyxs_file *file, tinyxs_vector dimensions, int32_t shape[TINYXS_RANK]) {
  for (uint32_t i = 0; i < dimensions.count; i++) {
    int32_t size = (int32_t)tinyxs_peek_u32(file, dimensions.at + 4 * i);
    shape[i] = size == -1 ? 1 : size;
  }
}

uint32_t tinyxs_engine_tensor_shape(const tinyxs_file *file, uint32_t tensor, int32_t shape[TINYXS_RANK]) {
  tinyxs_vector dimensions = tinyxs_list_of(file, tensor, TENSOR_SHAPE);
  read_shape(file, dimensions, shape);
  return dimensions.count;
}

static bool in_range(tinyxs_type type, int64_t zero_point) {
  switch (type) {
  case TINYXS_INT8: return zero_point >= INT8_MIN && zero_point <= INT8_MAX;
  case TINYXS_UINT8: return zero_point >= 0 && zero_point <= UINT8_MAX;
  case TINYXS_INT16: return zero_point >= INT16_MIN && zero_point <= INT16_MAX;
  default: return zero_point >= INT32_MIN && zero_point <= INT32_MAX;
  }
}

/* As bits of a float: what is larger is infinite, not a number or negative. */
#define INFINITE   0x7f800000u
#define MINUS_ZERO 0x80000000u

static tinyxs_status check_quantization(checker *c, uint32_t tensor, tinyxs_type type) {
  const tinyxs_file *file = c->file;
  uint32_t quantization;
  if (!tinyxs_reference(file, tensor, TENSOR_QUANTIZATION, &quantization) ||
      (quantization && !tinyxs_check_table(file, quantization, &c->quantization_vtable))) {
    return BROKEN(c, "tensor %u of subgraph %u: its quantization is broken", c->index, c->subgraph);
  }
  if (!quantization) return TINYXS_OK;
  tinyxs_vector scales, zero_points;
  if (!tinyxs_read_vector(file, quantization, QUANTIZATION_SCALE, 4, &scales) ||
      !tinyxs_read_vector(file, quantization, QUANTIZATION_ZERO_POINT, 8, &zero_points)) {
    return BROKEN(c, "tensor %u of subgraph %u: its quantization is broken", c->index, c->subgraph);
  }
  if (zero_points.count > 1 && zero_points.count != scales.count) {
    return BROKEN(c, "tensor %u of subgraph %u: %u zero points for %u scales", c->index, c->subgraph, zero_points.count,
                  scales.count);
  }
  for (uint32_t i = 0; i < scales.count; i++) {
    uint32_t bits = tinyxs_peek_u32(file, scales.at + 4 * i);
    if (bits >= INFINITE && bits != MINUS_ZERO) {
      return BROKEN(c, "tensor %u of subgraph %u: scale %u is not a positive number", c->index, c->subgraph, i);
    }
  }
  for (uint32_t i = 0; i < zero_points.count; i++) {
    if (!in_range(type, tinyxs_peek_i64(file, zero_points.at + 8 * i))) {
      return BROKEN(c, "tensor %u of subgraph %u: zero point %u is outside its type", c->index, c->subgraph, i);
    }
  }
  return TINYXS_OK;
}

static tinyxs_status check_data(checker *c, uint32_t tensor, tinyxs_type type, uint32_t bytes) {
  uint32_t index = tinyxs_field_u32(c->file, tensor, TENSOR_BUFFER, 0);
  if (index >= c->outline->buffers.count && !(index == 0 && c->outline->buffers.count == 0)) {
    return BROKEN(c, "tensor %u of subgraph %u refers to buffer %u of %u", c->index, c->subgraph, index,
                  c->outline->buffers.count);
  }
  uint32_t buffer = tinyxs_table_at(c->file, c->outline->buffers, index);
  tinyxs_vector data = tinyxs_list_of(c->file, buffer, BUFFER_DATA);
  if (!data.count) c->outline->runtime_count++;
  if (!data.count || type == TINYXS_STRING) return TINYXS_OK;
  if (data.count != bytes) {
    return BROKEN(c, "tensor %u of subgraph %u needs %u bytes, its buffer %u has %u", c->index, c->subgraph, bytes, index,
                  data.count);
  }
  /* TensorFlow's converter puts buffers at any multiple of 4: numbers of 8 bytes are read as tinyxs_int64. */
  uint32_t alignment = tinyxs_type_bytes(type) > 1 ? tinyxs_type_bytes(type) : 1;
  if (alignment > 4) alignment = 4;
  if ((uintptr_t)(c->file->data + data.at) % alignment) {
    return tinyxs_fail(c->error, TINYXS_MISALIGNED, "buffer %u is not aligned: load the model at an address divisible by 16",
                       index);
  }
  return TINYXS_OK;
}

static tinyxs_status check_tensor(checker *c, uint32_t tensor) {
  const tinyxs_file *file = c->file;
  tinyxs_vector dimensions, name;
  if (!tensor || !tinyxs_read_vector(file, tensor, TENSOR_SHAPE, 4, &dimensions) ||
      !tinyxs_read_vector(file, tensor, TENSOR_NAME, 1, &name)) {
    return BROKEN(c, "the model is truncated or corrupt: tensor %u of subgraph %u is broken", c->index, c->subgraph);
  }
  if (dimensions.count > TINYXS_RANK) {
    return TOO_LARGE(c, "tensor %u of subgraph %u has %u dimensions; the engine takes %u", c->index, c->subgraph,
                     dimensions.count, (uint32_t)TINYXS_RANK);
  }
  int32_t shape[TINYXS_RANK];
  read_shape(file, dimensions, shape);
  tinyxs_type type = (tinyxs_type)tinyxs_field_u8(file, tensor, TENSOR_TYPE, 0);
  if (type > TINYXS_INT4) {
    return tinyxs_fail(c->error, TINYXS_UNSUPPORTED, "tensor %u of subgraph %u has the unknown type %u", c->index, c->subgraph,
                       (uint32_t)type);
  }
  if (tinyxs_field(file, tensor, TENSOR_SPARSITY, 4)) {
    return tinyxs_fail(c->error, TINYXS_UNSUPPORTED, "tensor %u of subgraph %u is sparse: convert the model without sparsity",
                       c->index, c->subgraph);
  }
  uint32_t count, bytes;
  if (!tinyxs_engine_shape_bytes(type, shape, dimensions.count, &count, &bytes)) {
    return BROKEN(c, "tensor %u of subgraph %u has a negative or absurdly large dimension", c->index, c->subgraph);
  }
  TINYXS_TRY(check_quantization(c, tensor, type));
  return check_data(c, tensor, type, bytes);
}

static tinyxs_status check_indices(checker *c, tinyxs_vector indices, int32_t least, uint32_t limit, const char *what) {
  for (uint32_t i = 0; i < indices.count; i++) {
    int32_t index = (int32_t)tinyxs_peek_u32(c->file, indices.at + 4 * i);
    if (index < least || (index >= 0 && (uint32_t)index >= limit)) {
      return BROKEN(c, "%s of subgraph %u: tensor %d does not exist", what, c->subgraph, index);
    }
  }
  return TINYXS_OK;
}

static tinyxs_status check_operator(checker *c, uint32_t table, uint32_t tensor_count) {
  const tinyxs_file *file = c->file;
  tinyxs_vector inputs, outputs, custom;
  uint32_t options;
  if (!table || !tinyxs_read_vector(file, table, OPERATOR_INPUTS, 4, &inputs) ||
      !tinyxs_read_vector(file, table, OPERATOR_OUTPUTS, 4, &outputs) ||
      !tinyxs_read_vector(file, table, OPERATOR_CUSTOM_OPTIONS, 1, &custom) ||
      !tinyxs_reference(file, table, OPERATOR_OPTIONS, &options) ||
      (options && !tinyxs_check_table(file, options, &c->options_vtable))) {
    return BROKEN(c, "the model is truncated or corrupt: operator %u of subgraph %u is broken", c->index, c->subgraph);
  }
  uint32_t code = tinyxs_field_u32(file, table, OPERATOR_CODE, 0);
  if (code >= c->outline->codes.count) {
    return BROKEN(c, "operator %u of subgraph %u has operator code %u of %u", c->index, c->subgraph, code,
                  c->outline->codes.count);
  }
  if (inputs.count > UINT16_MAX || outputs.count > UINT16_MAX) {
    return TOO_LARGE(c, "operator %u of subgraph %u has more than %u tensors", c->index, c->subgraph, (uint32_t)UINT16_MAX);
  }
  TINYXS_TRY(check_indices(c, inputs, -1, tensor_count, "an operator's inputs"));
  return check_indices(c, outputs, 0, tensor_count, "an operator's outputs");
}

/* Adds the tensor at hand to the error. */
static tinyxs_status blame_tensor(const checker *c, tinyxs_status status) {
  if (status == TINYXS_OK || !c->error) return status;
  c->error->subgraph = (int32_t)c->subgraph;
  c->error->tensor = (int32_t)c->index;
  return status;
}

static tinyxs_status check_subgraph(checker *c) {
  const tinyxs_file *file = c->file;
  uint32_t subgraph = tinyxs_check_table_at(file, c->outline->subgraphs, c->subgraph, &c->vtable);
  tinyxs_vector tensors, operators, inputs, outputs;
  if (!subgraph || !tinyxs_read_vector(file, subgraph, SUBGRAPH_TENSORS, 4, &tensors) ||
      !tinyxs_read_vector(file, subgraph, SUBGRAPH_OPERATORS, 4, &operators) ||
      !tinyxs_read_vector(file, subgraph, SUBGRAPH_INPUTS, 4, &inputs) ||
      !tinyxs_read_vector(file, subgraph, SUBGRAPH_OUTPUTS, 4, &outputs)) {
    return BROKEN(c, "the model is truncated or corrupt: subgraph %u is broken", c->subgraph);
  }
  tinyxs_outline *o = c->outline;
  if (tensors.count > TINYXS_MAX_TENSORS - o->tensor_count || operators.count > TINYXS_MAX_OPERATORS - o->operator_count) {
    return TOO_LARGE(c, "the model has more than %u tensors or %u operators", TINYXS_MAX_TENSORS, TINYXS_MAX_OPERATORS);
  }
  if (inputs.count > UINT16_MAX || outputs.count > UINT16_MAX) {
    return TOO_LARGE(c, "subgraph %u has more than %u inputs or outputs", c->subgraph, (uint32_t)UINT16_MAX);
  }
  o->tensor_count += tensors.count;
  o->operator_count += operators.count;
  TINYXS_TRY(check_indices(c, inputs, 0, tensors.count, "the inputs"));
  TINYXS_TRY(check_indices(c, outputs, 0, tensors.count, "the outputs"));
  for (c->index = 0; c->index < tensors.count; c->index++) {
    TINYXS_TRY(blame_tensor(c, check_tensor(c, tinyxs_check_table_at(file, tensors, c->index, &c->tensor_vtable))));
  }
  for (c->index = 0; c->index < operators.count; c->index++) {
    TINYXS_TRY(check_operator(c, tinyxs_check_table_at(file, operators, c->index, &c->operator_vtable), tensors.count));
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_engine_verify(const tinyxs_file *file, tinyxs_outline *outline, tinyxs_error *error) {
  *outline = (tinyxs_outline){0};
  checker c = {.file = file, .outline = outline, .error = error};
  TINYXS_TRY(check_header(&c));
  TINYXS_TRY(check_codes(&c));
  TINYXS_TRY(check_buffers(&c));
  if (!tinyxs_engine_check_signatures(file, outline->root)) {
    return BROKEN(&c, "the model is truncated or corrupt: a signature lies outside the file");
  }
  for (c.subgraph = 0; c.subgraph < outline->subgraphs.count; c.subgraph++) TINYXS_TRY(check_subgraph(&c));
  return TINYXS_OK;
}

int32_t tinyxs_engine_builtin_code(const tinyxs_file *file, uint32_t code_table) {
  int32_t builtin = tinyxs_field_i32(file, code_table, CODE_BUILTIN, 0);
  /* Files older than the 32-bit field keep the code in the byte. */
  int32_t deprecated = (int8_t)tinyxs_field_u8(file, code_table, CODE_DEPRECATED_BUILTIN, 0);
  return builtin > deprecated ? builtin : deprecated;
}
