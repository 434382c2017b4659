/* SPDX-License-Identifier: Apache-2.0 */
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
  bool kernels;              /* for int8 inputs and weights there are kernels, which take a scale for each channel */
  tinyxs_run_function run;   /* runs the one that is chosen: tinyxs_run_convolution() with the list */
} tinyxs_conv_traits;

/* Where a run finds what input scale x weights' scale / output scale comes to as multipliers and shifts. */
typedef enum {
  TINYXS_ONE_SCALE,       /* here */
  TINYXS_PREPARED_SCALES, /* in the file, by `tinyxs prepare` */
  TINYXS_COMPUTED_SCALES, /* it computes them, in scratch memory */
  TINYXS_FLOAT_SCALES     /* inputs are quantized at run time: the weights' own scales, in the file */
} tinyxs_scale_source;

typedef struct {
  uint8_t source; /* a tinyxs_scale_source */
  uint8_t step;   /* bytes from one scale to the next */
  int8_t shift;
  uint8_t unused;
  union {
    int32_t multiplier;
    uint32_t multipliers; /* file position */
    uint32_t scales;      /* file position */
  };
  union {
    uint32_t shifts; /* file position */
    float input_scale;
  };
  float output_scale;
} tinyxs_scales;

/* What holds for all scales. */
static const tinyxs_bounds tinyxs_any_scales = {.shift_min = -31, .shift_max = 30};

/* Scratch memory that a kernel has been chosen with: what tinyxs_scratch_at() takes. */
typedef struct {
  tinyxs_plan *p;
  uint32_t *at;
} tinyxs_scratch_request;
/* As choose_kernel() asks for it; `request` is a tinyxs_scratch_request. */
bool tinyxs_find_kernel_scratch(void *request, uint32_t bytes);

/*
 * Reads shapes and options into `conv` and checks them, all but the weights' depth. Weights are [O or 1][height][width][depth].
 */
tinyxs_status tinyxs_prepare_convolution(tinyxs_plan *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv);

/* Checks types, bias, scales and activation, finds the scales, and sets the function that runs the plain loop for the types. */
tinyxs_status tinyxs_check_layer(tinyxs_plan *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv, tinyxs_scales *scales);

/* Sets the op data that the plain loop needs. */
void tinyxs_set_convolution(tinyxs_plan *p, const tinyxs_conv *conv, const tinyxs_scales *scales);

/* Does both. */
tinyxs_status tinyxs_finish_convolution(tinyxs_plan *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv);

/* Chooses a kernel of the list for int8 inputs and weights. */
void tinyxs_choose_convolution(tinyxs_plan *p, const tinyxs_conv_kernel *const *kernels);

/* The number of the kernel that has been chosen. */
uint8_t tinyxs_chosen_kernel(const tinyxs_node *node);

/* Runs the kernel of the list that has been chosen. */
tinyxs_status tinyxs_run_convolution(tinyxs_call *call, const tinyxs_conv_kernel *const *kernels);

/* Finds the multipliers and shifts of `count` output channels, or computes them. */
void tinyxs_find_multipliers(const tinyxs_call *call, const tinyxs_scales *scales, int32_t count, tinyxs_conv_data *data);

#endif
