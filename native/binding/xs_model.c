/* SPDX-License-Identifier: Apache-2.0 */
/* modules/ml to the engine: a Model's life. Failures are returned as objects, since XS cuts messages of its own exceptions. */
#include "xs_model.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void xs_model_destructor(void *data) {
  tinyxs_binding *binding = data;
  if (!binding) return;
  free(binding->arena);
  free(binding->copy);
  free(binding);
}

/* The file and the buffers live as long as the model does. */
static void mark(xsMachine *the, void *data, xsMarkRoot mark_root) {
  tinyxs_binding *binding = data;
  if (!binding) return;
  if (binding->file) (*mark_root)(the, binding->file);
  for (uint32_t i = 0; i < binding->inputs + binding->outputs; i++)
    if (binding->ends[i].view) (*mark_root)(the, binding->ends[i].view);
}

static const xsHostHooks hooks = {xs_model_destructor, mark, NULL};

tinyxs_binding *tinyxs_get_binding(xsMachine *the, xsSlot *model) {
  tinyxs_binding *binding = xsmcGetHostDataValidate(*model, (void *)&hooks);
  if (!binding) xsUnknownError("Model is closed");
  return binding;
}

xsNumberValue tinyxs_get_number(xsMachine *the, xsSlot *slot) {
  xsType type = xsmcTypeOf(*slot);
  if (type != xsIntegerType && type != xsNumberType) xsTypeError("a number is needed");
  return xsmcToNumber(*slot);
}

xsIntegerValue tinyxs_get_integer(xsMachine *the, xsSlot *slot) {
  (void)tinyxs_get_number(the, slot);
  return xsmcToInteger(*slot);
}

