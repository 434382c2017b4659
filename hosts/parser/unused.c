/* SPDX-License-Identifier: Apache-2.0 */
/* What XS wants of every host, for a program in which nothing runs. */
#include "xsAll.h"

void fxCreateMachinePlatform(txMachine *the) { (void)the; }
void fxDeleteMachinePlatform(txMachine *the) { (void)the; }
void fxQueuePromiseJobs(txMachine *the) { (void)the; }

void fxAbort(txMachine *the, int status) {
  (void)the;
  fprintf(stderr, "XS stopped with status %d: the app's modules are too large to compile\n", status);
  exit(1);
}

txID fxFindModule(txMachine *the, txSlot *realm, txID importer, txSlot *slot) {
  (void)the, (void)realm, (void)importer, (void)slot;
  return XS_NO_ID;
}

void fxLoadModule(txMachine *the, txSlot *module, txID id) { (void)the, (void)module, (void)id; }

void *fxAllocateChunks(txMachine *the, txSize size) { return (void)the, malloc((size_t)size); }
void fxFreeChunks(txMachine *the, void *chunks) { (void)the, free(chunks); }
txSlot *fxAllocateSlots(txMachine *the, txSize count) { return (void)the, malloc((size_t)count * sizeof(txSlot)); }
void fxFreeSlots(txMachine *the, void *slots) { (void)the, free(slots); }

int tinyxs_host_gettimeofday(struct timeval *time, void *zone) { return gettimeofday(time, zone); }
int tinyxs_host_rand(void) { return 0; }
uint64_t tinyxs_host_microseconds(void) { return 0; }

void fxConnect(txMachine *the) { (void)the; }
void fxDisconnect(txMachine *the) { (void)the; }
txBoolean fxIsConnected(txMachine *the) { return (void)the, 0; }
txBoolean fxIsReadable(txMachine *the) { return (void)the, 0; }
void fxReceive(txMachine *the) { (void)the; }
void fxSend(txMachine *the, txBoolean more) { (void)the, (void)more; }
