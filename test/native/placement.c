/* SPDX-License-Identifier: Apache-2.0 */
/*
 * placement CASES: where allocations are placed (engine/placement.h), on random ones: rings as in-place operators and aliases
 * make them, long and short lives, some of no bytes. Compares each placement with a plain one that tries all places, the
 * bound and gaps with plain sums, and, of few rings, the totals with the best of all orders. Then counts the steps of long
 * graphs. Prints "KIND NUMBER" lines; exit code 1 when something is wrong.
 *
 * placement.c is compiled to call __sanitizer_cov_trace_pc() in each basic block: steps are counted, not seconds.
 */
#include "engine/placement.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search.h"
#include "tinyxs.h"

enum { MOST = 40000, FEW = 6, FACTORIAL = 720 };

static tinyxs_allocation allocations[MOST], again[MOST];
static uint16_t order[MOST], by_first[MOST], latest[MOST], hits[MOST], ring_of[MOST];
static tinyxs_placement placement = {
    .allocations = allocations, .order = order, .by_first = by_first, .latest = latest, .hits = hits};
static uint32_t current;

static uint64_t steps;
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void) { steps++; }

static uint64_t state = 1;
static uint32_t draw(uint32_t below) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((state >> 32) * below >> 32);
}

static void require(bool fine, const char *what) {
  if (fine) return;
  fprintf(stderr, "case %" PRIu32 ": %s\n", current, what);
  exit(1);
}

static uint32_t aligned(uint32_t bytes) { return (bytes + TINYXS_ALIGNMENT - 1) / TINYXS_ALIGNMENT * TINYXS_ALIGNMENT; }
static bool is_planned(uint32_t i) { return allocations[i].kind == TINYXS_ALLOCATION_PLANNED; }
static bool meet(const tinyxs_allocation *a, uint32_t first, uint32_t last) { return a->first <= last && first <= a->last; }

/* ---- drawing ---- */

static uint32_t add(uint32_t bytes, uint32_t first, uint32_t last) {
  uint32_t i = placement.count++;
  allocations[i] = (tinyxs_allocation){.bytes = bytes,
                                       .at = draw(1000),
                                       .first = (uint16_t)first,
                                       .last = (uint16_t)last,
                                       .next = (uint16_t)i,
                                       .kind = TINYXS_ALLOCATION_PLANNED};
  ring_of[i] = (uint16_t)i;
  return i;
}

/* One more in the ring of `from`, as an output joins its input. */
static uint32_t join(uint32_t from, uint32_t bytes, uint32_t first, uint32_t last) {
  uint32_t i = add(bytes, first, last);
  allocations[i].joined = 1;
  allocations[i].next = allocations[from].next;
  allocations[from].next = (uint16_t)i;
  ring_of[i] = ring_of[from];
  return i;
}

static uint32_t draw_bytes(void) {
  switch (draw(8)) {
  case 0: return draw(2);
  case 1: return 16 * draw(8);
  case 2: return 1 + draw(4000);
  default: return 1 + draw(200);
  }
}

static void draw_allocations(uint32_t rings, uint32_t times) {
  uint32_t alone = 1 + draw(4);
  placement.count = 0;
  for (uint32_t r = 0; r < rings;) {
    if (draw(10) == 0) { /* there are others that aren't placed */
      allocations[add(draw_bytes(), draw(times), times)].kind = (uint8_t)draw(TINYXS_ALLOCATION_PLANNED);
      continue;
    }
    uint32_t bytes = draw_bytes(), first = draw(times), most = draw(3) ? 3 : times, last = first + draw(most);
    uint32_t member = add(bytes, first, last);
    for (uint32_t more = draw(alone) ? 0 : draw(6); more && last < times; more--) {
      if (draw(2)) { /* an alias, whose input may be needed after it begins */
        first = first + draw(last - first + 1);
        last = draw(2) ? last : last + draw(4);
        if (last < first) last = first;
      } else { /* in place */
        first = last;
        last += draw(4);
        bytes -= draw(2) ? draw(bytes + 1) : 0;
      }
      member = join(member, bytes, first, last);
    }
    r++;
  }
}

