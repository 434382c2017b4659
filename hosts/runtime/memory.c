/* SPDX-License-Identifier: Apache-2.0 */
/* The memory of XS: slots and chunks within a limit, so that a runaway app ends with a message. */
#include "host.h"
#include "runtime.h"
#include "xsAll.h"

/* Each block remembers its size; 16 bytes keep what follows aligned. */
#define HEADER 16

static void *allocate(txMachine *the, size_t bytes) {
  tinyxs_host_runtime *runtime = tinyxs_host_get_runtime(the);
  if (bytes > runtime->heap_bytes - runtime->heap_used) return NULL;
  char *block = tinyxs_host_allocate(HEADER + bytes);
  if (!block) return NULL;
  memcpy(block, &bytes, sizeof bytes);
  runtime->heap_used += bytes;
  if (runtime->heap_used > runtime->heap_peak) runtime->heap_peak = runtime->heap_used;
  return block + HEADER;
}

static void release(txMachine *the, void *data) {
  tinyxs_host_runtime *runtime = tinyxs_host_get_runtime(the);
  if (!data) return;
  size_t bytes;
  memcpy(&bytes, (char *)data - HEADER, sizeof bytes);
  if (runtime) runtime->heap_used -= bytes;
  tinyxs_host_release((char *)data - HEADER);
}

void *fxAllocateChunks(txMachine *the, txSize size) { return size < 0 ? NULL : allocate(the, (size_t)size); }

void fxFreeChunks(txMachine *the, void *chunks) { release(the, chunks); }

txSlot *fxAllocateSlots(txMachine *the, txSize count) {
  return count < 0 ? NULL : allocate(the, (size_t)count * sizeof(txSlot));
}

void fxFreeSlots(txMachine *the, void *slots) { release(the, slots); }
