/* SPDX-License-Identifier: Apache-2.0 */
/* Heap and stack, and what is used of them. */
#include "memory.h"
#include "board.h"
#include "host.h"
#include "report.h"
#include "xsAll.h"
#include <errno.h>
#include <stdlib.h>

#define PATTERN 0x5AA5C33Cu
/* What XS leaves of the stack for interrupts and for telling of its end. */
#define STACK_RESERVE 1536

static char *heap_end = tinyxs_board_heap_start;
static uint32_t allocations, slots, chunks;

void *_sbrk(ptrdiff_t bytes);
void *sbrk(ptrdiff_t bytes);

void *_sbrk(ptrdiff_t bytes) {
  if (bytes > tinyxs_board_stack_limit - heap_end) {
    errno = ENOMEM;
    return (void *)-1;
  }
  char *start = heap_end;
  heap_end += bytes;
  return start;
}

void *sbrk(ptrdiff_t bytes) { return _sbrk(bytes); }

void *__real_malloc(size_t bytes);
void *__wrap_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
void *__real_realloc(void *block, size_t bytes);
void *__wrap_realloc(void *block, size_t bytes);

void *__wrap_malloc(size_t bytes) { return allocations++, __real_malloc(bytes); }
void *__wrap_calloc(size_t count, size_t bytes) { return allocations++, __real_calloc(count, bytes); }
void *__wrap_realloc(void *block, size_t bytes) { return allocations++, __real_realloc(block, bytes); }

txSlot *__real_fxNewSlot(txMachine *the);
txSlot *__wrap_fxNewSlot(txMachine *the);
void *__real_fxNewChunk(txMachine *the, txSize bytes);
void *__wrap_fxNewChunk(txMachine *the, txSize bytes);
void *__real_fxNewGrowableChunk(txMachine *the, txSize bytes, txSize capacity);
void *__wrap_fxNewGrowableChunk(txMachine *the, txSize bytes, txSize capacity);
void *__real_fxRenewChunk(txMachine *the, void *data, txSize bytes);
void *__wrap_fxRenewChunk(txMachine *the, void *data, txSize bytes);

txSlot *__wrap_fxNewSlot(txMachine *the) { return slots++, __real_fxNewSlot(the); }
void *__wrap_fxNewChunk(txMachine *the, txSize bytes) { return chunks++, __real_fxNewChunk(the, bytes); }
void *__wrap_fxNewGrowableChunk(txMachine *the, txSize bytes, txSize capacity) {
  return chunks++, __real_fxNewGrowableChunk(the, bytes, capacity);
}
void *__wrap_fxRenewChunk(txMachine *the, void *data, txSize bytes) { return chunks++, __real_fxRenewChunk(the, data, bytes); }

void *tinyxs_host_require(size_t bytes) {
  void *block = malloc(bytes);
  if (block || !bytes) return block;
  tinyxs_host_print(TINYXS_HOST_ERRORS, "error: out of memory: the board has %lu KB for the heap: keep less\n",
                    (unsigned long)(tinyxs_board_stack_limit - tinyxs_board_heap_start) / 1024);
  tinyxs_host_exit(1);
}

void tinyxs_board_memory_start(void) {
  uintptr_t here = (uintptr_t)__builtin_frame_address(0) - 128;
  for (uintptr_t at = (uintptr_t)tinyxs_board_stack_limit; at < here; at += 4) *(volatile uint32_t *)at = PATTERN;
}

static uint32_t stack_used(void) {
  const volatile uint32_t *at = (uint32_t *)(void *)tinyxs_board_stack_limit;
  while ((char *)at < tinyxs_board_stack_top && *at == PATTERN) at++;
  return (uint32_t)(tinyxs_board_stack_top - (char *)at);
}

tinyxs_board_ram tinyxs_board_memory_use(void) {
  return (tinyxs_board_ram){.heap = (uint32_t)(heap_end - tinyxs_board_heap_start),
                            .heap_limit = (uint32_t)(tinyxs_board_stack_limit - tinyxs_board_heap_start),
                            .stack = stack_used(),
                            .stack_limit = (uint32_t)(tinyxs_board_stack_top - tinyxs_board_stack_limit),
                            .allocations = allocations,
                            .slots = slots,
                            .chunks = chunks};
}

bool tinyxs_board_stack_intact(void) { return *(const volatile uint32_t *)(void *)tinyxs_board_stack_limit == PATTERN; }

/* Where XS stops a recursion. */
char *fxCStackLimit(void);
char *fxCStackLimit(void) { return tinyxs_board_stack_limit + STACK_RESERVE; }
