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

const tinyxs_kernel_set *tinyxs_find_kernel_set(const char *name) {
  static const tinyxs_kernel_set *const sets[] = {&reference, &portable};
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    if (strcmp(sets[i]->name, name) == 0) return sets[i];
  }
  return NULL;
}
