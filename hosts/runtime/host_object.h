/* SPDX-License-Identifier: Apache-2.0 */
/* The data behind a host object of a known class. */
#ifndef TINYXS_HOST_OBJECT_H
#define TINYXS_HOST_OBJECT_H

#include "xsAll.h"

/* The host data of `value` if it is an object of the class with that destructor; else, and after close, NULL. Doesn't throw. */
static inline void *tinyxs_host_data(const txSlot *value, txDestructor destructor) {
  if (value->kind != XS_REFERENCE_KIND) return NULL;
  const txSlot *host = value->value.reference->next;
  if (!host || host->kind != XS_HOST_KIND || !(host->flag & XS_INTERNAL_FLAG)) return NULL;
  if (host->flag & (XS_HOST_CHUNK_FLAG | XS_HOST_HOOKS_FLAG)) return NULL;
  return host->value.host.variant.destructor == destructor ? host->value.host.data : NULL;
}

#endif
