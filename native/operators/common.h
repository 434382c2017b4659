/* SPDX-License-Identifier: Apache-2.0 */
/* What several operators share: scales as integers, activation ranges, padding. */
#ifndef TINYXS_OPERATORS_COMMON_H
#define TINYXS_OPERATORS_COMMON_H

#include "kernels/fixed_point.h"
#include "operators/operators.h"

/* Splits a real factor >= 0, which may be infinite, into multiplier * 2^(shift - 31) as tinyxs_requantize takes it. */
void tinyxs_quantize_multiplier(double factor, int32_t *multiplier, int32_t *shift);
/* The same for parameters of kernels, whose shifts have 8 bits. */
static inline void tinyxs_set_factor(double factor, int32_t *multiplier, int8_t *shift) {
  int32_t exponent;
  tinyxs_quantize_multiplier(factor, multiplier, &exponent);
  *shift = (int8_t)exponent;
}

/* The least and largest number of an 8- or 16-bit integer type. */
int32_t tinyxs_type_min(tinyxs_type type);
int32_t tinyxs_type_max(tinyxs_type type);

/* The range that a fused activation leaves to a quantized output; fails on activations that TensorFlow Lite Micro lacks too. */
tinyxs_status tinyxs_activation_range(tinyxs_plan *p, int32_t activation, const tinyxs_info *output, int32_t *min,
                                      int32_t *max);
/* The same for int32 without a scale, and for float32. */
tinyxs_status tinyxs_plain_activation_range(tinyxs_plan *p, int32_t activation, int32_t *min, int32_t *max);
tinyxs_status tinyxs_float_activation_range(tinyxs_plan *p, int32_t activation, float *min, float *max);

/* Which function runs elements of a type. Lists of these end with one that has none. */
typedef struct {
  tinyxs_type type;
  tinyxs_run_function run;
} tinyxs_typed_run;

/* Sets the function for the type of an input, `what` in messages; fails if the list has none. */
tinyxs_status tinyxs_set_typed_run(tinyxs_plan *p, const tinyxs_typed_run *runs, const char *what, const tinyxs_info *input);

/*
 * One dimension of a sliding window: checks the options and the output's size, and gives the padding before the first element.
 * `what` names the dimension in messages.
 */
tinyxs_status tinyxs_window_padding(tinyxs_plan *p, const char *what, int32_t padding, int32_t input, int32_t window,
                                    int32_t stride, int32_t dilation, int32_t output, int32_t *before);

/* Resolves a constant int32 tensor of axes, negative ones counting from the end, into bits; fails on what doesn't fit. */
tinyxs_status tinyxs_axis_bits(tinyxs_plan *p, const tinyxs_info *axes, int32_t rank, uint32_t *bits);

#endif
