/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Placement by greedy lowest fit. Which order the allocations are placed in decides how good it is, and no order is always
 * best: a few are tried, then the best of them is improved step by step until it reaches the bound or the steps are used up.
 * Source of the orders: Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020; of the tree: Heng
 * Li, "cgranges", 2019.
 */
#include "engine/placement.h"

#include "tinyxs.h"

#define UNPLACED UINT32_MAX

/* Steps of the search for a lower placement. */
enum { MOST_STEPS = 48 };
/* Of more allocations that are needed at once no gaps are looked for: a hostile file may have thousands. */
enum { MOST_SORTED = 256 };

typedef enum { BY_SIZE, BY_DURATION, BY_AREA, BY_START, ORDERS, BY_ADDRESS } order_kind;

static uint32_t aligned(uint32_t bytes) { return (bytes + TINYXS_ALIGNMENT - 1) & ~(uint32_t)(TINYXS_ALIGNMENT - 1); }
static uint32_t end_of(const tinyxs_allocation *a) { return a->at + aligned(a->bytes); }

/* ---- sorting ---- */

/* The key of ring r: what is larger comes first. */
static uint64_t key(const tinyxs_placement *p, uint16_t r, order_kind kind) {
  const tinyxs_allocation *a = &p->allocations[r];
  if (kind == BY_ADDRESS) return UINT32_MAX - a->at;
  if (kind == BY_START) return (uint64_t)(UINT16_MAX - a->first) << 32 | a->bytes;
  uint32_t first = a->first, last = a->last, bytes = a->bytes;
  for (uint16_t m = a->next; m != r; m = p->allocations[m].next) {
    const tinyxs_allocation *member = &p->allocations[m];
    if (member->first < first) first = member->first;
    if (member->last > last) last = member->last;
    if (member->bytes > bytes) bytes = member->bytes;
  }
  uint64_t duration = (uint64_t)(last - first) + 1;
  switch (kind) {
  case BY_SIZE: return (uint64_t)bytes << 16 | duration;
  case BY_DURATION: return duration << 32 | bytes;
  default: return duration * bytes;
  }
}

/* Ties go by number, so that every target gets the same order. */
static bool before(const tinyxs_placement *p, uint16_t a, uint16_t b, order_kind kind) {
  uint64_t x = key(p, a, kind), y = key(p, b, kind);
  return x != y ? x > y : a < b;
}

static void sift(const tinyxs_placement *p, uint16_t *heap, uint32_t at, uint32_t count, order_kind kind) {
  for (;;) {
    uint32_t child = 2 * at + 1;
    if (child >= count) return;
    if (child + 1 < count && before(p, heap[child], heap[child + 1], kind)) child++;
    if (!before(p, heap[at], heap[child], kind)) return;
    uint16_t swap = heap[at];
    heap[at] = heap[child];
    heap[child] = swap;
    at = child;
  }
}

static void sort(const tinyxs_placement *p, uint16_t *list, uint32_t count, order_kind kind) {
  for (uint32_t i = count / 2; i-- > 0;) sift(p, list, i, count, kind);
  for (uint32_t end = count; end-- > 1;) {
    uint16_t swap = list[0];
    list[0] = list[end];
    list[end] = swap;
    sift(p, list, 0, end, kind);
  }
}

/* ---- the tree: which allocations are needed between two times ---- */

static uint16_t larger(uint16_t a, uint16_t b) { return a > b ? a : b; }

/* Level k has a node in the middle of each 2^(k+1) - 1 places; a child is missing where it lies behind the end. */
static void make_tree(tinyxs_placement *p) {
  uint32_t n = p->planned, right_most = 0;
  uint16_t latest = 0;
  for (uint32_t i = 0; i < n; i += 2) latest = p->latest[right_most = i] = p->allocations[p->by_first[i]].last;
  for (uint32_t half = 1; half < n; half *= 2) {
    for (uint32_t i = 2 * half - 1; i < n; i += 4 * half) {
      uint16_t right = i + half < n ? p->latest[i + half] : latest;
      p->latest[i] = larger(larger(p->latest[i - half], right), p->allocations[p->by_first[i]].last);
    }
    right_most = right_most & (2 * half) ? right_most - half : right_most + half;
    if (right_most < n) latest = larger(latest, p->latest[right_most]);
  }
}

