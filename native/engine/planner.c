/*
 * Memory planning by greedy lowest fit. Which order the allocations are placed in decides how good the plan is, and no order is
 * always best: a few are tried, the best is kept. Source of the orders: Pisarchyk and Lee, "Efficient Memory Management for
 * Deep Neural Net Inference", 2020.
 */
#include "engine/planner.h"

#include <stdbool.h>

#include "tinyxs.h"

typedef enum { BY_SIZE, BY_DURATION, BY_AREA, BY_START, ORDERS } order_kind;

static uint64_t key(const tinyxs_allocation *r, order_kind kind) {
  uint64_t duration = (uint64_t)(r->last - r->first) + 1;
  switch (kind) {
  case BY_SIZE: return (uint64_t)r->bytes << 16 | duration;
  case BY_DURATION: return duration << 32 | r->bytes;
  case BY_AREA: return duration * r->bytes;
  default: return (uint64_t)(UINT16_MAX - r->first) << 32 | r->bytes;
  }
}

/* Whether allocation a is placed before allocation b; ties go by number, so that every target gets the same plan. */
static bool before(const tinyxs_allocation *allocations, uint16_t a, uint16_t b, order_kind kind) {
  uint64_t x = key(&allocations[a], kind), y = key(&allocations[b], kind);
  return x != y ? x > y : a < b;
}

static void sift(const tinyxs_allocation *allocations, uint16_t *heap, uint32_t at, uint32_t count, order_kind kind) {
  for (;;) {
    uint32_t child = 2 * at + 1;
    if (child >= count) return;
    if (child + 1 < count && before(allocations, heap[child], heap[child + 1], kind)) child++;
    if (!before(allocations, heap[at], heap[child], kind)) return;
    uint16_t swap = heap[at];
    heap[at] = heap[child];
    heap[child] = swap;
    at = child;
  }
}

static void sort(const tinyxs_allocation *allocations, uint16_t *order, uint32_t count, order_kind kind) {
  for (uint32_t i = count / 2; i-- > 0;) sift(allocations, order, i, count, kind);
  for (uint32_t end = count; end-- > 1;) {
    uint16_t swap = order[0];
    order[0] = order[end];
    order[end] = swap;
    sift(allocations, order, 0, end, kind);
  }
}

static uint32_t aligned(uint32_t bytes) { return (bytes + TINYXS_ALIGNMENT - 1) & ~(uint32_t)(TINYXS_ALIGNMENT - 1); }

/* Places all allocations in the given order; placed ones are linked by rising address through `next`. */
static uint32_t place(tinyxs_allocation *allocations, const uint16_t *order, uint32_t count, uint16_t *next) {
  const uint16_t none = UINT16_MAX;
  uint16_t head = none;
  uint32_t total = 0;
  for (uint32_t i = 0; i < count; i++) {
    tinyxs_allocation *r = &allocations[order[i]];
    uint32_t at = 0, size = aligned(r->bytes);
    for (uint16_t j = head; j != none; j = next[j]) {
      const tinyxs_allocation *other = &allocations[j];
      if (other->last < r->first || r->last < other->first) continue;
      if (other->at >= at && other->at - at >= size) break;
      uint32_t end = other->at + aligned(other->bytes);
      if (end > at) at = end;
    }
    r->at = at;
    if (at + size > total) total = at + size;
    uint16_t *link = &head;
    while (*link != none && allocations[*link].at <= at) link = &next[*link];
    next[order[i]] = *link;
    *link = order[i];
    if (total > INT32_MAX / 2) break;
  }
  return total;
}

uint32_t tinyxs_plan(tinyxs_allocation *allocations, uint32_t count, uint16_t *order, uint16_t *next) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (allocations[i].kind == TINYXS_ALLOCATION_PLANNED && allocations[i].root == i) order[n++] = (uint16_t)i;
  }
  uint32_t best = UINT32_MAX;
  order_kind chosen = BY_SIZE;
  for (order_kind kind = BY_SIZE; kind < ORDERS; kind++) {
    sort(allocations, order, n, kind);
    uint32_t total = place(allocations, order, n, next);
    if (total < best) {
      best = total;
      chosen = kind;
    }
  }
  sort(allocations, order, n, chosen);
  return place(allocations, order, n, next);
}
