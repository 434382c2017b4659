/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elementwise operators of two inputs, with NumPy's broadcasting: dimensions are aligned at the end and those of size 1 repeat.
 * Prepare joins neighboring dimensions that step alike, so that equal shapes and scalars become a single row.
 */
#ifndef TINYXS_OPERATORS_BINARY_H
#define TINYXS_OPERATORS_BINARY_H

#include "operators/common.h"

/* What the op data of every such operator begins with. Row: the innermost joined dimension. */
typedef struct {
  uint32_t rows, row;     /* how many rows, elements in each */
  uint8_t a_step, b_step; /* 1, or 0 where the input repeats, along a row */
  uint8_t outer;          /* joined dimensions outside the row */
  uint8_t unused;
  uint32_t strides; /* arena offset of [outer] tinyxs_outer, the innermost first */
} tinyxs_broadcast;

typedef struct {
  uint32_t size, a_stride, b_stride;
} tinyxs_outer;

/* Checks the shapes and fills `broadcast`; offers to work in place of an input of the output's shape. */
tinyxs_status tinyxs_prepare_broadcast(tinyxs_plan *p, tinyxs_broadcast *broadcast);
/* Fills `broadcast` for two of an operator's inputs; fails unless both can be repeated to the output's shape. */
tinyxs_status tinyxs_plan_broadcast(tinyxs_plan *p, const tinyxs_info *a, const tinyxs_info *b, const tinyxs_info *output,
                                    tinyxs_broadcast *broadcast);
/* The size of dimension d of `rank`, counted for a tensor whose dimensions are aligned at the end. */
uint32_t tinyxs_size_at(const tinyxs_info *info, int32_t d, int32_t rank);

/* Where row r of each input starts, in elements. */
static inline void tinyxs_broadcast_row(const tinyxs_call *call, const tinyxs_broadcast *broadcast, uint32_t r, uint32_t *a,
                                        uint32_t *b) {
  const tinyxs_outer *outer = (const tinyxs_outer *)tinyxs_persistent(call, broadcast->strides);
  *a = *b = 0;
  for (uint32_t i = 0; i < broadcast->outer; i++) {
    uint32_t position = r % outer[i].size;
    r /= outer[i].size;
    *a += position * outer[i].a_stride;
    *b += position * outer[i].b_stride;
  }
}

/* One row: `a` and `b` are where the inputs' start, `output` where the output's starts. */
typedef void (*tinyxs_row)(const void *op_data, const void *a, const void *b, void *output);

/* Runs an operator row by row; sizes are those of elements, in bytes. */
tinyxs_status tinyxs_run_rows(tinyxs_call *call, tinyxs_row row, uint32_t a_bytes, uint32_t b_bytes, uint32_t output_bytes);

/*
 * Defines a run function: output[i] = FUNCTION(op_data, a, b) over all broadcast. `op_data_type` starts with a tinyxs_broadcast
 * named broadcast.
 */
#define TINYXS_RUN_MIXED_BROADCAST(name, op_data_type, a_type, b_type, output_type, FUNCTION)                                  \
  static void name##_row(const void *data, const void *a, const void *b, void *output) {                                       \
    const op_data_type *d = data;                                                                                              \
    output_type *to = output;                                                                                                  \
    for (uint32_t n = d->broadcast.row, i = 0, j = 0; n-- > 0; i += d->broadcast.a_step, j += d->broadcast.b_step)             \
      *to++ = (output_type)FUNCTION(d, ((const a_type *)a)[i], ((const b_type *)b)[j]);                                        \
  }                                                                                                                            \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    return tinyxs_run_rows(call, name##_row, sizeof(a_type), sizeof(b_type), sizeof(output_type));                             \
  }
#define TINYXS_RUN_BROADCAST(name, op_data_type, type, FUNCTION)                                                               \
  TINYXS_RUN_MIXED_BROADCAST(name, op_data_type, type, type, type, FUNCTION)

#endif
