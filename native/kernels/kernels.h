/*
 * Kernels: the inner loops that are worth writing for an instruction set. An operator's prepare asks for the first kernel of a
 * list that fits its parameters; the last one in each list is the operator's own plain reference, which fits everything. A
 * folder per instruction set provides kernels; dispatch.c lists those of a build.
 */
#ifndef TINYXS_KERNELS_KERNELS_H
#define TINYXS_KERNELS_KERNELS_H

#include "engine/operator.h"

typedef struct {
  /* Whether it can run the operator whose op data is given; *scratch is set to the bytes it needs. NULL: it always can.
   */
  bool (*fits)(const void *op_data, uint32_t *scratch);
  tinyxs_run_function run;
} tinyxs_kernel;

/* Lists, fastest first, ending with run = NULL. */
extern const tinyxs_kernel tinyxs_conv_2d_int8_kernels[];
extern const tinyxs_kernel tinyxs_depthwise_conv_2d_int8_kernels[];
extern const tinyxs_kernel tinyxs_fully_connected_int8_kernels[];

/* Sets the run function and the scratch memory of the first kernel that fits. */
tinyxs_status tinyxs_choose_kernel(tinyxs_prepare *p, const tinyxs_kernel *kernels, const void *op_data);

/* What convolutions keep. Shapes are NHWC; weights are OHWI, for depthwise 1HWO. */
typedef struct {
  int32_t batches, input_height, input_width, input_depth;
  int32_t output_height, output_width, output_depth;
  int32_t pad_top, pad_left;
  int32_t group_depth;            /* input channels that one output channel sees */
  int32_t group_outputs;          /* output channels that see the same ones; depthwise: the depth multiplier */
  int32_t channel_step, tap_step; /* weights from one output channel, or place in the window, to the next; < 0: turned round */
  int16_t kernel_height, kernel_width, stride_height, stride_width, dilation_height, dilation_width;
  int16_t input_dilation_height,
      input_dilation_width; /* transposed: the places between input elements, as the output sees them */
  int16_t input_zero_point, weights_zero_point, output_zero_point;
  uint8_t scale_step; /* 1: each output channel has its scale, as in int8 convolutions always; 0: one for all */
  uint8_t asymmetric; /* float32 inputs with int8 weights: whether these are quantized with a zero point */
  uint8_t wide;       /* int16 inputs: whether sums have 64 bits */
  uint8_t bias_bytes; /* of one bias */
  uint16_t unused;
  union {
    struct {
      int32_t activation_min, activation_max;
    };
    struct {
      float float_min, float_max;
    };
  };
  uint32_t multipliers; /* arena offset of int32[output_depth]; with float32 inputs: file position of the weights' scales */
  uint32_t shifts;      /* arena offset of int8[output_depth] */
} tinyxs_conv;

/*
 * What fully connected layers of int8 keep: output[batches][outputs] = input[batches][inputs] x weights[outputs][inputs] +
 * bias. The scales are as in tinyxs_conv.
 */
typedef struct {
  int32_t batches, inputs, outputs;
  int32_t input_zero_point, weights_zero_point, output_zero_point, activation_min, activation_max;
  int32_t scale_step;
  uint32_t multipliers, shifts;
} tinyxs_fully_connected;

/* The plain references; that of both convolutions is one. */
tinyxs_status tinyxs_convolution_int8(tinyxs_call *call);
tinyxs_status tinyxs_fully_connected_int8(tinyxs_call *call);

/* Portable C. */
tinyxs_status tinyxs_portable_conv_2d_int8(tinyxs_call *call);
tinyxs_status tinyxs_portable_depthwise_conv_2d_int8(tinyxs_call *call);
tinyxs_status tinyxs_portable_fully_connected_int8(tinyxs_call *call);

#endif
