/* SPDX-License-Identifier: Apache-2.0 */
/* The operators of one model, and nothing more: TensorFlow Lite Micro's own resolver would hold all of them in RAM. */
#include <cstring>
#include <new>

#include "tflm_model.h"

static bool same_operator(const TFLMRegistration &registration, const tflite::OperatorCode *code) {
  tflite::BuiltinOperator builtin = tflite::GetBuiltinCode(code);
  if (registration.builtin_code != builtin) return false;
  return builtin != tflite::BuiltinOperator_CUSTOM ||
         (code->custom_code() && strcmp(registration.custom_name, code->custom_code()->c_str()) == 0);
}

tinyxs_status tinyxs_tflm_resolver::fill(const tflite::Model *model, tinyxs_tflm_memory *memory, tinyxs_error *error) {
  for (uint32_t s = 0; s < model->subgraphs()->size(); s++) {
    auto list = model->subgraphs()->Get(s)->operators();
    for (uint32_t i = 0; list && i < list->size(); i++) {
      const tflite::OperatorCode *code = model->operator_codes()->Get(list->Get(i)->opcode_index());
      tinyxs_tflm_operator *known = first_;
      while (known && !same_operator(known->registration, code)) known = known->next;
      if (known) continue;
      tinyxs_tflm_operator found;
      if (!tinyxs_tflm_find(code, &found))
        return tinyxs_tflm_blame(model, s, i, TINYXS_UNKNOWN_OPERATOR, "this build of TensorFlow Lite Micro has no such operator",
                                 error);
      found.next = first_;
      first_ = new (memory->AllocatePersistentBuffer(sizeof found, alignof(tinyxs_tflm_operator))) tinyxs_tflm_operator(found);
    }
  }
  return TINYXS_OK;
}

const TFLMRegistration *tinyxs_tflm_resolver::FindOp(tflite::BuiltinOperator code) const {
  for (const tinyxs_tflm_operator *o = first_; o; o = o->next)
    if (o->registration.builtin_code == code && code != tflite::BuiltinOperator_CUSTOM) return &o->registration;
  return nullptr;
}

const TFLMRegistration *tinyxs_tflm_resolver::FindOp(const char *name) const {
  for (const tinyxs_tflm_operator *o = first_; o; o = o->next)
    if (o->registration.builtin_code == tflite::BuiltinOperator_CUSTOM && strcmp(o->registration.custom_name, name) == 0)
      return &o->registration;
  return nullptr;
}

tflite::TfLiteBridgeBuiltinParseFunction tinyxs_tflm_resolver::GetOpDataParser(tflite::BuiltinOperator code) const {
  for (const tinyxs_tflm_operator *o = first_; o; o = o->next)
    if (o->registration.builtin_code == code) return o->parse;
  return nullptr;
}