/* ---- plainly ---- */

/* Whether ring r may stand at `at` beside all that is placed. */
static bool stands(const tinyxs_allocation *all, const bool *placed, uint32_t r, uint32_t at) {
  for (uint32_t i = 0; i < placement.count; i++) {
    const tinyxs_allocation *other = &all[i];
    if (!is_planned(i) || !placed[ring_of[i]] || ring_of[i] == r || !other->bytes) continue;
    for (uint32_t m = 0; m < placement.count; m++) {
      if (!is_planned(m) || ring_of[m] != r || !all[m].bytes || !meet(&all[m], other->first, other->last)) continue;
      if (at < other->at + aligned(other->bytes) && other->at < at + aligned(all[m].bytes)) return false;
    }
  }
  return true;
}

static uint32_t lowest(const tinyxs_allocation *all, const bool *placed, uint32_t r) {
  uint32_t best = stands(all, placed, r, 0) ? 0 : UINT32_MAX;
  for (uint32_t i = 0; i < placement.count && best; i++) {
    if (!is_planned(i) || !placed[ring_of[i]]) continue;
    uint32_t end = all[i].at + aligned(all[i].bytes);
    if (end < best && stands(all, placed, r, end)) best = end;
  }
  return best;
}

/* As tinyxs_engine_place_in_order(), into `again`. */
static uint32_t place_plainly(const uint16_t *rings, uint32_t count) {
  static bool placed[MOST];
  uint32_t total = 0;
  memset(placed, 0, placement.count);
  memcpy(again, allocations, placement.count * sizeof *again);
  for (uint32_t k = 0; k < count; k++) {
    uint32_t at = lowest(again, placed, rings[k]);
    placed[rings[k]] = true;
    for (uint32_t i = 0; i < placement.count; i++) {
      if (!is_planned(i) || ring_of[i] != rings[k]) continue;
      again[i].at = at;
      if (at + aligned(again[i].bytes) > total) total = at + aligned(again[i].bytes);
    }
  }
  return total;
}

/* The most that is needed at one time: of each ring, what takes most of it then. */
static uint32_t bound_plainly(uint32_t times) {
  static uint32_t needs[MOST];
  uint32_t most = 0;
  for (uint32_t t = 0; t <= times; t++) {
    uint32_t sum = 0;
    memset(needs, 0, placement.count * sizeof *needs);
    for (uint32_t i = 0; i < placement.count; i++) {
      if (!is_planned(i) || !meet(&allocations[i], t, t)) continue;
      uint32_t *need = &needs[ring_of[i]], bytes = aligned(allocations[i].bytes);
      if (bytes <= *need) continue;
      sum += bytes - *need;
      *need = bytes;
    }
    if (sum > most) most = sum;
  }
  return most;
}

/* Whether `bytes` at `at` meet nothing between two times. */
static bool is_free(uint32_t first, uint32_t last, uint32_t at, uint32_t bytes) {
  for (uint32_t i = 0; i < placement.count; i++) {
    const tinyxs_allocation *a = &allocations[i];
    if (is_planned(i) && a->bytes && meet(a, first, last) && at < a->at + a->bytes && a->at < at + bytes) return false;
  }
  return true;
}

/* ---- checks ---- */

static void check_places(uint32_t total) {
  uint32_t end = 0;
  for (uint32_t i = 0; i < placement.count; i++) {
    const tinyxs_allocation *a = &allocations[i];
    if (!is_planned(i)) continue;
    require(a->at % TINYXS_ALIGNMENT == 0, "an allocation isn't aligned");
    require(a->at == allocations[ring_of[i]].at, "a ring isn't at one address");
    if (a->at + aligned(a->bytes) > end) end = a->at + aligned(a->bytes);
    for (uint32_t k = 0; k < i; k++) {
      const tinyxs_allocation *b = &allocations[k];
      if (!is_planned(k) || ring_of[k] == ring_of[i] || !meet(a, b->first, b->last)) continue;
      require(a->at + a->bytes <= b->at || b->at + b->bytes <= a->at || !a->bytes || !b->bytes, "two allocations overlap");
    }
  }
  require(end == total, "the total isn't the highest end");
}

