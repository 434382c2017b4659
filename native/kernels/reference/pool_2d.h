/* SPDX-License-Identifier: Apache-2.0 */
/* What the reference pools share. */
#ifndef TINYXS_KERNELS_REFERENCE_POOL_2D_H
#define TINYXS_KERNELS_REFERENCE_POOL_2D_H

#include "kernels/fixed_point.h"
#include "kernels/reference/reference.h"

/* The part of a window in one dimension that lies inside the input. */
typedef struct {
  int32_t first, count;
} span;

static inline span clip(int32_t start, int32_t window, int32_t input) {
  int32_t first = start < 0 ? 0 : start, end = start + window < input ? start + window : input;
  return (span){first, end - first};
}

#endif
