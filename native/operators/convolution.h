/* What the two convolutions check and prepare in the same way. */
#ifndef TINYXS_OPERATORS_CONVOLUTION_H
#define TINYXS_OPERATORS_CONVOLUTION_H

#include "kernels/kernels.h"
#include "operators/common.h"

/*
 * The scale of each output channel as int32 multipliers and int8 shifts, kept in the arena: input scale x weight scale / output
 * scale.
 */
tinyxs_status tinyxs_keep_channel_scales(tinyxs_prepare *p, const tinyxs_info *input, const tinyxs_info *weights,
                                         const tinyxs_info *output, int32_t channels, int32_t dimension, uint32_t *multipliers,
                                         uint32_t *shifts);

/* Options by field number: those of Conv2DOptions and DepthwiseConv2DOptions differ. */
typedef struct {
  uint32_t activation, dilation_width, dilation_height;
} tinyxs_conv_fields;

/*
 * Reads shapes and options into `conv` and checks them, all but the weights' depth. Weights are [O or 1][height][width][depth].
 */
tinyxs_status tinyxs_prepare_convolution(tinyxs_prepare *p, tinyxs_conv_fields fields, tinyxs_conv *conv);

/* Chooses and sets run, or rejects the types. */
tinyxs_status tinyxs_finish_convolution(tinyxs_prepare *p, tinyxs_conv *conv, int32_t channel_dimension,
                                        tinyxs_run_function run_float, const tinyxs_kernel *int8_kernels);

#endif
