/* Where tensors live: memory shared by lifetime. */
#ifndef TINYXS_ENGINE_PLANNER_H
#define TINYXS_ENGINE_PLANNER_H

#include <stdint.h>

typedef enum {
  TINYXS_ALLOCATION_UNUSED,
  TINYXS_ALLOCATION_FILE,    /* a constant; `at` is its file position */
  TINYXS_ALLOCATION_HANDLE,  /* a resource handle; `at` is the variable's number */
  TINYXS_ALLOCATION_STATE,   /* `at` counts from the start of the variables */
  TINYXS_ALLOCATION_PLANNED, /* `at` counts from the start of the activations */
} tinyxs_allocation_kind;

/* A tensor or an operator's scratch while a model is being prepared. */
typedef struct {
  uint32_t bytes;
  uint32_t at;
  uint16_t first, last; /* the times between which the content is needed, both included */
  uint16_t root;        /* the allocation whose memory this one shares; itself if none */
  uint8_t kind;
  uint8_t written; /* while lifetimes are found: has been computed */
} tinyxs_allocation;

/*
 * Sets `at` of the planned allocations which are their own root so that no two whose times meet overlap, and returns the bytes
 * needed in all. `order` and `next` have room for `count` numbers each.
 */
uint32_t tinyxs_plan(tinyxs_allocation *allocations, uint32_t count, uint16_t *order, uint16_t *next);

#endif
