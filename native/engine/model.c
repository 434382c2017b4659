/* SPDX-License-Identifier: Apache-2.0 */
/* A loaded model at work: run, reset, profile, and the views of its tensors. */
#include "engine/plan.h"
#include "engine/signature.h"

void tinyxs_get_memory(const tinyxs_model *model, tinyxs_memory *memory) { *memory = model->memory; }

tinyxs_status tinyxs_reset(tinyxs_model *model, tinyxs_error *error) {
  (void)error;
  for (uint32_t at = model->states; at;) {
    const tinyxs_state *state = (const tinyxs_state *)(const void *)(model->arena + at);
    memset(model->arena + model->variables + state->at, (int)state->fill, state->bytes);
    at = state->next;
  }
  return TINYXS_OK;
}

void tinyxs_set_budget(tinyxs_model *model, uint32_t iterations) { model->budget = iterations; }

/* ---- run ---- */

static tinyxs_file file_of(const tinyxs_model *model) { return (tinyxs_file){model->data, model->data_bytes}; }

static uint32_t subgraph_table(const tinyxs_model *model, uint32_t subgraph) {
  tinyxs_file file = file_of(model);
  return tinyxs_table_at(&file, tinyxs_list_of(&file, tinyxs_peek_u32(&file, 0), MODEL_SUBGRAPHS), subgraph);
}

static uint32_t operator_table(const tinyxs_model *model, uint32_t subgraph, uint32_t index) {
  tinyxs_file file = file_of(model);
  return tinyxs_table_at(&file, tinyxs_list_of(&file, subgraph_table(model, subgraph), SUBGRAPH_OPERATORS), index);
}

static tinyxs_outline outline_of(const tinyxs_model *model) {
  tinyxs_file file = file_of(model);
  uint32_t root = tinyxs_get_u32(&file, 0);
  return (tinyxs_outline){.root = root,
                          .codes = tinyxs_list_of(&file, root, MODEL_OPERATOR_CODES),
                          .subgraphs = tinyxs_list_of(&file, root, MODEL_SUBGRAPHS),
                          .buffers = tinyxs_list_of(&file, root, MODEL_BUFFERS)};
}

static tinyxs_status report(const tinyxs_model *model, tinyxs_frame at, tinyxs_status status, tinyxs_error *error) {
  if (!error) return status;
  tinyxs_file file = file_of(model);
  tinyxs_outline outline = outline_of(model);
  char reason[sizeof error->message];
  char name[sizeof error->operator_name];
  memcpy(reason, error->message, sizeof reason);
  tinyxs_engine_describe_operator(&file, &outline, operator_table(model, at.subgraph, at.node), name, sizeof name);
  tinyxs_fail(error, status, "operator %u (%s): %s", at.node, name, reason);
  error->subgraph = (int32_t)at.subgraph;
  error->operator_index = (int32_t)at.node;
  memcpy(error->operator_name, name, sizeof name);
  return status;
}

/* Runs from the main subgraph's first operator; a called subgraph is a frame on top, so that nothing recurses. */
static tinyxs_status run(tinyxs_model *model, tinyxs_clock clock, void *context, uint32_t *ticks, tinyxs_error *error) {
  tinyxs_frame *frames = model->frames;
  uint64_t started = clock ? clock(context) : 0;
  uint32_t depth = 1, budget = model->budget, timed = 0;
  frames[0] = (tinyxs_frame){0};
  model->stopped = false;
  while (depth) {
    tinyxs_frame *frame = &frames[depth - 1];
    const tinyxs_subgraph *subgraph = &model->subgraphs[frame->subgraph];
    if (frame->node == subgraph->node_count) {
      depth--;
    } else {
      tinyxs_call call = {.model = model,
                          .node = &model->nodes[subgraph->first_node + frame->node],
                          .phase = frame->phase,
                          .budget = &budget,
                          .error = error};
      if (call.node->run) {
        tinyxs_status status = call.node->run(&call);
        if (status != TINYXS_OK) return report(model, *frame, status, error);
      }
      frame->phase = call.callee ? call.phase : 0;
      if (!frame->phase) frame->node++;
      if (call.callee) frames[depth++] = (tinyxs_frame){.subgraph = (uint16_t)call.callee};
      if (call.stop) {
        model->stopped = true;
        depth = 0;
      }
    }
    if (clock && frames[0].node > timed) {
      uint64_t now = clock(context);
      ticks[timed++] = (uint32_t)(now - started);
      started = now;
    }
  }
  /* What comes after a stop. */
  while (clock && timed < tinyxs_operator_count(model)) ticks[timed++] = 0;
  return TINYXS_OK;
}

