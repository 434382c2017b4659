/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CONV_2D: convolution of [N][H][W][C] with weights [O][h][w][C/groups]. float32; int8 with int8 or int4 weights; int16 with
 * int8 weights; and, beyond TensorFlow Lite Micro, float32 with int8 weights.
 */
#include "operators/convolution.h"

static bool scales_differ(const tinyxs_plan *p, const tinyxs_info *weights) {
  for (uint32_t c = 1; c < weights->channels; c++) {
    if (tinyxs_channel_scale(p, weights, c) != weights->scale) return true;
  }
  return false;
}

static tinyxs_status run_int8(tinyxs_call *call) { return tinyxs_run_convolution(call, tinyxs_conv_2d_int8_kernels); }

static tinyxs_status prepare(tinyxs_plan *p) {
  const tinyxs_conv_traits traits = {.bias = 2,
                                     .activation = CONV_2D_OPTIONS_ACTIVATION,
                                     .dilation_width = CONV_2D_OPTIONS_DILATION_W_FACTOR,
                                     .dilation_height = CONV_2D_OPTIONS_DILATION_H_FACTOR,
                                     .bias_type = CONV_2D_OPTIONS_QUANTIZED_BIAS_TYPE,
                                     .kernels = true,
                                     .run = run_int8};
  tinyxs_conv conv;
  TINYXS_TRY(tinyxs_prepare_convolution(p, &traits, &conv));
  tinyxs_info weights = tinyxs_input_info(p, 1);
  TINYXS_REQUIRE(p, weights.shape[0] == conv.output_depth, "its weights make %d channels, its output has %d", weights.shape[0],
                 conv.output_depth);
  int32_t depth = weights.shape[3], groups = conv.input_depth / depth;
  TINYXS_REQUIRE(p, groups > 0 && conv.input_depth % depth == 0 && conv.output_depth % groups == 0,
                 "%d input channels and weights of depth %d do not fit", conv.input_depth, depth);
  conv.group_depth = depth;
  conv.asymmetric = groups > 1 || scales_differ(p, &weights);
  return tinyxs_finish_convolution(p, &traits, &conv);
}

tinyxs_status tinyxs_prepare_conv_2d(tinyxs_plan *p) { return prepare(p); }
static void choose(tinyxs_plan *p) { tinyxs_choose_convolution(p, tinyxs_conv_2d_int8_kernels); }
static const char *name_kernel(const tinyxs_node *node) {
  return node->run == run_int8 ? tinyxs_conv_2d_int8_kernels[tinyxs_chosen_kernel(node)]->name : NULL;
}

const tinyxs_kernel_choice tinyxs_kernels_of_conv_2d = {choose, name_kernel};
