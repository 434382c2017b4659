/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file read in two ways: tinyxs leaves out a field that lies behind its table's end, FlatBuffers reads it. What was checked
 * by one holds for the other only if both see the same fields.
 */
#include "tflm.h"

/* Bytes of the fields of a table by their number; 0: of no interest. Numbers as in engine/schema.h. */
struct fields {
  uint8_t count, bytes[7];
};

static const fields model_fields = {5, {4, 4, 4, 0, 4}}, code_fields = {4, {1, 4, 0, 4}}, buffer_fields = {3, {4, 8, 8}},
                    subgraph_fields = {4, {4, 4, 4, 4}}, tensor_fields = {6, {4, 1, 4, 4, 4, 1}},
                    quantization_fields = {7, {0, 0, 4, 4, 0, 0, 4}}, operator_fields = {6, {4, 4, 4, 1, 4, 4}};

/* `table` is one of the schema's classes, which all are FlatBuffers' tables. */
static bool agree_on(const tinyxs_file *file, const void *table, const fields &f) {
  const flatbuffers::Table *seen = static_cast<const flatbuffers::Table *>(table);
  uint32_t at = static_cast<uint32_t>(static_cast<const uint8_t *>(table) - file->data);
  for (uint32_t id = 0; id < f.count; id++) {
    if (!f.bytes[id]) continue;
    uint32_t offset = seen->GetOptionalFieldOffset(static_cast<flatbuffers::voffset_t>(4 + 2 * id));
    if (tinyxs_field(file, at, id, f.bytes[id]) != (offset ? at + offset : 0)) return false;
  }
  return true;
}

static bool agree_on_subgraph(const tinyxs_file *file, const tflite::SubGraph *subgraph) {
  if (!agree_on(file, subgraph, subgraph_fields)) return false;
  for (uint32_t i = 0; subgraph->tensors() && i < subgraph->tensors()->size(); i++) {
    const tflite::Tensor *tensor = subgraph->tensors()->Get(i);
    if (!agree_on(file, tensor, tensor_fields)) return false;
    if (tensor->quantization() && !agree_on(file, tensor->quantization(), quantization_fields)) return false;
  }
  for (uint32_t i = 0; subgraph->operators() && i < subgraph->operators()->size(); i++)
    if (!agree_on(file, subgraph->operators()->Get(i), operator_fields)) return false;
  return true;
}

bool tinyxs_tflm_agree(const tinyxs_file *file, const tflite::Model *model) {
  if (!agree_on(file, model, model_fields)) return false;
  for (uint32_t i = 0; model->operator_codes() && i < model->operator_codes()->size(); i++)
    if (!agree_on(file, model->operator_codes()->Get(i), code_fields)) return false;
  for (uint32_t i = 0; model->buffers() && i < model->buffers()->size(); i++)
    if (!agree_on(file, model->buffers()->Get(i), buffer_fields)) return false;
  for (uint32_t i = 0; i < model->subgraphs()->size(); i++)
    if (!agree_on_subgraph(file, model->subgraphs()->Get(i))) return false;
  return true;
}
