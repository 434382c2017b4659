/* SPDX-License-Identifier: Apache-2.0 */
/* modules/ml to the engine: tensors, their buffers, and values in and out, quantized where the tensor is. */
#include "xs_model.h"
#include <math.h>
#include <string.h>

uint32_t tinyxs_get_end(xsMachine *the, const tinyxs_binding *binding, int index) {
  bool output = xsmcToBoolean(xsArg(index));
  xsIntegerValue number = tinyxs_get_integer(the, &xsArg(index + 1));
  if (number < 0 || (uint32_t)number >= (output ? binding->outputs : binding->inputs)) xsRangeError("no such tensor");
  return (uint32_t)number + (output ? binding->inputs : 0);
}

tinyxs_tensor tinyxs_get_tensor(xsMachine *the, const tinyxs_binding *binding, int index) {
  tinyxs_tensor tensor;
  uint32_t place = tinyxs_get_end(the, binding, index);
  tinyxs_status status = place < binding->inputs ? tinyxs_input(binding->model, place, &tensor)
                                                 : tinyxs_output(binding->model, place - binding->inputs, &tensor);
  if (status != TINYXS_OK) xsUnknownError("no such tensor");
  return tensor;
}

/* A constant lies in the file, which may be read-only memory. */
static bool is_writable(const tinyxs_binding *binding, const tinyxs_end *end) {
  uintptr_t data = (uintptr_t)end->data;
  return data >= (uintptr_t)binding->arena && data + end->bytes <= binding->arena_end;
}

/* (output): how many inputs or outputs there are. */
void xs_model_count(xsMachine *the) {
  if (xsmcArgc != 1) xsUnknownError("bad arguments");
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsThis);
  xsmcSetNumber(xsResult, xsmcToBoolean(xsArg(0)) ? binding->outputs : binding->inputs);
}

/* (model, output, index, field): bytes, scale, zero point, rank, and from field 4 on the shape. */
void xs_model_describe(xsMachine *the) {
  if (xsmcArgc != 4) xsUnknownError("bad arguments");
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsArg(0));
  xsIntegerValue field = tinyxs_get_integer(the, &xsArg(3));
  tinyxs_tensor tensor = tinyxs_get_tensor(the, binding, 1);
  switch (field) {
  case 0: xsmcSetNumber(xsResult, tensor.bytes); break;
  case 1: xsmcSetNumber(xsResult, (xsNumberValue)tensor.scale); break;
  case 2: xsmcSetInteger(xsResult, tensor.zero_point); break;
  case 3: xsmcSetInteger(xsResult, tensor.rank); break;
  default:
    if (field < 0 || field - 4 >= tensor.rank) xsRangeError("bad field");
    xsmcSetInteger(xsResult, tensor.shape[field - 4]);
  }
}

/* (model, output, index, signature): the tensor's name, or the one in the model's signature. */
void xs_model_name(xsMachine *the) {
  if (xsmcArgc != 4) xsUnknownError("bad arguments");
  tinyxs_tensor tensor = tinyxs_get_tensor(the, tinyxs_get_binding(the, &xsArg(0)), 1);
  if (xsmcToBoolean(xsArg(3)))
    tinyxs_set_text(the, &xsResult, tensor.signature_name, tensor.signature_name_length);
  else
    tinyxs_set_text(the, &xsResult, tensor.name, tensor.name_length);
}

/* (model, output, index): its type's name, such as "int8". */
void xs_model_type(xsMachine *the) {
  if (xsmcArgc != 3) xsUnknownError("bad arguments");
  tinyxs_tensor tensor = tinyxs_get_tensor(the, tinyxs_get_binding(the, &xsArg(0)), 1);
  const char *name = tinyxs_type_name(tensor.type);
  tinyxs_set_text(the, &xsResult, name, strlen(name));
}

/* ---- a tensor's buffer: a host buffer over the arena ---- */

/* The memory is the model's. */
void xs_model_view_destructor(void *data) { (void)data; }

/* (model, output, index) */
void xs_model_view_constructor(xsMachine *the) {
  if (xsmcArgc != 3) xsUnknownError("bad arguments");
  if (xsmcGetHostDataValidate(xsThis, (void *)xs_model_view_destructor)) xsUnknownError("constructed twice");
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsArg(0));
  tinyxs_end *end = &binding->ends[tinyxs_get_end(the, binding, 1)];
  if (end->view) xsUnknownError("the tensor has its buffer already");
  /* Whoever holds the buffer holds the model, and so its memory; a buffer that was another model's throws here. */
  xsmcDefine(xsThis, xsID("model"), xsArg(0), xsDontDelete | xsDontEnum | xsDontSet);
  end->view = xsmcToReference(xsThis);
  xsmcSetHostBuffer(xsThis, end->data, (xsIntegerValue)end->bytes);
  if (!is_writable(binding, end)) xsmcPetrifyHostBuffer(xsThis);
}

