/* SPDX-License-Identifier: Apache-2.0 */
/* The board's RAM: variables, then the heap, then the stack, which grows towards it. */
#ifndef TINYXS_BOARD_MEMORY_H
#define TINYXS_BOARD_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t heap;        /* bytes of the heap ever used */
  uint32_t heap_limit;  /* bytes */
  uint32_t stack;       /* bytes of the stack ever used */
  uint32_t stack_limit; /* bytes */
  uint32_t allocations; /* calls of malloc, calloc and realloc so far */
  uint32_t slots;       /* of XS, allocated so far */
  uint32_t chunks;      /* of XS, allocated so far */
} tinyxs_board_ram;

/* Fills the unused stack with a pattern, by which its use is seen later. First of all. */
void tinyxs_board_memory_start(void);
tinyxs_board_ram tinyxs_board_memory_use(void);
/* False when the stack has grown into the heap. */
bool tinyxs_board_stack_intact(void);

#endif
