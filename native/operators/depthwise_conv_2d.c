/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DEPTHWISE_CONV_2D: each input channel with its own weights [1][h][w][C x depth multiplier]. float32; int8 with int8 or int4
 * weights; int16 with int8 weights; and, beyond TensorFlow Lite Micro, float32 with int8 weights.
 */
#include "operators/convolution.h"

static tinyxs_status run_int8(tinyxs_call *call) { return tinyxs_run_convolution(call, tinyxs_depthwise_conv_2d_int8_kernels); }

static tinyxs_status prepare(tinyxs_plan *p) {
  const tinyxs_conv_traits traits = {.bias = 2,
                                     .activation = DEPTHWISE_CONV_2D_OPTIONS_ACTIVATION,
                                     .dilation_width = DEPTHWISE_CONV_2D_OPTIONS_DILATION_W_FACTOR,
                                     .dilation_height = DEPTHWISE_CONV_2D_OPTIONS_DILATION_H_FACTOR,
                                     .bias_type = TINYXS_NO_OPTION,
                                     .channel_dimension = 3,
                                     .kernels = true,
                                     .run = run_int8};
  tinyxs_conv conv;
  TINYXS_TRY(tinyxs_prepare_convolution(p, &traits, &conv));
  tinyxs_info weights = tinyxs_input_info(p, 1);
  TINYXS_REQUIRE(p, weights.shape[0] == 1 && weights.shape[3] == conv.output_depth,
                 "its weights make %d channels, its output has %d", weights.shape[3], conv.output_depth);
  conv.group_depth = 1;
  conv.depthwise = true;
  TINYXS_REQUIRE(p, conv.output_depth % conv.input_depth == 0, "%d input channels do not fit %d output channels",
                 conv.input_depth, conv.output_depth);
  conv.asymmetric = true;
  return tinyxs_finish_convolution(p, &traits, &conv);
}

tinyxs_status tinyxs_prepare_depthwise_conv_2d(tinyxs_plan *p) { return prepare(p); }
static void choose(tinyxs_plan *p) { tinyxs_choose_convolution(p, tinyxs_depthwise_conv_2d_int8_kernels); }
static const char *name_kernel(const tinyxs_node *node) {
  return node->run == run_int8 ? tinyxs_depthwise_conv_2d_int8_kernels[tinyxs_chosen_kernel(node)]->name : NULL;
}

const tinyxs_kernel_choice tinyxs_kernels_of_depthwise_conv_2d = {choose, name_kernel};