tinyxs_status tinyxs_run(tinyxs_model *model, tinyxs_error *error) { return run(model, NULL, NULL, NULL, error); }

bool tinyxs_stopped(const tinyxs_model *model) { return model->stopped; }

tinyxs_status tinyxs_profile(tinyxs_model *model, tinyxs_clock clock, void *context, uint32_t *ticks, tinyxs_error *error) {
  return run(model, clock, context, ticks, error);
}

uint32_t tinyxs_operator_count(const tinyxs_model *model) { return model->subgraphs[0].node_count; }

tinyxs_status tinyxs_operator_name(const tinyxs_model *model, uint32_t index, char *name, size_t bytes) {
  if (index >= tinyxs_operator_count(model) || !bytes) return TINYXS_BAD_ARGUMENT;
  tinyxs_file file = file_of(model);
  tinyxs_outline outline = outline_of(model);
  tinyxs_engine_describe_operator(&file, &outline, operator_table(model, 0, index), name, bytes);
  return TINYXS_OK;
}

tinyxs_status tinyxs_kernel_name(const tinyxs_model *model, uint32_t index, char *name, size_t bytes) {
  if (index >= tinyxs_operator_count(model) || !bytes) return TINYXS_BAD_ARGUMENT;
  tinyxs_file file = file_of(model);
  tinyxs_outline outline = outline_of(model);
  uint32_t code = tinyxs_field_u32(&file, operator_table(model, 0, index), OPERATOR_CODE, 0);
  const tinyxs_operator *o = tinyxs_operators[tinyxs_engine_find_operator(&file, tinyxs_table_at(&file, outline.codes, code))];
  const char *kernel = o && o->kernels ? o->kernels->name(&model->nodes[model->subgraphs[0].first_node + index]) : NULL;
  strncpy(name, kernel ? kernel : "", bytes - 1);
  name[bytes - 1] = 0;
  return TINYXS_OK;
}

/* ---- inputs and outputs ---- */

static tinyxs_status view(const tinyxs_model *model, uint32_t field, uint32_t i, tinyxs_tensor *tensor) {
  tinyxs_file file = file_of(model);
  uint32_t subgraph = subgraph_table(model, 0);
  tinyxs_vector indices = tinyxs_list_of(&file, subgraph, field);
  *tensor = (tinyxs_tensor){0};
  if (i >= indices.count) return TINYXS_BAD_ARGUMENT;
  uint32_t index = tinyxs_peek_u32(&file, indices.at + 4 * i);
  uint32_t table = tinyxs_table_at(&file, tinyxs_list_of(&file, subgraph, SUBGRAPH_TENSORS), index);
  tinyxs_vector name = tinyxs_list_of(&file, table, TENSOR_NAME);
  tinyxs_vector scales = tinyxs_list_of(&file, tinyxs_table(&file, table, TENSOR_QUANTIZATION), QUANTIZATION_SCALE);
  tensor->name = (const char *)model->data + name.at;
  tensor->name_length = name.count;
  tinyxs_vector signature = tinyxs_engine_signature_name(&file, field, index);
  tensor->signature_name = (const char *)model->data + signature.at;
  tensor->signature_name_length = signature.count;
  tensor->type = (tinyxs_type)tinyxs_field_u8(&file, table, TENSOR_TYPE, 0);
  tensor->rank = (int32_t)tinyxs_engine_tensor_shape(&file, table, tensor->shape);
  tensor->scale = scales.count ? tinyxs_peek_f32(&file, scales.at) : 0;
  tensor->zero_point = tinyxs_engine_tensor_zero_point(&file, table);
  tensor->bytes = tinyxs_engine_tensor_bytes(&file, table);
  tensor->data = model->ends[field == SUBGRAPH_OUTPUTS ? model->inputs + i : i];
  return TINYXS_OK;
}

uint32_t tinyxs_input_count(const tinyxs_model *model) { return model->inputs; }
uint32_t tinyxs_output_count(const tinyxs_model *model) { return model->outputs; }
tinyxs_status tinyxs_input(const tinyxs_model *model, uint32_t index, tinyxs_tensor *tensor) {
  return view(model, SUBGRAPH_INPUTS, index, tensor);
}
tinyxs_status tinyxs_output(const tinyxs_model *model, uint32_t index, tinyxs_tensor *tensor) {
  return view(model, SUBGRAPH_OUTPUTS, index, tensor);
}
