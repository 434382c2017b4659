/* What convolutions and fully connected layers check, prepare and run in the same way. */
#ifndef TINYXS_OPERATORS_CONVOLUTION_H
#define TINYXS_OPERATORS_CONVOLUTION_H

#include "kernels/kernels.h"
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
  const tinyxs_kernel *kernels; /* for int8 inputs and weights, with a scale for each channel; NULL: the plain loop */
} tinyxs_conv_traits;

/*
 * Reads shapes and options into `conv` and checks them, all but the weights' depth. Weights are [O or 1][height][width][depth].
 */
tinyxs_status tinyxs_prepare_convolution(tinyxs_prepare *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv);

/*
 * Checks types, bias, scales and activation, keeps each output channel's scale (input scale x weights' scale / output scale),
 * and sets the plain loop for the types as run.
 */
tinyxs_status tinyxs_check_layer(tinyxs_prepare *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv);

/* Does that, prefers a kernel for int8 inputs and weights, and keeps `conv`. */
tinyxs_status tinyxs_finish_convolution(tinyxs_prepare *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv);

/* The plain loops; those of int8 are in kernels.h. Named after the inputs, int4 after the weights of int8 inputs. */
tinyxs_status tinyxs_convolution_int4(tinyxs_call *call);
tinyxs_status tinyxs_convolution_int16(tinyxs_call *call);
tinyxs_status tinyxs_convolution_float(tinyxs_call *call);
tinyxs_status tinyxs_convolution_hybrid(tinyxs_call *call);

/* Quantizes to int8, with a zero point or symmetrically to -127..127. */
void tinyxs_quantize_values(const float *values, uint32_t count, bool asymmetric, int8_t *quantized, float *scale,
                            int32_t *zero_point);

#endif