void xs_model_view_get_byteLength(xsMachine *the) {
  (void)xsmcGetHostDataValidate(xsThis, (void *)xs_model_view_destructor);
  xsIntegerValue length = xsmcGetHostBufferLength(xsThis);
  xsmcSetInteger(xsResult, length);
}

/* ---- values ---- */

/* Reads or stores element i of a quantized tensor as a number. */
static int32_t get_integer(const tinyxs_end *end, uint32_t i) {
  switch (end->type) {
  case TINYXS_INT8: return ((const int8_t *)end->data)[i];
  case TINYXS_UINT8: return ((const uint8_t *)end->data)[i];
  case TINYXS_INT16: return ((const int16_t *)end->data)[i];
  default: return ((const int32_t *)end->data)[i];
  }
}

static void set_integer(const tinyxs_end *end, uint32_t i, int32_t value) {
  switch (end->type) {
  case TINYXS_INT8: ((int8_t *)end->data)[i] = (int8_t)value; break;
  case TINYXS_UINT8: ((uint8_t *)end->data)[i] = (uint8_t)value; break;
  case TINYXS_INT16: ((int16_t *)end->data)[i] = (int16_t)value; break;
  default: ((int32_t *)end->data)[i] = value;
  }
}

static bool is_quantized(const tinyxs_end *end) {
  return end->scale > 0 &&
         (end->type == TINYXS_INT8 || end->type == TINYXS_UINT8 || end->type == TINYXS_INT16 || end->type == TINYXS_INT32);
}

/* q = round(value / scale) + zero point, halves away from zero, saturated; as the operator QUANTIZE. NaN becomes 0. */
static int32_t quantize(const tinyxs_end *end, float value) {
  int32_t low = INT32_MIN, high = INT32_MAX;
  if (end->type == TINYXS_INT8) low = -128, high = 127;
  if (end->type == TINYXS_UINT8) low = 0, high = 255;
  if (end->type == TINYXS_INT16) low = -32768, high = 32767;
  if (isnan(value)) return end->zero_point;
  float q = roundf(value / end->scale) + (float)end->zero_point;
  if (q <= (float)low) return low;
  if (q >= (float)high) return high; /* (float)INT32_MAX is 2^31: what is less fits */
  return (int32_t)q;
}

/* What write and read have in common: the tensor and the caller's memory. */
typedef struct {
  const tinyxs_end *end;
  char *values;
  uint32_t count; /* elements of the tensor */
  bool floats;    /* the caller's memory holds float32 for a quantized tensor */
} transfer;

/* Arguments: model, output, index, floats, buffer, byteOffset, byteLength. Nothing may allocate until the result is used. */
static transfer begin(xsMachine *the, bool writing) {
  transfer result;
  xsUnsignedValue size;
  if (xsmcArgc != 7) xsUnknownError("bad arguments");
  /* First, since it may run code of the app's, which may close. */
  if (writing)
    tinyxs_get_readable(the, &xsArg(4), (void **)&result.values, &size);
  else
    tinyxs_get_writable(the, &xsArg(4), (void **)&result.values, &size);
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsArg(0));
  result.end = &binding->ends[tinyxs_get_end(the, binding, 1)];
  result.floats = xsmcToBoolean(xsArg(3));
  xsNumberValue offset = tinyxs_get_number(the, &xsArg(5)), bytes = tinyxs_get_number(the, &xsArg(6));
  uint32_t element = tinyxs_type_bytes(result.end->type);
  result.count = element ? result.end->bytes / element : 0;
  if (result.floats && !is_quantized(result.end)) xsTypeError("the tensor is not quantized");
  if (bytes != (result.floats ? (xsNumberValue)result.count * sizeof(float) : result.end->bytes))
    xsRangeError("the tensor has another length");
  if (writing && !is_writable(binding, result.end)) xsTypeError("the tensor is a constant");
  if (!tinyxs_lies_within(offset, bytes, size)) xsRangeError("values outside of their buffer");
  result.values += (uint32_t)offset;
  return result;
}

void xs_model_write(xsMachine *the) {
  transfer it = begin(the, true);
  if (!it.end->bytes) return;
  if (!it.floats) {
    memmove(it.end->data, it.values, it.end->bytes);
    return;
  }
  for (uint32_t i = 0; i < it.count; i++) {
    float value;
    memcpy(&value, it.values + i * sizeof value, sizeof value);
    set_integer(it.end, i, quantize(it.end, value));
  }
}

void xs_model_read(xsMachine *the) {
  transfer it = begin(the, false);
  if (!it.end->bytes) return;
  if (!it.floats) {
    memmove(it.values, it.end->data, it.end->bytes);
    return;
  }
  for (uint32_t i = 0; i < it.count; i++) {
    float value = it.end->scale * ((float)get_integer(it.end, i) - (float)it.end->zero_point);
    memcpy(it.values + i * sizeof value, &value, sizeof value);
  }
}