void tinyxs_set_text(xsMachine *the, xsSlot *slot, const char *text, size_t length) {
  char clean[201];
  size_t i;
  for (i = 0; i < length && i < sizeof clean - 1 && text[i]; i++) clean[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
  clean[i] = 0;
  xsmcSetString(*slot, clean);
}

void tinyxs_return_error(xsMachine *the, const tinyxs_error *error) {
  const char *code = tinyxs_status_name(error->status);
  xsmcVars(1);
  xsmcSetNewObject(xsResult);
  /* Defined, not set: a setter of the app's on Object.prototype isn't called. */
  tinyxs_set_text(the, &xsVar(0), code, strlen(code));
  xsmcDefine(xsResult, xsID("code"), xsVar(0), xsDefault);
  tinyxs_set_text(the, &xsVar(0), error->message, strlen(error->message));
  xsmcDefine(xsResult, xsID("message"), xsVar(0), xsDefault);
  tinyxs_set_text(the, &xsVar(0), error->operator_name, strlen(error->operator_name));
  xsmcDefine(xsResult, xsID("name"), xsVar(0), xsDefault);
  xsmcSetInteger(xsVar(0), error->subgraph);
  xsmcDefine(xsResult, xsID("subgraph"), xsVar(0), xsDefault);
  xsmcSetInteger(xsVar(0), error->operator_index);
  xsmcDefine(xsResult, xsID("operator"), xsVar(0), xsDefault);
  xsmcSetInteger(xsVar(0), error->tensor);
  xsmcDefine(xsResult, xsID("tensor"), xsVar(0), xsDefault);
}

/* Sets an error that isn't the engine's. */
static void fail(tinyxs_error *error, tinyxs_status status, const char *message) {
  *error = (tinyxs_error){.status = status, .subgraph = -1, .operator_index = -1, .tensor = -1};
  strncpy(error->message, message, sizeof error->message - 1);
}

static char *align(char *memory) { return memory + (-(uintptr_t)memory & (TINYXS_ALIGNMENT - 1)); }

/* What the model needs; false with an error. */
static bool measure(const void *data, size_t size, uint32_t *arena_bytes, uint32_t *workspace_bytes, tinyxs_error *error) {
  tinyxs_memory memory;
  uint32_t bytes = tinyxs_workspace(data, size, error);
  if (!bytes) return false;
  fail(error, TINYXS_OUT_OF_MEMORY, "There is not enough memory to read the model.");
  char *workspace = malloc(bytes + TINYXS_ALIGNMENT);
  if (!workspace) return false;
  tinyxs_status status = tinyxs_measure(data, size, sizeof(void *), align(workspace), bytes, &memory, error);
  free(workspace);
  *arena_bytes = memory.arena;
  *workspace_bytes = memory.workspace;
  return status == TINYXS_OK;
}

/* Loads the model into an arena of malloc's; NULL with an error. *end is the end of the arena. */
static char *load_into(const void *data, size_t size, size_t arena_bytes, uint32_t workspace_bytes, tinyxs_model **model,
                       uintptr_t *end, tinyxs_error *error) {
  char *arena = malloc(arena_bytes + TINYXS_ALIGNMENT);
  char *workspace = workspace_bytes ? malloc((size_t)workspace_bytes + TINYXS_ALIGNMENT) : NULL;
  bool loaded = false;
  if (arena && (workspace || !workspace_bytes)) {
    char *at = align(arena);
    *end = (uintptr_t)at + arena_bytes;
    loaded = tinyxs_load(data, size, at, arena_bytes, workspace ? align(workspace) : NULL, workspace_bytes, model, error) ==
             TINYXS_OK;
  } else {
    fail(error, TINYXS_OUT_OF_MEMORY, "There is not enough memory for the model's arena.");
  }
  free(workspace);
  if (loaded) return arena;
  free(arena);
  return NULL;
}

/* Allocates everything and loads the model; NULL with an error. `data` must stay; a `copy` belongs to the result. */
static tinyxs_binding *load(const void *data, size_t size, size_t arena_bytes, tinyxs_error *error) {
  tinyxs_model *model;
  uintptr_t end;
  uint32_t needed, workspace;
  char *arena = NULL;
  if (tinyxs_hint(data, size, &needed, &workspace) && (!arena_bytes || arena_bytes >= needed))
    arena = load_into(data, size, arena_bytes ? arena_bytes : needed, workspace, &model, &end, error);
  if (!arena) {
    if (!measure(data, size, &needed, &workspace, error)) return NULL;
    if (!arena_bytes) arena_bytes = needed;
    if (arena_bytes < needed) {
      fail(error, TINYXS_ARENA_TOO_SMALL, "");
      snprintf(error->message, sizeof error->message, "its arena needs %lu bytes, %lu are given", (unsigned long)needed,
               (unsigned long)arena_bytes);
      return NULL;
    }
    arena = load_into(data, size, arena_bytes, workspace, &model, &end, error);
    if (!arena) return NULL;
  }
  uint32_t inputs = tinyxs_input_count(model), outputs = tinyxs_output_count(model);
  tinyxs_binding *binding = calloc(1, sizeof *binding + (inputs + outputs) * sizeof *binding->ends);
  if (!binding) {
    fail(error, TINYXS_OUT_OF_MEMORY, "There is not enough memory for the model's tensors.");
    free(arena);
    return NULL;
  }
  binding->model = model;
  binding->arena = arena;
  binding->arena_end = end;
  binding->inputs = inputs;
  binding->outputs = outputs;
  for (uint32_t i = 0; i < inputs + outputs; i++) {
    tinyxs_tensor tensor;
    tinyxs_status found = i < inputs ? tinyxs_input(model, i, &tensor) : tinyxs_output(model, i - inputs, &tensor);
    if (found == TINYXS_OK)
      binding->ends[i] = (tinyxs_end){tensor.data, tensor.bytes, tensor.scale, tensor.zero_point, tensor.type, NULL};
  }
  return binding;
}

void xs_model_view_destructor(void *data);
void fxReleaseSharedChunk(void *data);

/* A tensor's buffer goes with its model; what is in a SharedArrayBuffer may change after it was checked. */
static bool must_copy(xsMachine *the, xsSlot *slot) {
  if (xsmcTypeOf(*slot) != xsReferenceType) return false;
  xsDestructor destructor = xsGetHostDestructor(*slot);
  return destructor == xs_model_view_destructor || destructor == fxReleaseSharedChunk;
}

/* (data, arenaBytes, budget): undefined, or what is wrong as an object. arenaBytes 0: what the model needs. */
void xs_model_constructor(xsMachine *the) {
  tinyxs_error error = {0};
  void *data, *copy = NULL;
  xsUnsignedValue size;
  if (xsmcArgc != 3) xsUnknownError("bad arguments");
  if (xsmcGetHostDataValidate(xsThis, (void *)xs_model_destructor)) xsUnknownError("constructed twice");
  xsNumberValue arena_bytes = tinyxs_get_number(the, &xsArg(1));
  if (!(arena_bytes >= 0 && arena_bytes <= 0x7FFFFFFF)) xsRangeError("arena out of range");
  xsNumberValue budget = tinyxs_get_number(the, &xsArg(2));
  if (!(budget >= 0 && budget <= UINT32_MAX)) xsRangeError("budget out of range");

  bool movable = tinyxs_get_readable(the, &xsArg(0), &data, &size) == xsBufferRelocatable;
  bool in_place = !movable && (uintptr_t)data % TINYXS_ALIGNMENT == 0 && !must_copy(the, &xsArg(0));
  if (!in_place) {
    copy = malloc(size ? size : 1);
    if (!copy) {
      fail(&error, TINYXS_OUT_OF_MEMORY,
           "There is not enough memory for a copy of the model: use a Resource, which needs none.");
      return tinyxs_return_error(the, &error);
    }
    if (size) memcpy(copy, data, size);
    data = copy;
  }
  tinyxs_binding *binding = load(data, size, (size_t)arena_bytes, &error);
  if (!binding) {
    free(copy);
    return tinyxs_return_error(the, &error);
  }
  tinyxs_set_budget(binding->model, (uint32_t)budget);
  binding->copy = copy;
  binding->file = in_place ? xsmcToReference(xsArg(0)) : NULL;
  xsSetHostHooks(xsThis, &hooks);
  xsmcSetHostBuffer(xsThis, binding, 0); /* length 0: a typed array over the Model itself sees nothing */
}

/* Idempotent. The tensors' buffers become empty, whoever still has them. */
void xs_model_close(xsMachine *the) {
  tinyxs_binding *binding = xsmcGetHostDataValidate(xsThis, (void *)&hooks);
  if (!binding) return;
  for (uint32_t i = 0; i < binding->inputs + binding->outputs; i++) {
    if (!binding->ends[i].view) continue;
    xsResult = xsReference(binding->ends[i].view);
    xsmcSetHostBuffer(xsResult, NULL, 0);
  }
  xsmcSetUndefined(xsResult);
  xsmcSetHostBuffer(xsThis, NULL, 0);
  xs_model_destructor(binding);
}

/* Whether there are outputs, or what is wrong as an object. */
void xs_model_run(xsMachine *the) {
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsThis);
  tinyxs_error error;
  if (tinyxs_run(binding->model, &error) != TINYXS_OK) return tinyxs_return_error(the, &error);
  xsmcSetBoolean(xsResult, !tinyxs_stopped(binding->model));
}

void xs_model_reset(xsMachine *the) {
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsThis);
  tinyxs_error error;
  if (tinyxs_reset(binding->model, &error) != TINYXS_OK) tinyxs_return_error(the, &error);
}

/* (field): bytes of the arena, and in it of structures, variables and activations, for 0 to 3. */
void xs_model_memory(xsMachine *the) {
  if (xsmcArgc != 1) xsUnknownError("bad arguments");
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsThis);
  xsIntegerValue field = tinyxs_get_integer(the, &xsArg(0));
  tinyxs_memory memory;
  tinyxs_get_memory(binding->model, &memory);
  uint32_t values[] = {memory.arena, memory.structures, memory.variables, memory.activations};
  if (field < 0 || field > 3) xsRangeError("bad field");
  xsmcSetNumber(xsResult, values[field]);
}
