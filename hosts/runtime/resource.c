/* SPDX-License-Identifier: Apache-2.0 */
/* Resource, as in the Moddable SDK: a file of the app's as a read-only host buffer, without a copy. */
#include "host.h"
#include "host_object.h"
#include "throw.h"
#include "xsmc.h"
#include <limits.h>
#include <stdio.h>

/* Nothing to release: resources stay for the whole run. */
void xs_resource_destructor(void *data) { (void)data; }

static const void *find(xsMachine *the, size_t *length) {
  const char *name = xsmcToString(xsArg(0));
  return tinyxs_host_find_resource(name, length);
}

void xs_resource_constructor(xsMachine *the) {
  size_t length;
  const void *data = find(the, &length);
  if (!data || length > INT_MAX) {
    char message[300];
    snprintf(message, sizeof message, "Resource \"%.200s\" not found: name it in the manifest's \"data\"",
             xsmcToString(xsArg(0)));
    tinyxs_host_throw(the, XS_URI_ERROR, message);
  }
  tinyxs_host_check_new(the, xs_resource_destructor, "Resource"); /* not earlier: the name's conversion may run code */
  xsmcSetHostBuffer(xsThis, (void *)data, (xsIntegerValue)length);
  xsmcPetrifyHostBuffer(xsThis);
}

void xs_resource_exists(xsMachine *the) {
  size_t length;
  bool found = find(the, &length) != NULL;
  xsmcSetBoolean(xsResult, found);
}

void xs_resource_get_byteLength(xsMachine *the) {
  if (!tinyxs_host_data(&xsThis, xs_resource_destructor)) mxTypeError("this is no Resource");
  xsIntegerValue length = xsmcGetHostBufferLength(xsThis);
  xsmcSetInteger(xsResult, length);
}

static xsIntegerValue clamp(xsMachine *the, xsIntegerValue index, xsIntegerValue missing, xsIntegerValue low,
                            xsIntegerValue high) {
  if (xsmcArgc <= index || xsmcTypeOf(xsArg(index)) == xsUndefinedType) return missing;
  xsIntegerValue value = xsmcToInteger(xsArg(index));
  return value < low ? low : value > high ? high : value;
}

/* slice(begin, end, copy = true): an ArrayBuffer, or without copy a host buffer over the same bytes. */
void xs_resource_slice(xsMachine *the) {
  xsmcVars(1);
  char *data = tinyxs_host_data(&xsThis, xs_resource_destructor);
  if (!data) mxTypeError("this is no Resource");
  xsIntegerValue length = xsmcGetHostBufferLength(xsThis);
  xsIntegerValue begin = clamp(the, 0, 0, 0, length);
  xsIntegerValue end = clamp(the, 1, length, begin, length);
  if (xsmcArgc < 3 || xsmcTest(xsArg(2))) {
    xsmcSetArrayBuffer(xsResult, data + begin, end - begin);
    return;
  }
  xsResult = xsNewHostObject(NULL);
  xsmcSetHostBuffer(xsResult, data + begin, end - begin);
  xsmcPetrifyHostBuffer(xsResult);
  xsmcSetInteger(xsVar(0), end - begin);
  xsmcDefine(xsResult, xsID("byteLength"), xsVar(0), xsDontDelete | xsDontSet);
}
