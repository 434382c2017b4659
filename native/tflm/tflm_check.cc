/* SPDX-License-Identifier: Apache-2.0 */
/* What TensorFlow Lite Micro believes of a model file, and must not. */
#include <cstring>

#include "flatbuffers/flexbuffers.h"
#include "tflm.h"

typedef flatbuffers::Vector<flatbuffers::Offset<tflite::Operator>> operators;

static uint32_t count_of(const operators *list) { return list ? list->size() : 0; }

/* The lists that are read whether they are there or not. */
static tinyxs_status check_lists(const tflite::Model *model, tinyxs_error *error) {
  if (!model->buffers() || !model->operator_codes())
    return tinyxs_fail(error, TINYXS_BAD_MODEL, "the model is corrupt: it has no list of buffers or of operator codes");
  const tflite::SubGraph *main = model->subgraphs()->Get(0);
  if (!main->inputs() || !main->outputs())
    return tinyxs_fail(error, TINYXS_UNSUPPORTED, "TensorFlow Lite Micro runs no model without inputs or outputs");
  for (uint32_t s = 0; s < model->subgraphs()->size(); s++) {
    const tflite::SubGraph *subgraph = model->subgraphs()->Get(s);
    if (!subgraph->tensors())
      return tinyxs_fail(error, TINYXS_BAD_MODEL, "the model is corrupt: subgraph %u has no list of tensors", s);
    for (const tflite::Tensor *tensor : *subgraph->tensors()) {
      if (tensor->buffer() >= model->buffers()->size())
        return tinyxs_fail(error, TINYXS_BAD_MODEL, "the model is corrupt: a tensor of subgraph %u has no buffer", s);
    }
  }
  return TINYXS_OK;
}

/* ---- subgraphs that are called ---- */

/* The subgraphs that an operator calls, -1 for none; false if its options are missing. */
static bool get_callees(const tflite::Model *model, const tflite::Operator *op, int32_t callees[2]) {
  callees[0] = callees[1] = -1;
  switch (tflite::GetBuiltinCode(model->operator_codes()->Get(op->opcode_index()))) {
  case tflite::BuiltinOperator_IF: {
    const tflite::IfOptions *options = op->builtin_options_as_IfOptions();
    if (!options) return false;
    callees[0] = options->then_subgraph_index();
    callees[1] = options->else_subgraph_index();
    return callees[0] >= 0 && callees[1] >= 0;
  }
  case tflite::BuiltinOperator_WHILE: {
    const tflite::WhileOptions *options = op->builtin_options_as_WhileOptions();
    if (!options) return false;
    callees[0] = options->cond_subgraph_index();
    callees[1] = options->body_subgraph_index();
    return callees[0] >= 0 && callees[1] >= 0;
  }
  case tflite::BuiltinOperator_CALL_ONCE: {
    const tflite::CallOnceOptions *options = op->builtin_options_as_CallOnceOptions();
    if (!options) return false;
    callees[0] = options->init_subgraph_index();
    return callees[0] >= 0;
  }
  default: return true;
  }
}

/* The library recurses into called subgraphs, so calls must end: a subgraph is good once all that it calls are. */
static tinyxs_status check_calls(const tflite::Model *model, tinyxs_error *error) {
  uint32_t subgraphs = model->subgraphs()->size();
  bool good[TINYXS_MAX_SUBGRAPHS] = {};
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t s = 0; s < subgraphs; s++) {
      if (good[s]) continue;
      bool all = true;
      const operators *list = model->subgraphs()->Get(s)->operators();
      for (uint32_t i = 0; i < count_of(list); i++) {
        int32_t callees[2];
        if (!get_callees(model, list->Get(i), callees))
          return tinyxs_tflm_blame(model, s, i, TINYXS_BAD_MODEL, "it doesn't say what it calls", error);
        for (int32_t callee : callees) {
          if (callee >= static_cast<int32_t>(subgraphs))
            return tinyxs_tflm_blame(model, s, i, TINYXS_BAD_MODEL, "it calls a subgraph that isn't there", error);
          if (callee < 0) continue;
          if (callees[1] >= 0 && !model->subgraphs()->Get(static_cast<uint32_t>(callee))->inputs())
            return tinyxs_tflm_blame(model, s, i, TINYXS_BAD_MODEL, "it calls a subgraph without inputs", error);
          if (!good[callee]) all = false;
        }
      }
      if (all) good[s] = changed = true;
    }
  }
  for (uint32_t s = 0; s < subgraphs; s++)
    if (!good[s]) return tinyxs_fail(error, TINYXS_BAD_MODEL, "subgraph %u calls itself", s);
  return TINYXS_OK;
}

/* ---- single operators ---- */

/* Custom options are flexbuffers, but for those of the Ethos-U; most of these operators read them whether they are there or
 * not. */
static const char *find_options_fault(const char *name, const flatbuffers::Vector<uint8_t> *options) {
  bool optional = strncmp(name, "Signal", 6) != 0 || strcmp(name, "SignalFilterBankSquareRoot") == 0 ||
                  strcmp(name, "SignalFftAutoScale") == 0;
  if (!options || !options->size()) return optional ? nullptr : "it has no custom options";
  if (strcmp(name, "ethos-u") == 0 || flexbuffers::VerifyBuffer(options->data(), options->size())) return nullptr;
  return "its custom options are broken";
}

