/*
 * Kernels: the inner loops that are worth writing for an instruction set. An operator's prepare asks for the first kernel of a
 * list that fits its parameters; the last one in each list is the operator's own plain reference, which fits everything. A
 * folder per instruction set provides kernels; dispatch.c lists those of a build.
 */
#ifndef TINYXS_KERNELS_KERNELS_H
#define TINYXS_KERNELS_KERNELS_H

#include "engine/operator.h"

typedef struct {
  /* Whether it can run the operator whose kept structure is given; *scratch is set to the bytes it needs. NULL: it always can.
   */
  bool (*fits)(const void *kept, uint32_t *scratch);
  tinyxs_run_function run;
} tinyxs_kernel;

/* Lists, fastest first, ending with run = NULL. */
extern const tinyxs_kernel tinyxs_conv_2d_int8_kernels[];
extern const tinyxs_kernel tinyxs_depthwise_conv_2d_int8_kernels[];
extern const tinyxs_kernel tinyxs_fully_connected_int8_kernels[];

/* Sets the run function and the scratch memory of the first kernel that fits. */
tinyxs_status tinyxs_choose_kernel(tinyxs_prepare *p, const tinyxs_kernel *kernels, const void *kept);

/* What convolutions keep. Shapes are NHWC; weights are OHWI, for depthwise 1HWO. */
typedef struct {
  int32_t batches, input_height, input_width, input_depth;
  int32_t output_height, output_width, output_depth;
  int32_t kernel_height, kernel_width, stride_height, stride_width, dilation_height, dilation_width, pad_top, pad_left;
  int32_t depth_multiplier; /* depthwise: output channels per input channel */
  int32_t group_depth;      /* input channels that one output channel sees */
  int32_t input_zero_point, output_zero_point, activation_min, activation_max;
  float float_min, float_max;
  uint32_t multipliers; /* arena offset of int32[output_depth] */
  uint32_t shifts;      /* arena offset of int8[output_depth] */
} tinyxs_conv;

/* What fully connected layers keep: output[batches][outputs] = input[batches][inputs] x weights[outputs][inputs] + bias. */
typedef struct {
  int32_t batches, inputs, outputs;
  int32_t input_zero_point, weights_zero_point, output_zero_point, activation_min, activation_max;
  float float_min, float_max;
  int32_t multiplier, shift;
  uint32_t multipliers, shifts; /* arena offsets as in tinyxs_conv; 0: one for all outputs */
} tinyxs_fully_connected;

/* The plain references. */
tinyxs_status tinyxs_conv_2d_int8(tinyxs_call *call);
tinyxs_status tinyxs_depthwise_conv_2d_int8(tinyxs_call *call);
tinyxs_status tinyxs_fully_connected_int8(tinyxs_call *call);

/* Portable C. */
tinyxs_status tinyxs_portable_conv_2d_int8(tinyxs_call *call);
tinyxs_status tinyxs_portable_depthwise_conv_2d_int8(tinyxs_call *call);
tinyxs_status tinyxs_portable_fully_connected_int8(tinyxs_call *call);

#endif
