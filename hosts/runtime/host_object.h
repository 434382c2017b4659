/* SPDX-License-Identifier: Apache-2.0 */
/* Host objects by class, of which the destructor is the mark: the app may call any native function with any object. */
#ifndef TINYXS_HOST_OBJECT_H
#define TINYXS_HOST_OBJECT_H

#include "xsAll.h"

/* What XS keeps of `value` if it is an object of the class with that destructor; else NULL. Doesn't throw. */
static inline const txSlot *tinyxs_host_slot(const txSlot *value, txDestructor destructor) {
  if (value->kind != XS_REFERENCE_KIND) return NULL;
  const txSlot *host = value->value.reference->next;
  if (!host || host->kind != XS_HOST_KIND || !(host->flag & XS_INTERNAL_FLAG)) return NULL;
  if (host->flag & (XS_HOST_CHUNK_FLAG | XS_HOST_HOOKS_FLAG)) return NULL;
  return host->value.host.variant.destructor == destructor ? host : NULL;
}

/* Its data; NULL also before it is constructed and after it is closed. */
static inline void *tinyxs_host_data(const txSlot *value, txDestructor destructor) {
  const txSlot *host = tinyxs_host_slot(value, destructor);
  return host ? host->value.host.data : NULL;
}

/* Throws unless `this` of the constructor of `class_name` is such an object and new. */
static inline void tinyxs_host_check_new(txMachine *the, txDestructor destructor, const char *class_name) {
  const txSlot *host = tinyxs_host_slot(mxThis, destructor);
  if (!host) mxTypeError("this is no %s", class_name);
  if (host->value.host.data) mxTypeError("%s: constructed twice", class_name);
}

#endif
