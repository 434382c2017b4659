/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TRANSPOSE_CONV: each element of [N][H][W][C] adds its share of weights [O][h][w][C] to a window of the output. float32; int8;
 * int16 with int8 weights and a bias of 16, 32 or 64 bits; and, beyond TensorFlow Lite Micro, float32 with int8 weights. The
 * shape in input 0 says what the output's own shape says, too.
 */
#include "operators/convolution.h"

static tinyxs_status prepare(tinyxs_plan *p) {
  const tinyxs_conv_traits traits = {.input = 2,
                                     .bias = 3,
                                     .activation = TRANSPOSE_CONV_OPTIONS_ACTIVATION,
                                     .dilation_width = TINYXS_NO_OPTION,
                                     .dilation_height = TINYXS_NO_OPTION,
                                     .bias_type = TINYXS_NO_OPTION,
                                     .transposed = true};
  tinyxs_conv conv;
  TINYXS_TRY(tinyxs_prepare_convolution(p, &traits, &conv));
  tinyxs_info weights = tinyxs_input_info(p, 1);
  TINYXS_REQUIRE(p, weights.shape[0] == conv.output_depth && weights.shape[3] == conv.input_depth,
                 "its weights take %d channels and make %d, not %d and %d", weights.shape[3], weights.shape[0],
                 conv.input_depth, conv.output_depth);
  conv.group_depth = conv.input_depth;
  conv.asymmetric = true;
  return tinyxs_finish_convolution(p, &traits, &conv);
}

tinyxs_status tinyxs_prepare_transpose_conv(tinyxs_plan *p) { return prepare(p); }
