/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reductions over any axes, an int32 list. Each output is computed at once, from its inputs in the order in which they lie in
 * memory, so that no sums have to be kept and the output may take the input's place.
 */
#ifndef TINYXS_OPERATORS_REDUCTION_H
#define TINYXS_OPERATORS_REDUCTION_H

#include "operators/strided_copy.h"

typedef struct {
  uint32_t outputs, axes; /* elements; how many axes are listed */
  int32_t mean, input_zero_point, output_zero_point, multiplier, shift;
  int32_t rank, shape[TINYXS_RANK];
} tinyxs_reduction;

/* Where an output's inputs lie, and what turns their sum into the output. */
typedef struct {
  uint32_t reduced, rank;                 /* strides of one output's inputs, from row 0; all strides */
  tinyxs_stride strides[TINYXS_RANK + 1]; /* in elements */
  uint32_t count;                         /* inputs of an output */
  int32_t offset, multiplier, shift;
  float divisor;
} tinyxs_reduction_plan;

/* Plans a run; fails if the axes do not fit the input and the output. */
tinyxs_status tinyxs_start_reduction(const tinyxs_call *call, tinyxs_reduction_plan *w);

/* Checks shapes and types, and fills `d` but for the quantization. */
tinyxs_status tinyxs_prepare_reduction(tinyxs_plan *p, tinyxs_reduction *d);
/* Keeps it for run. */
void tinyxs_set_reduction(tinyxs_plan *p, const tinyxs_reduction *d);

#endif
