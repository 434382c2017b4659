/* SPDX-License-Identifier: Apache-2.0 */
/* modules/ml to the engine: what each operator takes. */
#include "xs_model.h"
#include <string.h>

#ifndef modMicroseconds
#include "xsHost.h"
#endif
#ifndef modMicroseconds
#define modMicroseconds() (modMilliseconds() * 1000u)
#endif

static uint64_t read_clock(void *context) {
  (void)context;
  return modMicroseconds();
}

void xs_model_get_operatorCount(xsMachine *the) {
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsThis);
  xsmcSetNumber(xsResult, tinyxs_operator_count(binding->model));
}

/* (index): the operator's name, such as "CONV_2D". */
void xs_model_operator(xsMachine *the) {
  char name[64] = "";
  if (xsmcArgc != 1) xsUnknownError("bad arguments");
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsThis);
  xsIntegerValue index = tinyxs_get_integer(the, &xsArg(0));
  if (index < 0 || tinyxs_operator_name(binding->model, (uint32_t)index, name, sizeof name) != TINYXS_OK)
    xsRangeError("no such operator");
  tinyxs_set_text(the, &xsResult, name, strlen(name));
}

/* (buffer): runs once and stores microseconds per operator in an ArrayBuffer of uint32. Undefined, or what went wrong. */
void xs_model_profile(xsMachine *the) {
  tinyxs_error error;
  void *ticks;
  xsUnsignedValue size;
  if (xsmcArgc != 1) xsUnknownError("bad arguments");
  tinyxs_get_writable(the, &xsArg(0), &ticks, &size); /* may run code of the app's */
  tinyxs_binding *binding = tinyxs_get_binding(the, &xsThis);
  if ((uintptr_t)ticks % sizeof(uint32_t) || size < (uint64_t)tinyxs_operator_count(binding->model) * sizeof(uint32_t))
    xsRangeError("the buffer is too small");
  if (tinyxs_profile(binding->model, read_clock, NULL, ticks, &error) != TINYXS_OK) tinyxs_return_error(the, &error);
}
