/* SPDX-License-Identifier: Apache-2.0 */
/* What a machine has besides XS's own: its heap's limit, its timers, whether it has failed. */
#ifndef TINYXS_HOST_RUNTIME_H
#define TINYXS_HOST_RUNTIME_H

#include "timers.h"
#include "xsAll.h"

/* What belongs to one machine; XS keeps a pointer to it as the machine's context. All zero at first, but for `heap_bytes`. */
typedef struct {
  size_t heap_bytes; /* limit of slots and chunks together; an app that needs more ends with "out of memory" */
  size_t heap_used;  /* bytes of blocks of slots and chunks */
  size_t heap_peak;
  bool jobs_waiting;
  bool loaded; /* main.ts has come to its end */
  bool failed;
  tinyxs_host_timers timers;
} tinyxs_host_runtime;

/* The machine to whose heap SharedArrayBuffers count. */
void tinyxs_host_share_with(txMachine *the);

static inline tinyxs_host_runtime *tinyxs_host_get_runtime(const txMachine *the) { return the->context; }

#endif
