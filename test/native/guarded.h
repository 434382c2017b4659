/* SPDX-License-Identifier: Apache-2.0 */
/* Memory whose ends are watched. */
#ifndef TINYXS_TEST_GUARDED_H
#define TINYXS_TEST_GUARDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Memory between two pages that can't be touched: it ends at the second; before it lie bytes that must stay as they are. */
typedef struct {
  uint8_t *mapping, *memory;
  size_t mapped;
} guarded;

enum { UNTOUCHED = 0x5a };

static guarded map_guarded(size_t bytes) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (bytes + page - 1) / page * page;
  guarded g = {.mapped = pages + 2 * page};
  void *mapping = mmap(NULL, g.mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  g.mapping = mapping;
  if (mapping == MAP_FAILED || mprotect(g.mapping + page, pages, PROT_READ | PROT_WRITE) != 0) abort();
  g.memory = g.mapping + page + pages - bytes;
  memset(g.mapping + page, UNTOUCHED, pages - bytes);
  return g;
}

/* Unmaps it; false if something was written before the memory. */
static bool unmap_guarded(const guarded *g) {
  bool fine = true;
  for (const uint8_t *p = g->mapping + (size_t)sysconf(_SC_PAGESIZE); p < g->memory; p++) fine = fine && *p == UNTOUCHED;
  munmap(g->mapping, g->mapped);
  return fine;
}

#endif