static void check_same_places(void) {
  for (uint32_t i = 0; i < placement.count; i++)
    require(!is_planned(i) || allocations[i].at == again[i].at, "the places differ");
}

static void shuffle(void) {
  for (uint32_t i = placement.rings; i > 1; i--) {
    uint32_t k = draw(i);
    uint16_t swap = order[i - 1];
    order[i - 1] = order[k];
    order[k] = swap;
  }
}

static void check_order(void) {
  shuffle();
  uint32_t total = tinyxs_engine_place_in_order(&placement);
  require(total == place_plainly(order, placement.rings), "placing in an order comes to another total than placing plainly");
  check_same_places();
}

static void check_gaps(uint32_t times, uint32_t total) {
  for (uint32_t n = 0; n < 20; n++) {
    uint32_t first = draw(times), last = first + draw(draw(2) ? 2 : times),
             bytes = draw(2) ? 16 * (1 + draw(8)) : 1 + draw(600), at = 0;
    uint32_t limit = draw(3) ? total : draw(total + 1), best = is_free(first, last, 0, bytes) ? 0 : UINT32_MAX;
    for (uint32_t i = 0; i < placement.count; i++) {
      if (!is_planned(i) || !meet(&allocations[i], first, last)) continue;
      uint32_t end = allocations[i].at + aligned(allocations[i].bytes);
      if (end < best && is_free(first, last, end, bytes)) best = end;
    }
    bool found = tinyxs_engine_find_gap(&placement, first, last, bytes, limit, &at);
    require(found == (best <= limit && limit - best >= bytes), "a gap is found, or not found, wrongly");
    require(!found || at == best, "a gap isn't the lowest");
  }
}

static uint32_t place_twice(void) {
  tinyxs_engine_placement_start(&placement);
  uint32_t total = tinyxs_engine_place(&placement);
  memcpy(again, allocations, placement.count * sizeof *again);
  for (uint32_t i = 0; i < placement.count; i++) {
    if (is_planned(i)) allocations[i].at = draw(100000);
  }
  memset(order, 0xa5, sizeof order);
  memset(latest, 0xa5, sizeof latest);
  memset(hits, 0xa5, sizeof hits);
  tinyxs_engine_placement_start(&placement);
  require(tinyxs_engine_place(&placement) == total, "the same placed again takes something else");
  check_same_places();
  return total;
}

static uint64_t wasted, needed;

static void check_many(void) {
  uint32_t times = 1 + draw(draw(2) ? 12 : 120);
  draw_allocations(1 + draw(draw(2) ? 30 : 100), times);
  tinyxs_engine_placement_start(&placement);
  uint32_t bound = tinyxs_engine_placement_bound(&placement), total = place_twice();
  check_places(total);
  require(bound == bound_plainly(3 * times + 32), "the bound isn't the most that is needed at one time");
  require(total >= bound, "the total is below the bound");
  wasted += total - bound;
  needed += bound;
  check_gaps(times, total);
  check_order();
}

/* So many in a row, of which few are needed for longer: whether those are found afterwards. */
static void check_row(uint32_t length) {
  placement.count = 0;
  for (uint32_t i = 0; i < length; i++) add(16 + 16 * draw(4), i, i);
  for (uint32_t n = 0; n < 3; n++) allocations[n ? draw(length) : length - 1].last = (uint16_t)(length + draw(length));
  check_gaps(2 * length, place_twice());
}

