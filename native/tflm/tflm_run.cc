/* SPDX-License-Identifier: Apache-2.0 */
/* A loaded model at work: run, reset, profile, and the views of its tensors. */
#include <csetjmp>
#include <cstring>

#include "tflm_log.h"
#include "tflm_model.h"

/* The library's loops have no end of their own. */
void tinyxs_set_budget(tinyxs_model *, uint32_t) {}

/* ---- profile ---- */

void tinyxs_tflm_profiler::start(tinyxs_clock clock, void *context, uint32_t *ticks, uint32_t count) {
  clock_ = clock;
  context_ = context;
  ticks_ = ticks;
  count_ = count;
  done_ = depth_ = 0;
}

uint32_t tinyxs_tflm_profiler::stop() {
  clock_ = nullptr;
  return done_;
}

uint32_t tinyxs_tflm_profiler::BeginEvent(const char *) {
  if (clock_ && depth_++ == 0) started_ = clock_(context_);
  return 0;
}

void tinyxs_tflm_profiler::EndEvent(uint32_t) {
  if (!clock_ || --depth_ || done_ == count_) return;
  ticks_[done_++] = static_cast<uint32_t>(clock_(context_) - started_);
}

/* ---- run and reset ---- */

static int32_t only_subgraph(const tinyxs_model *model) { return model->file->subgraphs()->size() == 1 ? 0 : -1; }

tinyxs_status tinyxs_run(tinyxs_model *model, tinyxs_error *error) {
  jmp_buf escape;
  if (setjmp(escape)) {
    return tinyxs_tflm_give_up(TINYXS_BAD_VALUE, only_subgraph(model), "an operator needs memory that it hadn't asked for");
  }
  model->memory.escape = &escape;
  tinyxs_tflm_listen(error);
  model->stopped = false;
  TfLiteStatus status = model->interpreter.Invoke();
  model->stopped = status == tflite::kTfLiteAbort;
  if (status != kTfLiteOk && !model->stopped)
    return tinyxs_tflm_give_up(TINYXS_BAD_VALUE, only_subgraph(model),
                               "TensorFlow Lite Micro failed to run the model and doesn't say why");
  tinyxs_tflm_listen(nullptr);
  return TINYXS_OK;
}

bool tinyxs_stopped(const tinyxs_model *model) { return model->stopped; }

/* The library's own reset forgets that a subgraph which is called once has been called; preparing the operator again tells it.
 */
static TfLiteStatus reset_calls(tinyxs_model *model) {
  for (uint32_t s = 0; s < model->file->subgraphs()->size(); s++) {
    auto list = model->file->subgraphs()->Get(s)->operators();
    for (uint32_t i = 0; list && i < list->size(); i++) {
      tflite::NodeAndRegistration *node = &model->allocator.subgraphs[s].node_and_registrations[i];
      if (node->registration->builtin_code != tflite::BuiltinOperator_CALL_ONCE) continue;
      TF_LITE_ENSURE_STATUS(node->registration->prepare(model->interpreter.get_context(), &node->node));
    }
  }
  return kTfLiteOk;
}

tinyxs_status tinyxs_reset(tinyxs_model *model, tinyxs_error *error) {
  tinyxs_tflm_listen(error);
  if (model->interpreter.Reset() != kTfLiteOk || reset_calls(model) != kTfLiteOk)
    return tinyxs_tflm_give_up(TINYXS_BAD_VALUE, only_subgraph(model), "TensorFlow Lite Micro failed to reset the model");
  tinyxs_tflm_listen(nullptr);
  return TINYXS_OK;
}

tinyxs_status tinyxs_profile(tinyxs_model *model, tinyxs_clock clock, void *context, uint32_t *ticks, tinyxs_error *error) {
  uint32_t count = tinyxs_operator_count(model);
  memset(ticks, 0, count * sizeof *ticks);
  model->profiler.start(clock, context, ticks, count);
  tinyxs_status status = tinyxs_run(model, error);
  uint32_t done = model->profiler.stop();
  if (status != TINYXS_OK || done == count || model->stopped) return status;
  return tinyxs_fail(
      error, TINYXS_UNSUPPORTED,
      "this build of TensorFlow Lite Micro can't be profiled: build it with TF_LITE_STRIP_ERROR_STRINGS undefined");
}

