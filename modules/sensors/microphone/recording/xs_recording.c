/* SPDX-License-Identifier: Apache-2.0 */
/* What audio-in.ts leaves to C: copying samples, without an object per block. */
#include <string.h>

#include "xsmc.h"

/* copy(from, offset, to): fills `to` with the bytes of `from` at `offset`. */
void xs_recording_copy(xsMachine *the) {
  if (xsmcArgc != 3) xsUnknownError("bad arguments");
  xsIntegerValue offset = xsmcToInteger(xsArg(1));
  void *from, *to;
  xsUnsignedValue from_bytes, to_bytes;
  /* Nothing below allocates: the buffers stay where they are. Without an address it is a host object that has no bytes yet. */
  xsmcGetBufferReadable(xsArg(0), &from, &from_bytes);
  xsmcGetBufferWritable(xsArg(2), &to, &to_bytes);
  if (offset < 0 || (uint32_t)offset > from_bytes || to_bytes > from_bytes - (uint32_t)offset) xsRangeError("out of bounds");
  if (!from || !to) return;
  memcpy(to, (const char *)from + offset, to_bytes);
}
