/* SPDX-License-Identifier: Apache-2.0 */
/* RESIZE_NEAREST_NEIGHBOR. All types. */
#include <math.h>

#include "operators/resize.h"

static uint32_t nearest(const tinyxs_resize *d, const tinyxs_side *s, int32_t i) {
  float place = ((float)i + (d->half_pixels ? 0.5f : 0)) * s->step;
  return (uint32_t)tinyxs_inside((int32_t)(d->align_corners ? roundf(place) : floorf(place)), s);
}

static tinyxs_status run_nearest(tinyxs_call *call) {
  const tinyxs_resize *d = tinyxs_op_data(call);
  const uint8_t *input = tinyxs_input_data(call, 0);
  uint8_t *output = tinyxs_output_data(call, 0);
  uint32_t row = (uint32_t)d->width.input * d->depth;
  for (int32_t b = 0; b < d->batches; b++, input += (uint32_t)d->height.input * row) {
    for (int32_t y = 0; y < d->height.output; y++) {
      const uint8_t *from = input + nearest(d, &d->height, y) * row;
      for (int32_t x = 0; x < d->width.output; x++, output += d->depth) {
        memcpy(output, from + nearest(d, &d->width, x) * d->depth, d->depth);
      }
    }
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_resize_nearest_neighbor(tinyxs_plan *p) {
  tinyxs_resize d;
  TINYXS_TRY(tinyxs_prepare_resize(p, RESIZE_NEAREST_NEIGHBOR_OPTIONS_ALIGN_CORNERS, &d));
  tinyxs_info input = tinyxs_input_info(p, 0);
  uint32_t element = tinyxs_type_bytes(input.type);
  if (!element) return tinyxs_reject_type(p, "an input", &input);
  d.depth *= element;
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run_nearest);
  return TINYXS_OK;
}
