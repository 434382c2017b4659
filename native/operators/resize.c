/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes and steps of resized images. */
#include "operators/resize.h"

static tinyxs_status prepare_side(tinyxs_plan *p, int32_t input, int32_t output, int32_t wanted, bool align_corners,
                                  tinyxs_side *s) {
  /* So that a place in 1/1024 fits 31 bits. */
  const int32_t most = 1 << 20;
  TINYXS_REQUIRE(p, input > 0 && input < most && output > 0 && output < most, "it turns size %d into %d", input, output);
  TINYXS_REQUIRE(p, output == wanted, "its output has size %d instead of %d", output, wanted);
  int32_t from = input, to = output;
  if (align_corners && output > 1) {
    from--;
    to--;
  }
  *s = (tinyxs_side){input, output, (1024 * from + to / 2) / to, (float)from / (float)to};
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_resize(tinyxs_plan *p, uint32_t align_corners_option, tinyxs_resize *d) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), size = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_REQUIRE(p, input.rank == 4 && output.rank == 4, "its input and output must have 4 dimensions");
  TINYXS_REQUIRE(p, size.type == TINYXS_INT32 && size.constant && size.count == 2,
                 "its size must be a constant of 2 int32 numbers");
  TINYXS_REQUIRE(p, input.shape[0] == output.shape[0] && input.shape[3] == output.shape[3],
                 "its output has %d batches and %d channels, its input %d and %d", output.shape[0], output.shape[3],
                 input.shape[0], input.shape[3]);
  bool align_corners = tinyxs_option_bool(p, align_corners_option, false);
  *d = (tinyxs_resize){.batches = input.shape[0],
                       .align_corners = align_corners,
                       .half_pixels = tinyxs_option_bool(p, align_corners_option + 1, false),
                       .depth = (uint32_t)input.shape[3]};
  const int32_t *wanted = size.constant;
  TINYXS_TRY(prepare_side(p, input.shape[1], output.shape[1], wanted[0], align_corners, &d->height));
  return prepare_side(p, input.shape[2], output.shape[2], wanted[1], align_corners, &d->width);
}
