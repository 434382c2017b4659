/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory of SharedArrayBuffers, which XS leaves to its host. There is one thread, so nothing is locked and nobody waits; it
 * counts to the heap's limit like all that an app keeps. Boards have none.
 */
#include "runtime.h"
#include "xsAll.h"

#ifndef TINYXS_BARE

typedef struct {
  txMachine *machine;
  size_t size, owners;
} header;

static txMachine *machine; /* XS doesn't say for which machine it allocates */

void tinyxs_host_share_with(txMachine *the) { machine = the; }

static header *get_header(void *data) { return (header *)data - 1; }

static bool fits(size_t size) {
  const tinyxs_host_runtime *runtime = tinyxs_host_get_runtime(machine);
  return size <= runtime->heap_bytes - runtime->heap_used;
}

void *fxCreateSharedChunk(txInteger size) {
  size_t bytes = (size_t)size;
  if (!machine) return NULL;
  if (!fits(bytes)) fxCollectGarbage(machine);
  header *chunk = fits(bytes) ? calloc(1, sizeof *chunk + bytes) : NULL;
  if (!chunk) fxAbort(machine, XS_NOT_ENOUGH_MEMORY_EXIT);
  *chunk = (header){machine, bytes, 1};
  tinyxs_host_runtime *runtime = tinyxs_host_get_runtime(machine);
  runtime->heap_used += bytes;
  if (runtime->heap_used > runtime->heap_peak) runtime->heap_peak = runtime->heap_used;
  return chunk + 1;
}

void *fxRetainSharedChunk(void *data) {
  get_header(data)->owners++;
  return data;
}

void fxReleaseSharedChunk(void *data) {
  header *chunk = get_header(data);
  if (--chunk->owners) return;
  tinyxs_host_runtime *runtime = tinyxs_host_get_runtime(chunk->machine); /* NULL when the machine is being deleted */
  if (runtime) runtime->heap_used -= chunk->size;
  free(chunk);
}

txInteger fxMeasureSharedChunk(void *data) { return (txInteger)get_header(data)->size; }

void fxLinkSharedChunk(txMachine *the) { mxTypeError("Atomics.wait: there is no other thread that could notify this one"); }

void fxUnlinkSharedChunk(txMachine *the) { (void)the; }

txInteger fxWaitSharedChunk(txMachine *the, void *address, txNumber timeout) {
  return (void)the, (void)address, (void)timeout, 0;
}

txInteger fxNotifySharedChunk(txMachine *the, void *data, txInteger offset, txInteger count) {
  return (void)the, (void)data, (void)offset, (void)count, 0;
}

void fxLockSharedChunk(void *data) { (void)data; }

void fxUnlockSharedChunk(void *data) { (void)data; }

void fxInitializeSharedCluster(void) {}

void fxTerminateSharedCluster(void) {}

#endif
