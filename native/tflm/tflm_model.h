/* SPDX-License-Identifier: Apache-2.0 */
/* A model in its arena: TensorFlow Lite Micro's interpreter and what it leans on. */
#ifndef TINYXS_TFLM_MODEL_H
#define TINYXS_TFLM_MODEL_H

#include "tflm_memory.h"

/* The operators of one model. */
class tinyxs_tflm_resolver final : public tflite::MicroOpResolver {
public:
  /* Fetches every operator of the model into its memory. */
  tinyxs_status fill(const tflite::Model *model, tinyxs_tflm_memory *memory, tinyxs_error *error);

  const TFLMRegistration *FindOp(tflite::BuiltinOperator code) const override;
  const TFLMRegistration *FindOp(const char *name) const override;
  tflite::TfLiteBridgeBuiltinParseFunction GetOpDataParser(tflite::BuiltinOperator code) const override;

  TF_LITE_REMOVE_VIRTUAL_DELETE

private:
  tinyxs_tflm_operator *first_ = nullptr;
};

/* Times the operators of the main subgraph while it has a clock; what they call counts as theirs. */
class tinyxs_tflm_profiler final : public tflite::MicroProfilerInterface {
public:
  void start(tinyxs_clock clock, void *context, uint32_t *ticks, uint32_t count);
  /* Stops; how many operators were timed. */
  uint32_t stop();

  uint32_t BeginEvent(const char *tag) override;
  void EndEvent(uint32_t event) override;

  TF_LITE_REMOVE_VIRTUAL_DELETE

private:
  tinyxs_clock clock_ = nullptr;
  void *context_ = nullptr;
  uint32_t *ticks_ = nullptr;
  uint32_t count_ = 0, done_ = 0, depth_ = 0;
  uint64_t started_ = 0;
};

/* Remembers where the library keeps the operators. */
class tinyxs_tflm_allocator final : public tflite::MicroAllocator {
public:
  tinyxs_tflm_allocator(tinyxs_tflm_memory *memory, tflite::MicroMemoryPlanner *planner)
      : MicroAllocator(memory, memory, planner) {}
  tflite::SubgraphAllocations *subgraphs = nullptr;

protected:
  TfLiteStatus AllocateNodeAndRegistrations(const tflite::Model *model, tflite::SubgraphAllocations *allocations) override {
    subgraphs = allocations;
    return MicroAllocator::AllocateNodeAndRegistrations(model, allocations);
  }

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

class tinyxs_tflm_interpreter final : public tflite::MicroInterpreter {
public:
  using MicroInterpreter::MicroInterpreter;
  TfLiteContext *get_context() { return const_cast<TfLiteContext *>(&context()); }
};

struct tinyxs_model {
  /* `resources`: how many variables the model may have. Leaves by the memory's escape when there isn't enough. */
  tinyxs_model(const tflite::Model *file, const tinyxs_tflm_memory &memory, int resources)
      : file(file), memory(memory), allocator(&this->memory, &planner),
        interpreter(file, resolver, &allocator,
                    resources ? tflite::MicroResourceVariables::Create(&allocator, resources) : nullptr, &profiler) {}

  const tflite::Model *file;
  tinyxs_tflm_memory memory;
  tflite::GreedyMemoryPlanner planner;
  tinyxs_tflm_allocator allocator;
  tinyxs_tflm_resolver resolver;
  tinyxs_tflm_profiler profiler;
  tinyxs_tflm_interpreter interpreter;
  bool stopped = false;
};

#endif