/* ---- the graph ---- */

static const tflite::SubGraph *main_of(const tinyxs_model *model) { return model->file->subgraphs()->Get(0); }

uint32_t tinyxs_operator_count(const tinyxs_model *model) {
  return main_of(model)->operators() ? main_of(model)->operators()->size() : 0;
}

tinyxs_status tinyxs_operator_name(const tinyxs_model *model, uint32_t index, char *name, size_t bytes) {
  if (index >= tinyxs_operator_count(model) || !bytes) return TINYXS_BAD_ARGUMENT;
  strncpy(name, tinyxs_tflm_name(model->file, main_of(model)->operators()->Get(index)), bytes - 1);
  name[bytes - 1] = 0;
  return TINYXS_OK;
}

tinyxs_status tinyxs_kernel_name(const tinyxs_model *model, uint32_t index, char *name, size_t bytes) {
  if (index >= tinyxs_operator_count(model) || !bytes) return TINYXS_BAD_ARGUMENT;
  name[0] = 0;
  return TINYXS_OK;
}

uint32_t tinyxs_input_count(const tinyxs_model *model) { return main_of(model)->inputs()->size(); }
uint32_t tinyxs_output_count(const tinyxs_model *model) { return main_of(model)->outputs()->size(); }

/* The name that the main subgraph's first signature gives to a tensor, or nullptr. */
static const flatbuffers::String *signature_name(const tinyxs_model *model, bool output, int32_t index) {
  const auto *signatures = model->file->signature_defs();
  for (uint32_t i = 0; signatures && i < signatures->size(); i++) {
    const tflite::SignatureDef *signature = signatures->Get(i);
    if (signature->subgraph_index()) continue;
    const auto *maps = output ? signature->outputs() : signature->inputs();
    for (uint32_t k = 0; maps && k < maps->size(); k++)
      if (maps->Get(k)->tensor_index() == static_cast<uint32_t>(index)) return maps->Get(k)->name();
  }
  return nullptr;
}

/* What the file says of a tensor, and where the library has its data. */
static void describe(const tinyxs_model *model, bool output, int32_t index, const TfLiteTensor *place,
                     tinyxs_tensor *tensor) {
  const tflite::Tensor *file = main_of(model)->tensors()->Get(static_cast<uint32_t>(index));
  const tflite::QuantizationParameters *quantization = file->quantization();
  if (file->name()) {
    tensor->name = file->name()->c_str();
    tensor->name_length = file->name()->size();
  }
  if (const flatbuffers::String *name = signature_name(model, output, index)) {
    tensor->signature_name = name->c_str();
    tensor->signature_name_length = name->size();
  }
  tensor->type = static_cast<tinyxs_type>(file->type());
  tensor->rank = file->shape() ? static_cast<int32_t>(file->shape()->size()) : 0;
  for (int32_t i = 0; i < tensor->rank; i++) tensor->shape[i] = file->shape()->Get(static_cast<uint32_t>(i));
  if (quantization && quantization->scale() && quantization->scale()->size()) tensor->scale = quantization->scale()->Get(0);
  if (quantization && quantization->zero_point() && quantization->zero_point()->size())
    tensor->zero_point = static_cast<int32_t>(quantization->zero_point()->Get(0));
  tensor->data = place->data.data;
  tensor->bytes = static_cast<uint32_t>(place->bytes);
}

tinyxs_status tinyxs_input(const tinyxs_model *model, uint32_t index, tinyxs_tensor *tensor) {
  *tensor = {};
  if (index >= tinyxs_input_count(model)) return TINYXS_BAD_ARGUMENT;
  describe(model, false, main_of(model)->inputs()->Get(index), const_cast<tinyxs_model *>(model)->interpreter.input(index), tensor);
  return TINYXS_OK;
}

tinyxs_status tinyxs_output(const tinyxs_model *model, uint32_t index, tinyxs_tensor *tensor) {
  *tensor = {};
  if (index >= tinyxs_output_count(model)) return TINYXS_BAD_ARGUMENT;
  describe(model, true, main_of(model)->outputs()->Get(index), const_cast<tinyxs_model *>(model)->interpreter.output(index), tensor);
  return TINYXS_OK;
}
