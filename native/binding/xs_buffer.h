/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An app's buffer as an address and a size. An object of ours which was never constructed, or is closed, has no bytes: XS takes
 * the size of one without a buffer from its property `byteLength`, which is the app's, and may run code of the app's for it.
 */
#ifndef TINYXS_BINDING_BUFFER_H
#define TINYXS_BINDING_BUFFER_H

#include "xsmc.h"

/* Both throw when it is no buffer. The address holds until something allocates. */
static inline xsBooleanValue tinyxs_get_readable(xsMachine *the, xsSlot *slot, void **data, xsUnsignedValue *size) {
  xsBooleanValue kind = xsmcGetBufferReadable(*slot, data, size);
  if (*data == NULL && *size != 0) xsTypeError("this is no buffer");
  return kind;
}

static inline void tinyxs_get_writable(xsMachine *the, xsSlot *slot, void **data, xsUnsignedValue *size) {
  xsmcGetBufferWritable(*slot, data, size);
  if (*data == NULL && *size != 0) xsTypeError("this is no buffer");
}

#endif
