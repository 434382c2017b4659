/* SPDX-License-Identifier: Apache-2.0 */
/* What the bindings of tinyxs/ml share: the allocation behind a Model object. */
#ifndef TINYXS_BINDING_MODEL_H
#define TINYXS_BINDING_MODEL_H

#include "tinyxs.h"
#include "xs_buffer.h"

/* The xsmc.h of our own hosts' XS lacks it; the Moddable SDK's has it, and forbids xsToReference. */
#ifndef xsmcToReference
#define xsmcToReference(slot) fxToReference(the, &slot)
#endif

/* An input or output: what reading and writing it takes, which the engine would look up in the file each time. */
typedef struct {
  void *data;
  uint32_t bytes;
  float scale; /* 0: not quantized */
  int32_t zero_point;
  tinyxs_type type;
  xsSlot *view; /* its buffer; NULL: none made yet. close() empties it */
} tinyxs_end;

/* One loaded model. Arena and copy are malloc's: fixed addresses, outside the XS heap. */
typedef struct {
  tinyxs_model *model;
  void *arena;         /* as malloc gave it: the model's arena begins at the next multiple of TINYXS_ALIGNMENT */
  uintptr_t arena_end; /* of the model's arena */
  void *copy;          /* of the .tflite file, when it can't be used in place */
  xsSlot *file;        /* the object which holds the file, when it is used in place */
  uint32_t inputs, outputs;
  tinyxs_end ends[]; /* inputs first */
} tinyxs_binding;

/* The allocation of a Model object; throws when it is closed or something else. */
tinyxs_binding *tinyxs_get_binding(xsMachine *the, xsSlot *model);

/* The number in a slot; throws for anything else, since converting objects would run code of the app's, which may close. */
xsNumberValue tinyxs_get_number(xsMachine *the, xsSlot *slot);
xsIntegerValue tinyxs_get_integer(xsMachine *the, xsSlot *slot);

/* The place in `ends` which the arguments `index` and index + 1 name: whether it is an output, and its number. Throws if there
 * is none. */
uint32_t tinyxs_get_end(xsMachine *the, const tinyxs_binding *binding, int index);
/* All that the file says of it. */
tinyxs_tensor tinyxs_get_tensor(xsMachine *the, const tinyxs_binding *binding, int index);

/* Makes the result an object: code, message, subgraph, operator, name, tensor; numbers are -1 where they don't apply. */
void tinyxs_return_error(xsMachine *the, const tinyxs_error *error);

/* Sets a string from text of any origin: what isn't printable ASCII becomes "?"; 200 characters at most. */
void tinyxs_set_text(xsMachine *the, xsSlot *slot, const char *text, size_t length);

/* Whether `bytes` bytes at `offset` lie within a buffer of `size` bytes. */
static inline bool tinyxs_lies_within(double offset, double bytes, xsUnsignedValue size) {
  return offset >= 0 && bytes >= 0 && offset + bytes <= size;
}

#endif
