/* SPDX-License-Identifier: Apache-2.0 */
/* Turns energies into magnitudes. */
#include "signal/front_end.h"

/* Digit by digit, two bits of x at a time. Rounds to nearest; `largest` is kept when rounding would need one bit more. */
static uint32_t root(uint64_t x, uint64_t bit, uint32_t largest) {
  uint64_t result = 0;
  while (bit > x) bit >>= 2;
  for (; bit; bit >>= 2) {
    if (x >= result + bit) {
      x -= result + bit;
      result = (result >> 1) + bit;
    } else {
      result >>= 1;
    }
  }
  return (uint32_t)(x > result && result != largest ? result + 1 : result);
}

/* As root, in words of the machine's size. */
static uint32_t root32(uint32_t x) {
  uint32_t result = 0, bit = UINT32_C(1) << 30;
  while (bit > x) bit >>= 2;
  for (; bit; bit >>= 2) {
    if (x >= result + bit) {
      x -= result + bit;
      result = (result >> 1) + bit;
    } else {
      result >>= 1;
    }
  }
  return x > result && result != UINT16_MAX ? result + 1 : result;
}

void tinyxs_square_root(const uint64_t *input, uint32_t size, uint32_t shift, uint32_t *output) {
  for (uint32_t i = 0; i < size; i++) {
    uint64_t x = input[i];
    output[i] = (x >> 32 ? root(x, UINT64_C(1) << 62, UINT32_MAX) : root32((uint32_t)x)) >> shift;
  }
}
