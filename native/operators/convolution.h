/* What convolutions and fully connected layers check, prepare and run in the same way. */
#ifndef TINYXS_OPERATORS_CONVOLUTION_H
#define TINYXS_OPERATORS_CONVOLUTION_H

#include "kernels/kernel_set.h"
#include "operators/common.h"

/* An option's number that no operator of this family has. */
enum { TINYXS_NO_OPTION = 99 };

/* How operators of this family differ. */
typedef struct {
  uint8_t input, bias;                                            /* numbers of these inputs; the weights are input 1 */
  uint8_t activation, dilation_width, dilation_height, bias_type; /* options by field number */
  bool transposed;                                                /* TRANSPOSE_CONV */
  bool dense;                /* FULLY_CONNECTED: any zero points; one scale's product with the input's is rounded to float32 */
  int32_t channel_dimension; /* the weights' dimension along which they may have scales */
  const tinyxs_conv_kernel *const
      *kernels;            /* for int8 inputs and weights, with a scale for each channel; NULL: the reference */
  tinyxs_run_function run; /* runs the one that is chosen: tinyxs_run_convolution() with the list */
} tinyxs_conv_traits;

/* The channels' scales (input scale x weights' scale / output scale) and what is known of them. */
typedef struct {
  uint32_t at; /* for tinyxs_find_multipliers(); with float32 inputs the file position of the weights' scales */
  tinyxs_bounds bounds;
} tinyxs_scales;

/*
 * Reads shapes and options into `conv` and checks them, all but the weights' depth. Weights are [O or 1][height][width][depth].
 */
tinyxs_status tinyxs_prepare_convolution(tinyxs_prepare *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv);

/* Checks types, bias, scales and activation, keeps the scales, and sets the function that runs the plain loop for the types. */
tinyxs_status tinyxs_check_layer(tinyxs_prepare *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv, tinyxs_scales *scales);

/* Keeps what the plain loop needs. */
void tinyxs_keep_convolution(tinyxs_prepare *p, const tinyxs_conv *conv, const tinyxs_scales *scales);

/* Does both; for int8 inputs and weights chooses one of the kernels. */
tinyxs_status tinyxs_finish_convolution(tinyxs_prepare *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv);

/* Runs the kernel of the list that has been chosen. */
tinyxs_status tinyxs_run_convolution(tinyxs_call *call, const tinyxs_conv_kernel *const *kernels);

/* Finds the multipliers and shifts of `count` output channels. */
void tinyxs_find_multipliers(const tinyxs_call *call, uint32_t at, int32_t count, tinyxs_conv_data *data);

#endif
