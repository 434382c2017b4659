/* What operators ask for while they are prepared: facts about tensors, options, memory; and how they refuse. */
#include <math.h>

#include "engine/prepare.h"

/* ---- tensors ---- */

uint32_t tinyxs_tensor_bytes(const tinyxs_file *file, uint32_t tensor) {
  int32_t shape[TINYXS_RANK];
  uint32_t rank = tinyxs_tensor_shape(file, tensor, shape), count = 0, bytes = 0;
  tinyxs_shape_bytes((tinyxs_type)tinyxs_field_u8(file, tensor, TENSOR_TYPE, 0), shape, rank, &count, &bytes);
  return bytes;
}

uint32_t tinyxs_tensor_constant(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t tensor) {
  uint32_t buffer = tinyxs_table_at(file, outline->buffers, tinyxs_field_u32(file, tensor, TENSOR_BUFFER, 0));
  tinyxs_vector data = tinyxs_vector_of(file, buffer, BUFFER_DATA, 1);
  return data.count ? data.at : 0;
}

int32_t tinyxs_tensor_zero_point(const tinyxs_file *file, uint32_t tensor) {
  tinyxs_vector zero_points =
      tinyxs_vector_of(file, tinyxs_table(file, tensor, TENSOR_QUANTIZATION), QUANTIZATION_ZERO_POINT, 8);
  return zero_points.count ? (int32_t)tinyxs_get_i64(file, zero_points.at) : 0;
}

tinyxs_info tinyxs_tensor_info(const tinyxs_prepare *p, uint32_t subgraph, int32_t index) {
  tinyxs_info info = {.index = index};
  if (index < 0) return info;
  const tinyxs_file *file = &p->file;
  uint32_t tensor = tinyxs_tensor_table(p, subgraph, (uint32_t)index);
  info.present = true;
  info.variable = tinyxs_field_u8(file, tensor, TENSOR_IS_VARIABLE, 0) != 0;
  info.type = (tinyxs_type)tinyxs_field_u8(file, tensor, TENSOR_TYPE, 0);
  info.rank = (int32_t)tinyxs_tensor_shape(file, tensor, info.shape);
  tinyxs_shape_bytes(info.type, info.shape, (uint32_t)info.rank, &info.count, &info.bytes);
  uint32_t quantization = tinyxs_table(file, tensor, TENSOR_QUANTIZATION);
  tinyxs_vector scales = tinyxs_vector_of(file, quantization, QUANTIZATION_SCALE, 4);
  info.channels = scales.count;
  info.scales_at = scales.at;
  info.scale = scales.count ? tinyxs_get_f32(file, scales.at) : 0;
  info.zero_point = tinyxs_tensor_zero_point(file, tensor);
  info.dimension = tinyxs_field_i32(file, quantization, QUANTIZATION_DIMENSION, 0);
  info.record = p->subgraphs[subgraph].first_tensor + (uint32_t)index;
  const tinyxs_record *record = &p->records[info.record];
  info.constant = record->kind == TINYXS_RECORD_FILE ? file->data + record->at : NULL;
  return info;
}

uint32_t tinyxs_count_inputs(const tinyxs_prepare *p) { return p->inputs.count; }
uint32_t tinyxs_count_outputs(const tinyxs_prepare *p) { return p->outputs.count; }
tinyxs_info tinyxs_input_info(const tinyxs_prepare *p, uint32_t i) {
  return tinyxs_tensor_info(p, p->subgraph, tinyxs_input_index(p, i));
}
tinyxs_info tinyxs_output_info(const tinyxs_prepare *p, uint32_t i) {
  return tinyxs_tensor_info(p, p->subgraph, tinyxs_output_index(p, i));
}

float tinyxs_channel_scale(const tinyxs_prepare *p, const tinyxs_info *info, uint32_t c) {
  return info->channels > 1 ? tinyxs_get_f32(&p->file, info->scales_at + 4 * c) : info->scale;
}

int32_t tinyxs_channel_zero_point(const tinyxs_prepare *p, const tinyxs_info *info, uint32_t c) {
  uint32_t quantization =
      tinyxs_table(&p->file, tinyxs_tensor_table(p, p->subgraph, (uint32_t)info->index), TENSOR_QUANTIZATION);
  tinyxs_vector zero_points = tinyxs_vector_of(&p->file, quantization, QUANTIZATION_ZERO_POINT, 8);
  return zero_points.count > 1 ? (int32_t)tinyxs_get_i64(&p->file, zero_points.at + 8 * c) : info->zero_point;
}

