/* SPDX-License-Identifier: Apache-2.0 */
/* Variables: the library trusts that each handle is one, and that all who use a variable agree on its size. */
#include "tflm.h"

typedef flatbuffers::Vector<flatbuffers::Offset<tflite::Operator>> operators;

/* Comparing all uses with each other must stay quick, whatever the file says. */
enum { MOST_USES = 128 };

/* One READ_VARIABLE or ASSIGN_VARIABLE. */
struct use {
  const tflite::VarHandleOptions *variable;
  uint32_t bytes;
  bool reads;
};

static tflite::BuiltinOperator code_of(const tflite::Model *model, const tflite::Operator *op) {
  return tflite::GetBuiltinCode(model->operator_codes()->Get(op->opcode_index()));
}

static int32_t tensor_at(const flatbuffers::Vector<int32_t> *list, uint32_t i) {
  return list && i < list->size() ? list->Get(i) : -1;
}

/* The variable whose handle is in a tensor at operator `before`; NULL if there is none. */
static const tflite::VarHandleOptions *find_handle(const tflite::Model *model, const operators *list, uint32_t before,
                                                   int32_t tensor) {
  for (uint32_t i = 0; i < before; i++) {
    const tflite::Operator *op = list->Get(i);
    if (code_of(model, op) == tflite::BuiltinOperator_VAR_HANDLE && tensor_at(op->outputs(), 0) == tensor)
      return op->builtin_options_as_VarHandleOptions();
  }
  return nullptr;
}

static char char_at(const flatbuffers::String *text, uint32_t i) {
  return i < text->size() ? static_cast<char>(text->Get(i)) : '\0';
}

/* As the library compares: up to the first zero byte. */
static bool same_text(const flatbuffers::String *a, const flatbuffers::String *b) {
  if (!a || !b) return true;
  uint32_t i = 0;
  while (char_at(a, i) && char_at(a, i) == char_at(b, i)) i++;
  return char_at(a, i) == char_at(b, i);
}

uint32_t tinyxs_tflm_bytes(const tflite::Tensor *tensor) {
  int32_t shape[TINYXS_RANK];
  uint32_t rank = tensor->shape() ? tensor->shape()->size() : 0, count = 0, bytes = 0;
  for (uint32_t i = 0; i < rank; i++) shape[i] = tensor->shape()->Get(i);
  tinyxs_engine_shape_bytes(static_cast<tinyxs_type>(tensor->type()), shape, rank, &count, &bytes);
  return bytes;
}

tinyxs_status tinyxs_tflm_count_variables(const tflite::Model *model, uint32_t *bytes, tinyxs_error *error) {
  use uses[MOST_USES];
  uint32_t count = 0;
  *bytes = 0;
  for (uint32_t s = 0; s < model->subgraphs()->size(); s++) {
    const tflite::SubGraph *subgraph = model->subgraphs()->Get(s);
    for (const tflite::Tensor *tensor : *subgraph->tensors())
      if (tensor->is_variable()) *bytes += tinyxs_tflm_bytes(tensor);
    const operators *list = subgraph->operators();
    for (uint32_t i = 0; list && i < list->size(); i++) {
      const tflite::Operator *op = list->Get(i);
      tflite::BuiltinOperator code = code_of(model, op);
      bool reads = code == tflite::BuiltinOperator_READ_VARIABLE;
      if (!reads && code != tflite::BuiltinOperator_ASSIGN_VARIABLE) continue;
      int32_t value = reads ? tensor_at(op->outputs(), 0) : tensor_at(op->inputs(), 1);
      use u = {find_handle(model, list, i, tensor_at(op->inputs(), 0)), 0, reads};
      if (!u.variable || value < 0)
        return tinyxs_tflm_blame(model, s, i, TINYXS_BAD_MODEL, "its first input is not a VAR_HANDLE's output", error);
      if (count == MOST_USES)
        return tinyxs_tflm_blame(model, s, i, TINYXS_UNSUPPORTED, "the model uses variables more often than 128 times", error);
      u.bytes = tinyxs_tflm_bytes(subgraph->tensors()->Get(static_cast<uint32_t>(value)));
      bool assigned = false; /* which is when the library makes room for it */
      for (uint32_t k = 0; k < count; k++) {
        if (!same_text(uses[k].variable->shared_name(), u.variable->shared_name()) ||
            !same_text(uses[k].variable->container(), u.variable->container()))
          continue;
        if (uses[k].bytes != u.bytes)
          return tinyxs_tflm_blame(model, s, i, TINYXS_BAD_MODEL, "others say that its variable has another size", error);
        if (!uses[k].reads) assigned = true;
      }
      if (!reads && !assigned) *bytes += u.bytes;
      uses[count++] = u;
    }
  }
  return TINYXS_OK;
}
