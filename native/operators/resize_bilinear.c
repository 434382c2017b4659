/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RESIZE_BILINEAR: float32, int8. The arithmetic is TensorFlow Lite Micro's: float32, or 10 bits after the point for int8.
 */
#include <math.h>

#include "operators/resize.h"

/* The two neighbors of a place in the input, and how far the place is from the first. */
typedef struct {
  int32_t low, high;
  float distance;
} between;

typedef struct {
  int32_t low, high, distance; /* in 1/1024 */
} between_fixed;

static between place_float(const tinyxs_resize *d, const tinyxs_side *s, int32_t i) {
  float place = d->half_pixels ? ((float)i + 0.5f) * s->step - 0.5f : (float)i * s->step;
  between b = {tinyxs_inside((int32_t)floorf(place), s), tinyxs_inside((int32_t)ceilf(place), s), 0};
  b.distance = place - (float)b.low;
  return b;
}

static between_fixed place_fixed(const tinyxs_resize *d, const tinyxs_side *s, int32_t i) {
  int32_t place = i * s->fixed + (d->half_pixels ? s->fixed / 2 - 512 : 0);
  between_fixed b = {tinyxs_inside(place / 1024, s), tinyxs_inside((place + 1023) / 1024, s), 0};
  b.distance = place - 1024 * b.low;
  return b;
}

static float blend_float(const float *const corners[4], uint32_t c, const between *y, const between *x) {
  return corners[0][c] * (1 - y->distance) * (1 - x->distance) + corners[1][c] * y->distance * (1 - x->distance) +
         corners[2][c] * (1 - y->distance) * x->distance + corners[3][c] * y->distance * x->distance;
}

static int8_t blend_fixed(const int8_t *const corners[4], uint32_t c, const between_fixed *y, const between_fixed *x) {
  int32_t near_y = 1024 - y->distance, near_x = 1024 - x->distance;
  int64_t sum = (int64_t)corners[0][c] * near_y * near_x + (int64_t)corners[1][c] * y->distance * near_x +
                (int64_t)corners[2][c] * near_y * x->distance + (int64_t)corners[3][c] * y->distance * x->distance;
  return (int8_t)((sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
}

#define RUN       bilinear_float
#define TYPE      float
#define NEIGHBORS between
#define PLACE     place_float
#define BLEND     blend_float
#include "operators/resize_bilinear_run.h"

#define RUN       bilinear_int8
#define TYPE      int8_t
#define NEIGHBORS between_fixed
#define PLACE     place_fixed
#define BLEND     blend_fixed
#include "operators/resize_bilinear_run.h"

static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, bilinear_float}, {TINYXS_INT8, bilinear_int8}, {0}};

tinyxs_status tinyxs_prepare_resize_bilinear(tinyxs_plan *p) {
  tinyxs_resize d;
  TINYXS_TRY(tinyxs_prepare_resize(p, RESIZE_BILINEAR_OPTIONS_ALIGN_CORNERS, &d));
  tinyxs_info input = tinyxs_input_info(p, 0);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  TINYXS_REQUIRE(p, !d.align_corners || !d.half_pixels, "its options align corners and pixels' centers at once");
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}
