/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values as text, laid out as Node's console.log does. Reads XS's own slots: no getter, toString or toJSON is called, and
 * nothing that an app replaces is used.
 */
#ifndef TINYXS_HOST_INSPECT_H
#define TINYXS_HOST_INSPECT_H

#include "host.h"

struct sxMachine;
struct sxSlot;

/* A string as it is; an object with what it holds, to a depth of two objects in it. */
void tinyxs_host_inspect(struct sxMachine *the, tinyxs_host_stream stream, const struct sxSlot *value);
/* An error as its name, message, stack and causes, without its other properties; anything else as above. */
void tinyxs_host_inspect_exception(struct sxMachine *the, tinyxs_host_stream stream, const struct sxSlot *value);

#endif
