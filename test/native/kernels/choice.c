/* SPDX-License-Identifier: Apache-2.0 */
/* The choice of a kernel. */
#include <stdio.h>
#include <stdlib.h>

#include "kernels.h"

/* Parameters that tell what made-up kernels 0, 1 and 2 cost; fast ones fit, and want memory, if told. */
typedef struct {
  uint32_t costs[3];
  bool fits[2];
  uint32_t bytes[2];
} parameters;

typedef struct {
  bool (*fits)(const parameters *, const tinyxs_bounds *);
  uint32_t (*cost)(const parameters *);
  uint32_t (*scratch)(const parameters *);
} kernel;

#include "kernels/choose_template.h"

static bool fits_0(const parameters *p, const tinyxs_bounds *b) { return p->fits[0] && b->shift_max <= 0; }
static bool fits_1(const parameters *p, const tinyxs_bounds *b) { return p->fits[1] && b->shift_max <= 0; }
static uint32_t cost_0(const parameters *p) { return p->costs[0]; }
static uint32_t cost_1(const parameters *p) { return p->costs[1]; }
static uint32_t cost_2(const parameters *p) { return p->costs[2]; }
static uint32_t scratch_0(const parameters *p) { return p->bytes[0]; }
static uint32_t scratch_1(const parameters *p) { return p->bytes[1]; }

static const kernel first = {fits_0, cost_0, scratch_0}, second = {fits_1, cost_1, scratch_1}, last = {NULL, cost_2, NULL};
static const kernel *const kernels[] = {&first, &second, &last, NULL};

/* Memory is found for up to *context bytes. */
static bool find(void *context, uint32_t bytes) { return bytes <= *(uint32_t *)context; }

static void expect(int32_t expected, parameters p, int8_t shift_max, uint32_t memory, const char *what) {
  const tinyxs_bounds bounds = {.shift_max = shift_max};
  int32_t chosen = choose_kernel(kernels, &p, &bounds, memory ? find : NULL, &memory);
  if (chosen == expected) return;
  fprintf(stderr, "choice: kernel %d instead of %d: %s\n", chosen, expected, what);
  exit(1);
}

void check_choice(void) {
  const bool yes = true, no = false;
  expect(1, (parameters){{5, 4, 9}, {yes, yes}, {0, 0}}, 0, 0, "the cheapest");
  expect(0, (parameters){{4, 4, 4}, {yes, yes}, {0, 0}}, 0, 0, "the first at equal cost");
  expect(0, (parameters){{UINT32_MAX, UINT32_MAX, UINT32_MAX}, {yes, yes}, {0, 0}}, 0, 0, "the first at the greatest cost");
  expect(1, (parameters){{UINT32_MAX, UINT32_MAX, UINT32_MAX}, {no, yes}, {0, 0}}, 0, 0, "one that fits, at any cost");
  expect(2, (parameters){{5, 4, 3}, {yes, yes}, {0, 0}}, 0, 0, "the reference if it is the cheapest");
  expect(0, (parameters){{5, 4, 9}, {yes, no}, {0, 0}}, 0, 0, "one that fits the parameters");
  expect(2, (parameters){{5, 4, 9}, {yes, yes}, {0, 0}}, 1, 0, "one that fits the bounds");
  expect(1, (parameters){{5, 4, 9}, {yes, yes}, {8, 8}}, 0, 8, "one that finds its memory");
  expect(0, (parameters){{5, 4, 9}, {yes, yes}, {8, 16}}, 0, 8, "the next that finds its memory");
  expect(2, (parameters){{5, 4, 9}, {yes, yes}, {16, 16}}, 0, 8, "one that needs no memory");
  expect(2, (parameters){{5, 4, 9}, {yes, yes}, {8, 8}}, 0, 0, "one that needs no memory where there is none");
}
