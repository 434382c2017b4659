/* SPDX-License-Identifier: Apache-2.0 */
/* All orders of few rings; of many, swaps and moves that don't make it worse, from several starts. */
#include "search.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 8, MOST_TRIES = 100000, MOST_WORK = 20000000 };

typedef struct {
  tinyxs_placement *placement;
  uint16_t *best;
  uint32_t total, bound;
} search;

/* Places in the present order; keeps it if it is no worse. */
static bool try_order(search *s) {
  uint32_t total = tinyxs_engine_place_in_order(s->placement);
  if (total > s->total) return false;
  s->total = total;
  memcpy(s->best, s->placement->order, s->placement->rings * sizeof *s->best);
  return true;
}

/* Heap's algorithm. */
static void try_all(search *s) {
  uint32_t counters[FEW] = {0}, n = s->placement->rings;
  uint16_t *order = s->placement->order;
  for (uint32_t i = 1; i < n && s->total > s->bound;) {
    if (counters[i] < i) {
      uint32_t k = i % 2 ? counters[i] : 0;
      uint16_t swap = order[k];
      order[k] = order[i];
      order[i] = swap;
      try_order(s);
      counters[i]++;
      i = 1;
    } else {
      counters[i++] = 0;
    }
  }
}

/* xorshift32, Marsaglia 2003. */
static uint32_t draw(uint32_t *state, uint32_t below) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state % below;
}

static void climb(search *s) {
  uint32_t n = s->placement->rings, random = 2463534242u;
  uint32_t tries = MOST_WORK / (n * 8) < MOST_TRIES ? MOST_WORK / (n * 8) : MOST_TRIES;
  for (uint32_t i = 0; i < tries && s->total > s->bound; i++) {
    uint16_t *order = s->placement->order;
    memcpy(order, s->best, n * sizeof *order);
    uint32_t a = draw(&random, n), b = draw(&random, n);
    uint16_t moved = order[a];
    if (draw(&random, 2)) {
      order[a] = order[b];
      order[b] = moved;
    } else {
      memmove(order + a, order + a + 1, (n - 1 - a) * sizeof *order);
      memmove(order + b + 1, order + b, (n - 1 - b) * sizeof *order);
      order[b] = moved;
    }
    try_order(s);
  }
}

uint32_t search_placement(tinyxs_placement *placement) {
  search s = {.placement = placement,
              .best = calloc(placement->rings + 1, sizeof *s.best),
              .total = UINT32_MAX,
              .bound = tinyxs_engine_placement_bound(placement)};
  uint32_t total = tinyxs_engine_place(placement);
  if (!s.best) return total;
  try_order(&s);
  if (placement->rings <= FEW)
    try_all(&s);
  else
    climb(&s);
  memcpy(placement->order, s.best, placement->rings * sizeof *s.best);
  free(s.best);
  return tinyxs_engine_place_in_order(placement);
}
