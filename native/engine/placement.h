/* SPDX-License-Identifier: Apache-2.0 */
/* Where tensors and scratch live: memory shared by lifetime. */
#ifndef TINYXS_ENGINE_PLACEMENT_H
#define TINYXS_ENGINE_PLACEMENT_H

#include <stdbool.h>
#include <stdint.h>

typedef enum {
  TINYXS_ALLOCATION_UNUSED,
  TINYXS_ALLOCATION_EMPTY,   /* a constant of no bytes, which has no data in the file */
  TINYXS_ALLOCATION_HANDLE,  /* a resource handle; `at` is the variable's number, then as of a STATE */
  TINYXS_ALLOCATION_STATE,   /* `at` counts from the start of the variables */
  TINYXS_ALLOCATION_PLANNED, /* `at` counts from the start of the activations, once it has been placed */
} tinyxs_allocation_kind;

/*
 * A tensor that isn't constant, or an operator's scratch, while a model is planned. Allocations that share memory, such as the
 * input and the output of an operator that works in place, form a ring: they are placed at one address, and each takes there
 * what it needs while it is needed.
 */
typedef struct {
  uint32_t bytes;
  uint32_t at;          /* of a planned one before placement: its ring's first allocation; of that one: the ring's last time */
  uint16_t first, last; /* the times between which the content is needed, both included */
  uint16_t next;        /* the next in the ring; itself if it is alone */
  uint8_t kind;
  uint8_t joined; /* another is the first of its ring */
} tinyxs_allocation;

/* What placing needs: the allocations, and room for `count` numbers in each array. */
typedef struct {
  tinyxs_allocation *allocations;
  uint32_t count;
  uint16_t *order;    /* the first allocations of rings, as they are placed one after the other */
  uint16_t *by_first; /* the planned allocations by rising first time, which is an implicit interval tree */
  uint16_t *latest;   /* of each of its nodes: the latest last time below it */
  uint16_t *hits;     /* what a search in it has found */
  uint32_t rings, planned, hit_count;
} tinyxs_placement;

/* The bytes of the four arrays per allocation. */
#define TINYXS_PLACEMENT_BYTES (4 * sizeof(uint16_t))

/* Begins: finds the rings, and makes the tree. */
void tinyxs_engine_placement_start(tinyxs_placement *p);
/* No placement takes less than this: the most that is needed at one time. Forgets where all are placed. */
uint32_t tinyxs_engine_placement_bound(tinyxs_placement *p);
/*
 * Places every ring so that no two allocations whose times meet overlap, and returns the bytes needed in all: the lowest of
 * what a few orders and a bounded search come to, the same on every target.
 */
uint32_t tinyxs_engine_place(tinyxs_placement *p);
/* Places the rings one after the other in the order that p->order holds, each as low as possible; returns the bytes needed. */
uint32_t tinyxs_engine_place_in_order(tinyxs_placement *p);
/* Once all are placed: finds room for `bytes` between two times that lies below `limit`; false if there is none. */
bool tinyxs_engine_find_gap(tinyxs_placement *p, uint32_t first, uint32_t last, uint32_t bytes, uint32_t limit, uint32_t *at);

#endif
