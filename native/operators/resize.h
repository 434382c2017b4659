/* SPDX-License-Identifier: Apache-2.0 */
/* Resizing images, [N][H][W][C], to a constant size of int32. */
#ifndef TINYXS_OPERATORS_RESIZE_H
#define TINYXS_OPERATORS_RESIZE_H

#include "operators/common.h"

/* One dimension of an image: sizes, and the input's step for each step of the output, as float and in 1/1024. */
typedef struct {
  int32_t input, output, fixed;
  float step;
} tinyxs_side;

typedef struct {
  int32_t batches, align_corners, half_pixels;
  uint32_t depth; /* channels; for nearest neighbors their bytes */
  tinyxs_side height, width;
} tinyxs_resize;

static inline int32_t tinyxs_inside(int32_t place, const tinyxs_side *s) { return tinyxs_clamp(place, 0, s->input - 1); }

/* Checks everything but the type; the option half_pixel_centers follows that of align_corners. */
tinyxs_status tinyxs_prepare_resize(tinyxs_plan *p, uint32_t align_corners_option, tinyxs_resize *d);

#endif