/* Fills p->hits with the planned allocations that are needed between two times, both included, by rising first time. */
static void find(tinyxs_placement *p, uint32_t first, uint32_t last) {
  struct {
    uint32_t node, half;
    bool left_done;
  } stack[20];
  uint32_t depth = 0, half = 1;
  while (2 * half <= p->planned) half *= 2;
  p->hit_count = 0;
  if (!p->planned) return;
  stack[depth].node = half - 1;
  stack[depth].half = half / 2;
  stack[depth++].left_done = false;
  while (depth) {
    uint32_t node = stack[depth - 1].node;
    half = stack[depth - 1].half;
    bool behind = node >= p->planned;
    if (!stack[depth - 1].left_done) {
      stack[depth - 1].left_done = true;
      uint32_t left = node - half;
      if (half && (left >= p->planned || p->latest[left] >= first)) {
        stack[depth].node = left;
        stack[depth].half = half / 2;
        stack[depth++].left_done = false;
      }
      continue;
    }
    depth--;
    if (behind) continue;
    const tinyxs_allocation *a = &p->allocations[p->by_first[node]];
    if (a->first > last) continue; /* as all to its right */
    if (a->last >= first) p->hits[p->hit_count++] = p->by_first[node];
    if (half) {
      stack[depth].node = node + half;
      stack[depth].half = half / 2;
      stack[depth++].left_done = false;
    }
  }
}

void tinyxs_engine_placement_start(tinyxs_placement *p) {
  p->rings = p->planned = 0;
  for (uint32_t i = 0; i < p->count; i++) {
    if (p->allocations[i].kind != TINYXS_ALLOCATION_PLANNED) continue;
    p->by_first[p->planned++] = (uint16_t)i;
    if (!p->allocations[i].joined) p->order[p->rings++] = (uint16_t)i;
  }
  sort(p, p->by_first, p->planned, BY_START);
  make_tree(p);
}

static tinyxs_allocation *first_of_ring(const tinyxs_placement *p, uint16_t number) {
  tinyxs_allocation *a = &p->allocations[number];
  return a->joined ? &p->allocations[a->at] : a;
}

uint32_t tinyxs_engine_placement_bound(tinyxs_placement *p) {
  /* Others of a ring know its first, which sums up what the ring needs at a time. */
  for (uint32_t i = 0; i < p->rings; i++) {
    uint16_t r = p->order[i];
    for (uint16_t m = p->allocations[r].next; m != r; m = p->allocations[m].next) p->allocations[m].at = r;
  }
  uint64_t bound = 0;
  for (uint32_t i = 0; i < p->planned; i++) {
    uint32_t time = p->allocations[p->by_first[i]].first;
    if (i && time == p->allocations[p->by_first[i - 1]].first) continue;
    uint64_t sum = 0;
    find(p, time, time);
    for (uint32_t k = 0; k < p->hit_count; k++) first_of_ring(p, p->hits[k])->at = 0;
    for (uint32_t k = 0; k < p->hit_count; k++) {
      uint32_t bytes = aligned(p->allocations[p->hits[k]].bytes), *need = &first_of_ring(p, p->hits[k])->at;
      if (bytes <= *need) continue;
      sum += bytes - *need;
      *need = bytes;
    }
    if (sum > bound) bound = sum;
  }
  return bound < UINT32_MAX / 2 ? (uint32_t)bound : UINT32_MAX / 2;
}

/* ---- placing ---- */

/* What ring r needs at most while allocation `a` is needed. */
static uint32_t need_beside(const tinyxs_placement *p, uint16_t r, const tinyxs_allocation *a) {
  uint32_t most = 0;
  uint16_t m = r;
  do {
    const tinyxs_allocation *member = &p->allocations[m];
    if (member->first <= a->last && a->first <= member->last && member->bytes > most) most = member->bytes;
    m = member->next;
  } while (m != r);
  return aligned(most);
}

/* Leaves in p->hits what has been placed. */
static void keep_placed(tinyxs_placement *p) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < p->hit_count; i++) {
    const tinyxs_allocation *a = &p->allocations[p->hits[i]];
    if (a->at != UNPLACED && a->bytes) p->hits[kept++] = p->hits[i];
  }
  p->hit_count = kept;
}

