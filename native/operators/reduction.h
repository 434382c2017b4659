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

/* Defines a run function: each output is FINISH(op_data, walk, value), its inputs joined to START one by one with VISIT. */
#define TINYXS_RUN_REDUCTION(name, type, value_type, START, VISIT, FINISH)                                                     \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const tinyxs_reduction *d = tinyxs_op_data(call);                                                                          \
    const type *input = tinyxs_input_data(call, 0);                                                                            \
    type *output = tinyxs_output_data(call, 0);                                                                                \
    tinyxs_reduction_plan w;                                                                                                   \
    TINYXS_TRY(tinyxs_start_reduction(call, &w));                                                                              \
    uint32_t place[TINYXS_RANK + 1] = {0}, row = w.strides[0].size;                                                            \
    int32_t at = 0, none = 0, step = w.strides[0].from;                                                                        \
    for (uint32_t o = 0; o < d->outputs; o++) {                                                                                \
      value_type value = START;                                                                                                \
      do {                                                                                                                     \
        int32_t x = at;                                                                                                        \
        for (uint32_t i = 0; i < row; i++, x += step) value = VISIT(value, input[x]);                                          \
      } while (tinyxs_next_place(w.strides + 1, w.reduced - 1, place, &at, &none));                                            \
      output[o] = (type)FINISH(d, &w, value);                                                                                  \
      tinyxs_next_place(w.strides + w.reduced, w.rank - w.reduced, place + w.reduced, &at, &none);                             \
    }                                                                                                                          \
    return TINYXS_OK;                                                                                                          \
  }

/* Checks shapes and types, and fills `d` but for the quantization. */
tinyxs_status tinyxs_prepare_reduction(tinyxs_prepare *p, tinyxs_reduction *d);
/* Keeps it all. */
void tinyxs_set_reduction(tinyxs_prepare *p, const tinyxs_reduction *d, tinyxs_run_function run);

#endif