bool tinyxs_same_shape(const tinyxs_info *a, const tinyxs_info *b) {
  return a->rank == b->rank && memcmp(a->shape, b->shape, (size_t)a->rank * sizeof a->shape[0]) == 0;
}

tinyxs_status tinyxs_arity(tinyxs_prepare *p, uint32_t min_inputs, uint32_t max_inputs, uint32_t min_outputs,
                           uint32_t max_outputs) {
  uint32_t inputs = p->inputs.count, outputs = p->outputs.count;
  TINYXS_REQUIRE(p, inputs >= min_inputs && inputs <= max_inputs, "it has %u inputs; it takes %u to %u", inputs, min_inputs,
                 max_inputs);
  TINYXS_REQUIRE(p, outputs >= min_outputs && outputs <= max_outputs, "it has %u outputs; it takes %u to %u", outputs,
                 min_outputs, max_outputs);
  for (uint32_t i = 0; i < min_inputs; i++) TINYXS_REQUIRE(p, tinyxs_input_index(p, i) >= 0, "its input %u is missing", i);
  return TINYXS_OK;
}

/* ---- options ---- */

static uint32_t options_of(const tinyxs_prepare *p) { return tinyxs_table(&p->file, p->table, OPERATOR_OPTIONS); }

int32_t tinyxs_option_i32(const tinyxs_prepare *p, uint32_t field, int32_t otherwise) {
  return tinyxs_field_i32(&p->file, options_of(p), field, otherwise);
}
int32_t tinyxs_option_i8(const tinyxs_prepare *p, uint32_t field, int32_t otherwise) {
  return (int8_t)tinyxs_field_u8(&p->file, options_of(p), field, (uint8_t)otherwise);
}
float tinyxs_option_f32(const tinyxs_prepare *p, uint32_t field, float otherwise) {
  return tinyxs_field_f32(&p->file, options_of(p), field, otherwise);
}
bool tinyxs_option_bool(const tinyxs_prepare *p, uint32_t field, bool otherwise) {
  return tinyxs_field_u8(&p->file, options_of(p), field, otherwise) != 0;
}
const uint8_t *tinyxs_custom_options(const tinyxs_prepare *p, uint32_t *bytes) {
  tinyxs_vector options = tinyxs_vector_of(&p->file, p->table, OPERATOR_CUSTOM_OPTIONS, 1);
  *bytes = options.count;
  return options.count ? p->file.data + options.at : NULL;
}

/* ---- memory ---- */

void *tinyxs_keep_array(tinyxs_prepare *p, uint64_t bytes, uint32_t *at) {
  *at = 0;
  if (bytes > TINYXS_MAX_BYTES || p->structures + bytes > TINYXS_MAX_BYTES) {
    p->failed = true;
    return NULL;
  }
  *at = (uint32_t)p->structures;
  p->structures += (bytes + 3) & ~(uint64_t)3;
  return p->writing ? p->model->arena + *at : NULL;
}

void tinyxs_keep(tinyxs_prepare *p, const void *value, size_t bytes) {
  void *copy = tinyxs_keep_array(p, bytes, &p->node.data);
  if (copy) memcpy(copy, value, bytes);
}

