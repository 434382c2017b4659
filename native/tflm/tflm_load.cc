/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measuring and loading: the same steps in the same memory layout, so that what was measured is what loading needs. TensorFlow
 * Lite Micro learns what a model needs only by preparing it; for that, activations need not be there.
 */
#include <new>

#include "tensorflow/lite/micro/micro_allocation_info.h"
#include "tflm_log.h"
#include "tflm_model.h"

static uint8_t *bytes_of(void *memory) { return static_cast<uint8_t *>(memory); }

static bool is_aligned(const void *memory) { return reinterpret_cast<uintptr_t>(memory) % TINYXS_ALIGNMENT == 0; }

static uint32_t round_up(size_t bytes) {
  return static_cast<uint32_t>((bytes + TINYXS_ALIGNMENT - 1) / TINYXS_ALIGNMENT * TINYXS_ALIGNMENT);
}

/* ---- the workspace: enough for anything that preparing may ask for ---- */

static size_t channels_of(const tflite::Tensor *tensor) {
  return tensor->quantization() && tensor->quantization()->scale() ? tensor->quantization()->scale()->size() : 0;
}

/* The bytes of an operator's tensors, and their channels. */
static void add_tensors(const tflite::SubGraph *subgraph, const flatbuffers::Vector<int32_t> *list, size_t *bytes,
                        size_t *channels) {
  for (uint32_t i = 0; list && i < list->size(); i++) {
    int32_t index = list->Get(i);
    if (index < 0) continue;
    const tflite::Tensor *tensor = subgraph->tensors()->Get(static_cast<uint32_t>(index));
    *bytes += tinyxs_tflm_bytes(tensor);
    *channels += channels_of(tensor);
  }
}

/* What an operator may keep, and what preparing it may take for a moment. */
static void add_operator(const tflite::Model *model, const tflite::SubGraph *subgraph, const tflite::Operator *op, size_t *kept,
                         size_t *most) {
  size_t bytes = 0, channels = 0;
  add_tensors(subgraph, op->inputs(), &bytes, &channels);
  add_tensors(subgraph, op->outputs(), &bytes, &channels);
  uint32_t tensors = (op->inputs() ? op->inputs()->size() : 0) + (op->outputs() ? op->outputs()->size() : 0);
  /* Options, the kernel's allocation, shapes it changes, multiplier and shift per channel; tables of 16-bit activations. */
  *kept += sizeof(tflite::NodeAndRegistration) + 320 + 32 * tensors + 8 * channels;
  size_t temporary = tensors * (sizeof(TfLiteTensor) + sizeof(TfLiteAffineQuantization) + 32) + 4 * channels;
  if (temporary > *most) *most = temporary;
  switch (tflite::GetBuiltinCode(model->operator_codes()->Get(op->opcode_index()))) {
  case tflite::BuiltinOperator_ASSIGN_VARIABLE: *kept += bytes; break;
  case tflite::BuiltinOperator_SOFTMAX: *kept += 4096; break;
  case tflite::BuiltinOperator_UNIDIRECTIONAL_SEQUENCE_LSTM: *kept += 4096; break;
  case tflite::BuiltinOperator_BATCH_MATMUL: *kept += bytes; break;
  /* The state of a transform, tables, filters; for some their sizes stand in the options only. */
  case tflite::BuiltinOperator_CUSTOM: *kept += 1024 + 4 * bytes; break;
  default: break;
  }
}

struct needs {
  size_t bytes, tensors;
  int resources; /* VAR_HANDLEs */
};

