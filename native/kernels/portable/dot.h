/* SPDX-License-Identifier: Apache-2.0 */
/* Dot products of int8 that compilers turn into vector instructions. */
#ifndef TINYXS_KERNELS_PORTABLE_DOT_H
#define TINYXS_KERNELS_PORTABLE_DOT_H

#include <stdint.h>

/* The sum of weights[i] * (input[i] - zero_point) over n elements; wraps. */
static inline int32_t tinyxs_dot_int8(const int8_t *input, const int8_t *weights, int32_t n, int32_t zero_point) {
  uint32_t sum = 0;
  int16_t offset = (int16_t)zero_point;
  for (int32_t i = 0; i < n; i++) sum += (uint32_t)((int16_t)(input[i] - offset) * weights[i]);
  return (int32_t)sum;
}

#endif