static uint32_t lowest_fit(tinyxs_placement *p, uint16_t r) {
  const tinyxs_allocation *a = &p->allocations[r];
  bool alone = a->next == r;
  uint32_t at = 0;
  if (p->hit_count > MOST_SORTED) {
    for (uint32_t i = 0; i < p->hit_count; i++) {
      const tinyxs_allocation *other = &p->allocations[p->hits[i]];
      if (end_of(other) > at) at = end_of(other);
    }
    return at;
  }
  sort(p, p->hits, p->hit_count, BY_ADDRESS);
  for (bool moved = true; moved;) {
    moved = false;
    for (uint32_t i = 0; i < p->hit_count; i++) {
      const tinyxs_allocation *other = &p->allocations[p->hits[i]];
      uint32_t need = alone ? aligned(a->bytes) : need_beside(p, r, other);
      if (!need || end_of(other) <= at) continue;
      if (other->at >= at && other->at - at >= need) {
        if (alone) return at; /* all that follow are higher */
        continue;
      }
      at = end_of(other);
      moved = !alone;
    }
  }
  return at;
}

/* Places ring r; returns its end. */
static uint32_t place_ring(tinyxs_placement *p, uint16_t r) {
  uint32_t first = UINT16_MAX, last = 0, end = 0;
  uint16_t m = r;
  do {
    const tinyxs_allocation *member = &p->allocations[m];
    if (member->first < first) first = member->first;
    if (member->last > last) last = member->last;
    m = member->next;
  } while (m != r);
  find(p, first, last);
  keep_placed(p);
  uint32_t at = lowest_fit(p, r);
  do {
    tinyxs_allocation *member = &p->allocations[m];
    member->at = at;
    if (end_of(member) > end) end = end_of(member);
    m = member->next;
  } while (m != r);
  return end;
}

uint32_t tinyxs_engine_place_in_order(tinyxs_placement *p) {
  uint32_t total = 0;
  for (uint32_t i = 0; i < p->planned; i++) p->allocations[p->by_first[i]].at = UNPLACED;
  for (uint32_t i = 0; i < p->rings; i++) {
    uint32_t end = place_ring(p, p->order[i]);
    if (end > total) total = end;
    if (total > INT32_MAX / 2) break;
  }
  return total;
}

/* ---- the search ---- */

/* Moves the ring that stands highest, and could stand lower if it came sooner, to the front of the order. */
static void raise_highest(tinyxs_placement *p, uint32_t total) {
  uint32_t found = 0;
  for (uint32_t i = p->rings; i-- > 0 && !found;) {
    uint16_t r = p->order[i], m = r;
    do {
      if (end_of(&p->allocations[m]) == total) found = i;
      m = p->allocations[m].next;
    } while (m != r);
  }
  uint16_t r = p->order[found];
  for (uint32_t i = found; i > 0; i--) p->order[i] = p->order[i - 1];
  p->order[0] = r;
}

/* Improves on an order for some steps; returns the least total, and in *step when it came. Stops at `goal`. */
static uint32_t improve(tinyxs_placement *p, order_kind kind, uint32_t steps, uint32_t goal, uint32_t *step) {
  sort(p, p->order, p->rings, kind);
  uint32_t total = tinyxs_engine_place_in_order(p), best = total;
  *step = 0;
  for (uint32_t i = 1; i <= steps && best > goal; i++) {
    raise_highest(p, total);
    total = tinyxs_engine_place_in_order(p);
    if (total >= best) continue;
    best = total;
    *step = i;
  }
  return best;
}

uint32_t tinyxs_engine_place(tinyxs_placement *p) {
  uint32_t bound = tinyxs_engine_placement_bound(p), best = UINT32_MAX, best_step = 0, step;
  order_kind chosen = BY_SIZE;
  for (uint32_t steps = 0;; steps = MOST_STEPS) {
    for (order_kind kind = BY_SIZE; kind < ORDERS; kind++) {
      uint32_t total = improve(p, kind, steps, bound, &step);
      if (total >= best) continue;
      best = total;
      best_step = step;
      chosen = kind;
      if (best <= bound) return best;
    }
    if (steps) break;
  }
  return improve(p, chosen, best_step, best, &step);
}

bool tinyxs_engine_find_gap(tinyxs_placement *p, uint32_t first, uint32_t last, uint32_t bytes, uint32_t limit, uint32_t *at) {
  find(p, first, last);
  keep_placed(p);
  if (p->hit_count > MOST_SORTED) return false;
  sort(p, p->hits, p->hit_count, BY_ADDRESS);
  *at = 0;
  for (uint32_t i = 0; i < p->hit_count; i++) {
    const tinyxs_allocation *other = &p->allocations[p->hits[i]];
    if (other->at >= *at && other->at - *at >= bytes) break;
    if (end_of(other) > *at) *at = end_of(other);
  }
  return *at <= limit && limit - *at >= bytes;
}