/* A ring that is too large for the first gap, and above it meets what lay high enough for what is left of it then. */
static void check_second_look(void) {
  placement.count = 0;
  uint32_t c = add(16, 4, 4), a = add(484, 3, 4), d = add(16, 0, 0), b = add(16, 0, 1), r = add(160, 1, 2);
  join(r, 16, 3, 3);
  tinyxs_engine_placement_start(&placement);
  memcpy(order, (const uint16_t[]){(uint16_t)c, (uint16_t)a, (uint16_t)d, (uint16_t)b, (uint16_t)r}, 5 * sizeof *order);
  check_places(tinyxs_engine_place_in_order(&placement));
  require(allocations[r].at == 512, "a ring isn't above what it meets");
}

static uint32_t permutation_total(uint16_t *rings, uint32_t from) {
  if (from == placement.rings) return place_plainly(rings, placement.rings);
  uint32_t best = UINT32_MAX;
  for (uint32_t i = from; i < placement.rings; i++) {
    uint16_t swap = rings[from];
    rings[from] = rings[i];
    rings[i] = swap;
    uint32_t total = permutation_total(rings, from + 1);
    if (total < best) best = total;
    rings[i] = rings[from];
    rings[from] = swap;
  }
  return best;
}

/* Whether tinyxs_engine_place() finds the best of all orders. */
static bool check_few(void) {
  uint16_t rings[FEW];
  draw_allocations(1 + draw(FEW), 1 + draw(10));
  tinyxs_engine_placement_start(&placement);
  memcpy(rings, order, placement.rings * sizeof *rings);
  uint32_t best = permutation_total(rings, 0), total = place_twice();
  require(total >= best, "the total is below that of all orders");
  require(search_placement(&placement) == best, "the search doesn't find the best order");
  check_places(best);
  return total == best;
}

/* ---- steps ---- */

/* Tensors that each operator makes and the next one takes; some are needed long after; some share the one before; and scratch.
 */
static void make_chain(uint32_t length, uint32_t in_place, uint32_t skips, bool scratch) {
  uint32_t before = 0;
  placement.count = 0;
  for (uint32_t i = 0; i < length; i++) {
    uint32_t bytes = 16 + 16 * (i % 7), last = skips && i % skips == 0 ? i + 3 * skips : i + 1;
    bool joins = i && in_place && i % in_place;
    before = joins ? join(before, allocations[before].bytes, i, i + 1) : add(bytes, i, last);
    if (scratch) add(bytes, i, i);
  }
}

static void check_steps(const char *name, uint32_t in_place, uint32_t skips, bool scratch) {
  enum { SHORT = 500, TIMES = 8 };
  uint64_t counts[2];
  for (uint32_t i = 0; i < 2; i++) {
    make_chain(i ? SHORT * TIMES : SHORT, in_place, skips, scratch);
    tinyxs_engine_placement_start(&placement);
    steps = 0;
    tinyxs_engine_placement_start(&placement);
    uint32_t total = tinyxs_engine_place(&placement), at;
    tinyxs_engine_find_gap(&placement, 5, 6, 16, total, &at);
    counts[i] = steps;
  }
  printf("steps-of-%s %" PRIu64 "\n", name, counts[1]);
  require(counts[0] > 10 * SHORT, "steps aren't counted");
  require(counts[1] < counts[0] * TIMES * 2, "a long graph takes too many steps");
}

int main(int count, char **arguments) {
  uint32_t cases = count == 2 ? (uint32_t)strtoul(arguments[1], NULL, 10) : 0, best = 0;
  if (!cases) return fputs("usage: placement CASES\n", stderr), 2;
  check_second_look();
  for (current = 0; current < cases; current++) {
    check_many();
    check_row(1 + current % 200);
    best += check_few();
  }
  printf("best %" PRIu32 "\nwasted-per-million %" PRIu64 "\n", best, wasted * 1000000 / needed);
  check_steps("chain", 0, 0, false);
  check_steps("chain-with-scratch", 0, 0, true);
  check_steps("chain-with-skips", 0, 16, false);
  check_steps("short-rings", 4, 0, true);
  check_steps("rings-with-skips", 16, 5, false);
  check_steps("one-ring", UINT32_MAX, 0, false);
  check_steps("one-ring-with-scratch", UINT32_MAX, 0, true);
  return 0;
}