tinyxs_status tinyxs_keep_scratch(tinyxs_prepare *p, uint64_t bytes) {
  TINYXS_REQUIRE(p, bytes <= TINYXS_MAX_BYTES, "it needs absurdly much scratch memory");
  tinyxs_record *record = &p->records[p->outline.tensor_count + p->node_number];
  if (p->writing) {
    p->node.scratch = record->at;
  } else if (bytes) {
    const tinyxs_span *span = &p->spans[p->subgraph];
    *record = (tinyxs_record){.bytes = (uint32_t)bytes,
                              .kind = TINYXS_RECORD_PLANNED,
                              .first = span->shared ? span->first : (uint16_t)p->time,
                              .last = span->shared ? span->last : (uint16_t)p->time,
                              .root = (uint16_t)(p->outline.tensor_count + p->node_number)};
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_keep_state(tinyxs_prepare *p, uint64_t bytes, uint8_t fill, uint32_t *at) {
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

static tinyxs_record *root_of(const tinyxs_prepare *p, const tinyxs_record *record) { return &p->records[record->root]; }

/* Makes the output live in the memory of `root`. */
static void join(tinyxs_prepare *p, tinyxs_record *root, tinyxs_record *output) {
  output->root = (uint16_t)(root - p->records);
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
    const tinyxs_record *handle = tinyxs_tensor_record(p, tinyxs_get_u32(&p->file, inputs.at));
    if (handle->at == state) return true;
  }
  return false;
}

void tinyxs_view(tinyxs_prepare *p, uint32_t input, uint32_t output) {
  if (p->writing) return;
  const tinyxs_info info = tinyxs_input_info(p, input);
  tinyxs_record *in = &p->records[info.record];
  tinyxs_record *out = tinyxs_tensor_record(p, (uint32_t)tinyxs_output_index(p, output));
  if (info.variable || out->kind != TINYXS_RECORD_PLANNED) return;
  if (in->kind == TINYXS_RECORD_PLANNED) {
    if (in->bytes == out->bytes) join(p, root_of(p, in), out);
  } else if (in->kind == TINYXS_RECORD_STATE && !changes_until(p, in->at, out->last)) {
    out->kind = TINYXS_RECORD_STATE;
    out->at = in->at;
  }
}

void tinyxs_in_place(tinyxs_prepare *p, uint32_t input, uint32_t output) {
  if (p->writing) return;
  const tinyxs_record *in = &p->records[tinyxs_input_info(p, input).record];
  tinyxs_record *out = tinyxs_tensor_record(p, (uint32_t)tinyxs_output_index(p, output));
  if (in->kind != TINYXS_RECORD_PLANNED || out->kind != TINYXS_RECORD_PLANNED) return;
  if (root_of(p, out) != out) return;
  tinyxs_record *root = root_of(p, in);
  if (root->last == p->time && out->bytes <= root->bytes) join(p, root, out);
}

void tinyxs_set_run(tinyxs_prepare *p, tinyxs_run_function run) { p->node.run = run; }

/* ---- refusing ---- */

tinyxs_status tinyxs_reject(tinyxs_prepare *p, tinyxs_status status, const char *format, ...) {
  if (!p->error) return status;
  va_list arguments;
  va_start(arguments, format);
  tinyxs_vfail(p->error, status, format, arguments);
  va_end(arguments);
  char reason[sizeof p->error->message];
  memcpy(reason, p->error->message, sizeof reason);
  char name[sizeof p->error->operator_name];
  tinyxs_describe_operator(&p->file, &p->outline, p->table, name, sizeof name);
  tinyxs_fail(p->error, status, "operator %u (%s): %s", p->index, name, reason);
  p->error->subgraph = (int32_t)p->subgraph;
  p->error->operator_index = (int32_t)p->index;
  memcpy(p->error->operator_name, name, sizeof name);
  return status;
}

/* Adds the tensor to an error that has been made. */
static tinyxs_status blame(const tinyxs_prepare *p, const tinyxs_info *info, tinyxs_status status) {
  if (p->error) p->error->tensor = info->index;
  return status;
}

tinyxs_status tinyxs_reject_type(tinyxs_prepare *p, const char *what, const tinyxs_info *info) {
  return blame(p, info,
               tinyxs_reject(p, TINYXS_UNSUPPORTED, "%s of type %s is not supported", what, tinyxs_type_name(info->type)));
}

tinyxs_status tinyxs_require_quantized(tinyxs_prepare *p, const char *what, const tinyxs_info *info) {
  if (!info->channels) return blame(p, info, tinyxs_reject(p, TINYXS_BAD_OPERATOR, "%s has no scale", what));
  for (uint32_t c = 0; c < info->channels; c++) {
    float scale = tinyxs_channel_scale(p, info, c);
    if (!(scale > 0 && isfinite(scale))) {
      return blame(p, info, tinyxs_reject(p, TINYXS_BAD_OPERATOR, "%s has scale 0", what));
    }
  }
  return TINYXS_OK;
}
