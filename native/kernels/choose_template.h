/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Choosing a kernel. The file that includes this defines the types `kernel` and `parameters`.
 */
#include "kernels/kernel.h"

/* Whether the operator can have so many bytes of scratch memory while the model needs no more in all: then it gets them. */
typedef bool (*find_scratch)(void *context, uint32_t bytes);

/*
 * The number of the cheapest kernel that fits, and that finds its scratch memory; at equal cost the first. `kernels` ends with
 * NULL and has at most 32, the last of which fits everything and needs no memory. Without `find` there is no memory.
 */
static uint8_t choose_kernel(const kernel *const *kernels, const parameters *p, const tinyxs_bounds *bounds, find_scratch find,
                             void *context) {
  for (uint32_t refused = 0;;) {
    uint8_t best = 0;
    uint64_t least = UINT64_MAX;
    for (uint8_t i = 0; kernels[i]; i++) {
      if (refused >> i & 1 || (kernels[i]->fits && !kernels[i]->fits(p, bounds))) continue;
      uint32_t cost = kernels[i]->cost(p);
      if (cost >= least) continue;
      least = cost;
      best = i;
    }
    uint32_t bytes = kernels[best]->scratch ? kernels[best]->scratch(p) : 0;
    if (!bytes || (find && find(context, bytes))) return best;
    refused |= UINT32_C(1) << best;
  }
}