static needs estimate(const tflite::Model *model) {
  size_t kept = sizeof(tinyxs_model) + 1024, most = 0, tensors = 0, operators = 0;
  int resources = 0;
  for (const tflite::SubGraph *subgraph : *model->subgraphs()) {
    kept += sizeof(tflite::SubgraphAllocations) + 64;
    tensors += subgraph->tensors()->size();
    for (const tflite::Tensor *tensor : *subgraph->tensors())
      if (tensor->is_variable()) kept += round_up(tinyxs_tflm_bytes(tensor));
    if (!subgraph->operators()) continue;
    operators += subgraph->operators()->size();
    for (const tflite::Operator *op : *subgraph->operators()) {
      add_operator(model, subgraph, op, &kept, &most);
      resources +=
          tflite::GetBuiltinCode(model->operator_codes()->Get(op->opcode_index())) == tflite::BuiltinOperator_VAR_HANDLE;
    }
  }
  kept += static_cast<size_t>(resources) * sizeof(tflite::MicroResourceVariables) * 4;
  const tflite::SubGraph *main = model->subgraphs()->Get(0);
  size_t ends = main->inputs()->size() + main->outputs()->size(), unused = 0, channels = 0;
  add_tensors(main, main->inputs(), &unused, &channels);
  add_tensors(main, main->outputs(), &unused, &channels);
  kept += ends * (sizeof(TfLiteTensor) + sizeof(TfLiteAffineQuantization) + sizeof(TfLiteTensor *) + 32) + 4 * channels;
  kept += tensors * sizeof(TfLiteEvalTensor);
  /* Planning: a allocation for every tensor and every request for scratch memory, of which few operators make more than two. */
  size_t planned = tensors + 2 * operators + 24;
  size_t planning = planned * (sizeof(tflite::AllocationInfo) + sizeof(tflite::internal::ScratchBufferRequest) +
                               tflite::GreedyMemoryPlanner::per_buffer_size());
  return {kept + (most > planning ? most : planning) + 2 * operators * sizeof(tflite::ScratchBufferHandle), tensors, resources};
}

/* ---- preparing ---- */

struct request {
  const void *data;
  size_t size;
  tinyxs_region arena, shared;
  bool measuring;
};

/* Puts the model at the end of the arena, and everything else into the rest. */
static tinyxs_status prepare(const request &r, tinyxs_model **model, tinyxs_error *error) {
  const tflite::Model *file;
  *model = nullptr;
  TINYXS_TRY(tinyxs_tflm_check(r.data, r.size, &file, error));
  const needs n = estimate(file);
  const size_t own = round_up(sizeof(tinyxs_model));
  const char *short_of = r.measuring ? "measuring needs a workspace of more than these %u bytes"
                                     : "%u bytes are too few for the model: tinyxs_measure tells how many it needs";
  tinyxs_status out = r.measuring ? TINYXS_BAD_ARGUMENT : TINYXS_ARENA_TOO_SMALL;
  uint32_t given = static_cast<uint32_t>(r.arena.bytes + r.shared.bytes);
  tinyxs_region arena = {r.arena.start, r.arena.bytes / TINYXS_ALIGNMENT * TINYXS_ALIGNMENT};
  tinyxs_region shared = {r.shared.start, r.shared.bytes / TINYXS_ALIGNMENT * TINYXS_ALIGNMENT};
  if (arena.bytes < own) return tinyxs_fail(error, out, short_of, given);

  jmp_buf escape;
  if (setjmp(escape)) {
    tinyxs_tflm_listen(nullptr);
    return tinyxs_fail(error, out, short_of, given);
  }
  tinyxs_tflm_listen(error);
  tinyxs_model *made = reinterpret_cast<tinyxs_model *>(arena.start + arena.bytes - own);
  new (made) tinyxs_model(file, tinyxs_tflm_memory(arena, shared, own, n.tensors, r.measuring, &escape), n.resources);
  TINYXS_TRY(made->resolver.fill(file, &made->memory, error));
  if (made->interpreter.AllocateTensors() != kTfLiteOk)
    return tinyxs_tflm_give_up(TINYXS_UNSUPPORTED, file->subgraphs()->size() == 1 ? 0 : -1,
                               "TensorFlow Lite Micro refuses the model and doesn't say why");
  tinyxs_tflm_listen(nullptr);
  *model = made;
  return TINYXS_OK;
}

