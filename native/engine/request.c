/* SPDX-License-Identifier: Apache-2.0 */
/* What operators ask for while they are prepared: facts about tensors and options; and how they refuse. */
#include "engine/plan.h"

/* ---- tensors ---- */

uint32_t tinyxs_engine_tensor_bytes(const tinyxs_file *file, uint32_t tensor) {
  int32_t shape[TINYXS_RANK];
  uint32_t rank = tinyxs_engine_tensor_shape(file, tensor, shape), count = 0, bytes = 0;
  tinyxs_engine_shape_bytes((tinyxs_type)tinyxs_field_u8(file, tensor, TENSOR_TYPE, 0), shape, rank, &count, &bytes);
  return bytes;
}

uint32_t tinyxs_engine_tensor_constant(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t tensor) {
  uint32_t buffer = tinyxs_table_at(file, outline->buffers, tinyxs_field_u32(file, tensor, TENSOR_BUFFER, 0));
  tinyxs_vector data = tinyxs_list_of(file, buffer, BUFFER_DATA);
  return data.count ? data.at : 0;
}

int32_t tinyxs_engine_tensor_zero_point(const tinyxs_file *file, uint32_t tensor) {
  tinyxs_vector zero_points = tinyxs_list_of(file, tinyxs_table(file, tensor, TENSOR_QUANTIZATION), QUANTIZATION_ZERO_POINT);
  return zero_points.count ? (int32_t)tinyxs_peek_i64(file, zero_points.at) : 0;
}

tinyxs_info tinyxs_engine_tensor_info(const tinyxs_plan *p, uint32_t subgraph, int32_t index) {
  tinyxs_info info = {.index = index};
  if (index < 0) return info;
  const tinyxs_file *file = &p->file;
  uint32_t tensor = tinyxs_engine_tensor_table(p, subgraph, (uint32_t)index);
  info.present = true;
  info.variable = tinyxs_field_u8(file, tensor, TENSOR_IS_VARIABLE, 0) != 0;
  info.type = (tinyxs_type)tinyxs_field_u8(file, tensor, TENSOR_TYPE, 0);
  info.rank = (int32_t)tinyxs_engine_tensor_shape(file, tensor, info.shape);
  tinyxs_engine_shape_bytes(info.type, info.shape, (uint32_t)info.rank, &info.count, &info.bytes);
  uint32_t quantization = tinyxs_table(file, tensor, TENSOR_QUANTIZATION);
  tinyxs_vector scales = tinyxs_list_of(file, quantization, QUANTIZATION_SCALE);
  info.channels = scales.count;
  info.scales_at = scales.at;
  info.scale = scales.count ? tinyxs_peek_f32(file, scales.at) : 0;
  tinyxs_vector zero_points = tinyxs_list_of(file, quantization, QUANTIZATION_ZERO_POINT);
  info.zero_point = zero_points.count ? (int32_t)tinyxs_peek_u32(file, zero_points.at) : 0;
  info.dimension = tinyxs_field_i32(file, quantization, QUANTIZATION_DIMENSION, 0);
  const tinyxs_allocation *allocation = tinyxs_engine_allocation_in(p, subgraph, (uint32_t)index);
  if (!allocation) info.constant = file->data + tinyxs_engine_tensor_constant(file, &p->outline, tensor);
  if (allocation && allocation->kind == TINYXS_ALLOCATION_EMPTY) info.constant = file->data;
  return info;
}

uint32_t tinyxs_count_inputs(const tinyxs_plan *p) { return p->inputs.count; }
uint32_t tinyxs_count_outputs(const tinyxs_plan *p) { return p->outputs.count; }
tinyxs_info tinyxs_input_info(const tinyxs_plan *p, uint32_t i) {
  return tinyxs_engine_tensor_info(p, p->subgraph, tinyxs_engine_input_index(p, i));
}
tinyxs_info tinyxs_output_info(const tinyxs_plan *p, uint32_t i) {
  return tinyxs_engine_tensor_info(p, p->subgraph, tinyxs_engine_output_index(p, i));
}

float tinyxs_channel_scale(const tinyxs_plan *p, const tinyxs_info *info, uint32_t c) {
  return info->channels > 1 ? tinyxs_peek_f32(&p->file, info->scales_at + 4 * c) : info->scale;
}

int32_t tinyxs_channel_zero_point(const tinyxs_plan *p, const tinyxs_info *info, uint32_t c) {
  uint32_t quantization =
      tinyxs_table(&p->file, tinyxs_engine_tensor_table(p, p->subgraph, (uint32_t)info->index), TENSOR_QUANTIZATION);
  tinyxs_vector zero_points = tinyxs_list_of(&p->file, quantization, QUANTIZATION_ZERO_POINT);
  return zero_points.count > 1 ? (int32_t)tinyxs_peek_i64(&p->file, zero_points.at + 8 * c) : info->zero_point;
}

