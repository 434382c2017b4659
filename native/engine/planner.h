/* Where tensors live: memory shared by lifetime. */
#ifndef TINYXS_ENGINE_PLANNER_H
#define TINYXS_ENGINE_PLANNER_H

#include <stdint.h>

typedef enum {
  TINYXS_RECORD_UNUSED,
  TINYXS_RECORD_FILE,    /* a constant; `at` is its file position */
  TINYXS_RECORD_HANDLE,  /* a resource handle; `at` is the variable's number */
  TINYXS_RECORD_STATE,   /* `at` counts from the start of the variables */
  TINYXS_RECORD_PLANNED, /* `at` counts from the start of the activations */
} tinyxs_record_kind;

/* A tensor or an operator's scratch while a model is being prepared. */
typedef struct {
  uint32_t bytes;
  uint32_t at;
  uint16_t first, last; /* the times between which the content is needed, both included */
  uint16_t root;        /* the record whose memory this one shares; itself if none */
  uint8_t kind;
  uint8_t written; /* while lifetimes are found: has been computed */
} tinyxs_record;

/*
 * Sets `at` of the planned records which are their own root so that no two whose times meet overlap, and returns the bytes
 * needed in all. `order` and `next` have room for `count` numbers each.
 */
uint32_t tinyxs_plan(tinyxs_record *records, uint32_t count, uint16_t *order, uint16_t *next);

#endif