void tinyxs_get_memory(const tinyxs_model *model, tinyxs_memory *memory) {
  const tinyxs_tflm_memory &m = model->memory;
  *memory = {};
  memory->arena = round_up(m.peak());
  /* Checked when it was loaded. The library lays them among its structures, each of them aligned. */
  (void)tinyxs_tflm_count_variables(model->file, &memory->variables, nullptr);
  memory->structures = round_up(m.structures()) - memory->variables;
  memory->activations = static_cast<uint32_t>(m.activations());
}

/*
 * An estimate from above: what the library needs shows only when it prepares the model. It is some kilobytes and half a
 * kilobyte per operator, but no activations. An unusual operator may need more: then tinyxs_measure says so, and can be given
 * more.
 */
uint32_t tinyxs_workspace(const void *data, size_t size, tinyxs_error *error) {
  const tflite::Model *file;
  if (tinyxs_tflm_check(data, size, &file, error) != TINYXS_OK) return 0;
  size_t bytes = estimate(file).bytes;
  if (bytes <= TINYXS_MAX_BYTES) return round_up(bytes);
  tinyxs_fail(error, TINYXS_TOO_LARGE, "the model needs more than %u bytes of memory", TINYXS_MAX_BYTES);
  return 0;
}

/*
 * Exact for this build of the library: it prepares the model in the workspace just as loading does. For a target with shorter
 * pointers than this one the figures are from above, and for longer ones there are none. The variables are among the
 * structures.
 */
bool tinyxs_hint(const void *, size_t, uint32_t *, uint32_t *) {
  return false; /* the hint is our own engine's */
}

tinyxs_status tinyxs_measure(const void *data, size_t size, uint32_t pointer_bytes, void *workspace, size_t workspace_bytes,
                             tinyxs_memory *memory, tinyxs_error *error) {
  if (pointer_bytes != 4 && pointer_bytes != 8)
    return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "pointers have 4 or 8 bytes, not %u", pointer_bytes);
  if (pointer_bytes > sizeof(void *))
    return tinyxs_fail(error, TINYXS_UNSUPPORTED, "TensorFlow Lite Micro can't tell here what targets of 64 bits need");
  if (!workspace || !is_aligned(workspace))
    return tinyxs_fail(error, TINYXS_BAD_ARGUMENT, "measuring needs an aligned workspace: tinyxs_workspace tells its size");
  tinyxs_model *model;
  TINYXS_TRY(prepare({data, size, {bytes_of(workspace), workspace_bytes}, {nullptr, 0}, true}, &model, error));
  tinyxs_get_memory(model, memory);
  return TINYXS_OK;
}

tinyxs_status tinyxs_load(const void *data, size_t size, void *arena, size_t arena_bytes, void *, size_t,
                          tinyxs_model **model, tinyxs_error *error) {
  *model = nullptr;
  if (!arena || !is_aligned(arena))
    return tinyxs_fail(error, TINYXS_MISALIGNED, "the arena must be aligned to %u bytes",
                       static_cast<uint32_t>(TINYXS_ALIGNMENT));
  return prepare({data, size, {bytes_of(arena), arena_bytes}, {nullptr, 0}, false}, model, error);
}

tinyxs_status tinyxs_load_shared(const void *data, size_t size, void *arena, size_t arena_bytes, void *shared,
                                 size_t shared_bytes, void *, size_t, tinyxs_model **model, tinyxs_error *error) {
  *model = nullptr;
  if (!arena || !is_aligned(arena) || !shared || !is_aligned(shared))
    return tinyxs_fail(error, TINYXS_MISALIGNED, "the arena and the shared memory must be aligned to %u bytes",
                       static_cast<uint32_t>(TINYXS_ALIGNMENT));
  return prepare({data, size, {bytes_of(arena), arena_bytes}, {bytes_of(shared), shared_bytes}, false}, model, error);
}
