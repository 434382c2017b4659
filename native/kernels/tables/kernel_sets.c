/* SPDX-License-Identifier: Apache-2.0 */
/* All sets, for tools: the tables under names of their own. */
#include <string.h>

#define TINYXS_LIST(operator) reference_##operator
#define TINYXS_SET            reference
#include "kernels/tables/table_reference.c"
#undef TINYXS_LIST
#undef TINYXS_SET

#define TINYXS_LIST(operator) portable_##operator
#define TINYXS_SET            portable
#include "kernels/tables/table_portable.c"

const tinyxs_kernel_set *const tinyxs_kernel_sets[] = {&reference, &portable, NULL};

const tinyxs_kernel_set *tinyxs_find_kernel_set(const char *name) {
  const tinyxs_kernel_set *const *set = tinyxs_kernel_sets;
  while (*set && strcmp((*set)->name, name) != 0) set++;
  return *set;
}
