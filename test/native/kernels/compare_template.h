/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares the kernels of one operator in one set with the last of its list, the reference. The file that includes this defines
 * the types `kernel`, `parameters` and `data`, and the functions `draw_case`, which draws one, `give_fresh`, which gives a
 * kernel memory of its own for what it writes, and `is_same`, which compares that.
 */
#include "draw.h"
#include "kernels.h"

static void compare(const char *set, const char *operator, const kernel * const * kernels, int32_t cases) {
  int32_t count = 0;
  while (kernels[count]) count++;
  for (int32_t k = 0; k < count; k++) {
    if (!kernels[k]->run) continue; /* of another target */
    int32_t fit = 0;
    for (int32_t n = 0; n < cases; n++) {
      parameters p;
      data from, expected, actual;
      tinyxs_bounds bounds = {0};
      seed((uint64_t)n);
      draw_case(operator, & p, &from, &bounds);
      if (!kernels[k]->fits || kernels[k]->fits(&p, &bounds)) {
        fit++;
        expected = actual = from;
        give_fresh(&p, &expected);
        give_fresh(&p, &actual);
        kernels[count - 1]->run(&p, &expected);
        actual.scratch = take(kernels[k]->scratch ? kernels[k]->scratch(&p) : 0);
        kernels[k]->run(&p, &actual);
        if (!is_same(&p, &expected, &actual)) report_difference(set, operator, kernels[k]->name, n);
      }
      free_all();
    }
    report_kernel(set, operator, kernels[k]->name, fit);
  }
}
