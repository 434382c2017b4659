/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the highest set bit. */
#include "signal/front_end.h"

uint32_t tinyxs_top_bit(uint32_t x) {
  if (x == 0) return 32;
#if defined(__GNUC__)
  return 32 - (uint32_t)__builtin_clz(x);
#else
  uint32_t bit = 0;
  for (; x; x >>= 1) bit++;
  return bit;
#endif
}