bool tinyxs_same_shape(const tinyxs_info *a, const tinyxs_info *b) {
  return a->rank == b->rank && memcmp(a->shape, b->shape, (size_t)a->rank * sizeof a->shape[0]) == 0;
}

tinyxs_status tinyxs_arity(tinyxs_plan *p, uint32_t min_inputs, uint32_t max_inputs, uint32_t min_outputs,
                           uint32_t max_outputs) {
  uint32_t inputs = p->inputs.count, outputs = p->outputs.count;
  TINYXS_REQUIRE(p, inputs >= min_inputs && inputs <= max_inputs, "it has %u inputs; it takes %u to %u", inputs, min_inputs,
                 max_inputs);
  TINYXS_REQUIRE(p, outputs >= min_outputs && outputs <= max_outputs, "it has %u outputs; it takes %u to %u", outputs,
                 min_outputs, max_outputs);
  for (uint32_t i = 0; i < min_inputs; i++)
    TINYXS_REQUIRE(p, tinyxs_engine_input_index(p, i) >= 0, "its input %u is missing", i);
  return TINYXS_OK;
}

/* ---- options ---- */

static uint32_t options_of(const tinyxs_plan *p) { return tinyxs_table(&p->file, p->table, OPERATOR_OPTIONS); }

int32_t tinyxs_option_i32(const tinyxs_plan *p, uint32_t field, int32_t fallback) {
  return tinyxs_field_i32(&p->file, options_of(p), field, fallback);
}
int32_t tinyxs_option_i8(const tinyxs_plan *p, uint32_t field, int32_t fallback) {
  return (int8_t)tinyxs_field_u8(&p->file, options_of(p), field, (uint8_t)fallback);
}
float tinyxs_option_f32(const tinyxs_plan *p, uint32_t field, float fallback) {
  return tinyxs_field_f32(&p->file, options_of(p), field, fallback);
}
bool tinyxs_option_bool(const tinyxs_plan *p, uint32_t field, bool fallback) {
  return tinyxs_field_u8(&p->file, options_of(p), field, fallback) != 0;
}
const uint8_t *tinyxs_custom_options(const tinyxs_plan *p, uint32_t *bytes) {
  tinyxs_vector options = tinyxs_list_of(&p->file, p->table, OPERATOR_CUSTOM_OPTIONS);
  *bytes = options.count;
  return options.count ? p->file.data + options.at : NULL;
}

void tinyxs_set_run(tinyxs_plan *p, tinyxs_run_function run) { p->run = run; }

/* ---- refusing ---- */

tinyxs_status tinyxs_reject(tinyxs_plan *p, tinyxs_status status, const char *format, ...) {
  if (!p->error) return status;
  va_list arguments;
  va_start(arguments, format);
  tinyxs_vfail(p->error, status, format, arguments);
  va_end(arguments);
  char reason[sizeof p->error->message];
  memcpy(reason, p->error->message, sizeof reason);
  char name[sizeof p->error->operator_name];
  tinyxs_engine_describe_operator(&p->file, &p->outline, p->table, name, sizeof name);
  tinyxs_fail(p->error, status, "operator %u (%s): %s", p->index, name, reason);
  p->error->subgraph = (int32_t)p->subgraph;
  p->error->operator_index = (int32_t)p->index;
  memcpy(p->error->operator_name, name, sizeof name);
  return status;
}

/* Adds the tensor to an error that has been made. */
static tinyxs_status blame(const tinyxs_plan *p, const tinyxs_info *info, tinyxs_status status) {
  if (p->error) p->error->tensor = info->index;
  return status;
}

tinyxs_status tinyxs_reject_type(tinyxs_plan *p, const char *what, const tinyxs_info *info) {
  return blame(p, info,
               tinyxs_reject(p, TINYXS_UNSUPPORTED, "%s of type %s is not supported", what, tinyxs_type_name(info->type)));
}

tinyxs_status tinyxs_require_quantized(tinyxs_plan *p, const char *what, const tinyxs_info *info) {
  if (!info->channels) return blame(p, info, tinyxs_reject(p, TINYXS_BAD_OPERATOR, "%s has no scale", what));
  for (uint32_t c = 0; c < info->channels; c++) {
    uint32_t bits = tinyxs_peek_u32(&p->file, info->scales_at + 4 * c);
    if (bits - 1 >= 0x7f800000u - 1) { /* not a positive finite float */
      return blame(p, info, tinyxs_reject(p, TINYXS_BAD_OPERATOR, "%s has scale 0", what));
    }
  }
  return TINYXS_OK;
}