/* `contained`: whether the variables so far have a container; the library compares the names of all, or of none. */
static const char *find_fault(const tflite::Model *model, const tflite::SubGraph *subgraph, const tflite::Operator *op,
                              int *contained) {
  const tflite::OperatorCode *code = model->operator_codes()->Get(op->opcode_index());
  switch (tflite::GetBuiltinCode(code)) {
  case tflite::BuiltinOperator_VAR_HANDLE: {
    const tflite::VarHandleOptions *options = op->builtin_options_as_VarHandleOptions();
    if (!options || !options->shared_name()) return "its variable has no name";
    int has = options->container() != nullptr;
    if (*contained >= 0 && *contained != has) return "some variables have a container, others have none";
    *contained = has;
    break;
  }
  case tflite::BuiltinOperator_CUSTOM: {
    const char *fault = find_options_fault(tinyxs_tflm_name(model, op), op->custom_options());
    if (fault) return fault;
    break;
  }
  default: break;
  }
  for (uint32_t i = 0; op->intermediates() && i < op->intermediates()->size(); i++) {
    int32_t tensor = op->intermediates()->Get(i);
    if (tensor < 0 || static_cast<uint32_t>(tensor) >= subgraph->tensors()->size()) return "an intermediate tensor isn't there";
  }
  return nullptr;
}

static tinyxs_status check_operators(const tflite::Model *model, tinyxs_error *error) {
  int contained = -1;
  for (uint32_t s = 0; s < model->subgraphs()->size(); s++) {
    const tflite::SubGraph *subgraph = model->subgraphs()->Get(s);
    for (uint32_t i = 0; i < count_of(subgraph->operators()); i++) {
      const char *fault = find_fault(model, subgraph, subgraph->operators()->Get(i), &contained);
      if (fault) return tinyxs_tflm_blame(model, s, i, TINYXS_BAD_MODEL, fault, error);
    }
  }
  return TINYXS_OK;
}

/* ---- the memory plan that a model may bring: int32 version, subgraph, count, then an offset or -1 per tensor ---- */

static tinyxs_status check_plan(const tflite::Model *model, const flatbuffers::Vector<uint8_t> *data, tinyxs_error *error) {
  const char *fault = "the model's OfflineMemoryAllocation is corrupt";
  if (!data || data->size() < 3 * sizeof(int32_t)) return tinyxs_fail(error, TINYXS_BAD_MODEL, fault);
  const int32_t *plan = reinterpret_cast<const int32_t *>(data->data());
  size_t at = 3;
  for (const tflite::SubGraph *subgraph : *model->subgraphs()) {
    for (const tflite::Tensor *tensor : *subgraph->tensors()) {
      if (at >= data->size() / sizeof(int32_t)) return tinyxs_fail(error, TINYXS_BAD_MODEL, fault);
      int32_t offset = plan[at++];
      if (offset < -1 || offset > static_cast<int32_t>(TINYXS_MAX_BYTES)) return tinyxs_fail(error, TINYXS_BAD_MODEL, fault);
      if (offset >= 0 && tensor->is_variable())
        return tinyxs_fail(error, TINYXS_UNSUPPORTED, "the model's OfflineMemoryAllocation places a variable");
    }
  }
  return TINYXS_OK;
}

static tinyxs_status check_metadata(const tflite::Model *model, tinyxs_error *error) {
  if (!model->metadata()) return TINYXS_OK;
  for (const tflite::Metadata *metadata : *model->metadata()) {
    if (!metadata->name() || strcmp(metadata->name()->c_str(), "OfflineMemoryAllocation") != 0) continue;
    if (metadata->buffer() >= model->buffers()->size())
      return tinyxs_fail(error, TINYXS_BAD_MODEL, "the model's OfflineMemoryAllocation has no buffer");
    TINYXS_TRY(check_plan(model, model->buffers()->Get(metadata->buffer())->data(), error));
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_tflm_check(const void *data, size_t size, const tflite::Model **model, tinyxs_error *error) {
  tinyxs_outline outline;
  if (!data) return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "there is no model: the data pointer is NULL");
  if (size > TINYXS_MAX_BYTES) return tinyxs_fail(error, TINYXS_TOO_LARGE, "the model is larger than 1 GiB");
  if (reinterpret_cast<uintptr_t>(data) % TINYXS_ALIGNMENT)
    return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "load the model at an address divisible by %u",
                       static_cast<uint32_t>(TINYXS_ALIGNMENT));
  tinyxs_file file = {static_cast<const uint8_t *>(data), static_cast<uint32_t>(size)};
  TINYXS_TRY(tinyxs_engine_verify(&file, &outline, error));
  flatbuffers::Verifier verifier(file.data, size);
  if (!tflite::VerifyModelBuffer(verifier) || !tinyxs_tflm_agree(&file, tflite::GetModel(data)))
    return tinyxs_fail(error, TINYXS_BAD_MODEL, "the model is corrupt: a table or a list in it is broken or not aligned");
  *model = tflite::GetModel(data);
  TINYXS_TRY(check_lists(*model, error));
  TINYXS_TRY(check_calls(*model, error));
  TINYXS_TRY(check_operators(*model, error));
  uint32_t bytes;
  TINYXS_TRY(tinyxs_tflm_count_variables(*model, &bytes, error));
  return check_metadata(*model, error);
}
