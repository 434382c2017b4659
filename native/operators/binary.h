/*
 * Elementwise operators of two inputs, with NumPy's broadcasting: dimensions are aligned at the end and those of size 1 repeat.
 * Prepare joins neighbouring dimensions that step alike, so that equal shapes and scalars become a single row.
 */
#ifndef TINYXS_OPERATORS_BINARY_H
#define TINYXS_OPERATORS_BINARY_H

#include "operators/common.h"

/* What is kept first by every such operator. Row: the innermost joined dimension. */
typedef struct {
  uint32_t rows, row;     /* how many rows, elements in each */
  uint8_t a_step, b_step; /* 1, or 0 where the input repeats, along a row */
  uint8_t outer;          /* joined dimensions outside the row */
  uint8_t unused;
  uint32_t strides; /* arena offset of [outer] tinyxs_outer, the innermost first */
} tinyxs_pairs;

typedef struct {
  uint32_t size, a_stride, b_stride;
} tinyxs_outer;

/* Checks the shapes and fills `pairs`; offers to work in place of an input of the output's shape. */
tinyxs_status tinyxs_prepare_pairs(tinyxs_prepare *p, tinyxs_pairs *pairs);
/* Fills `pairs` for two of an operator's inputs; fails unless both can be repeated to the output's shape. */
tinyxs_status tinyxs_join_pairs(tinyxs_prepare *p, const tinyxs_info *a, const tinyxs_info *b, const tinyxs_info *output,
                                tinyxs_pairs *pairs);
/* The size of dimension d of `rank`, counted for a tensor whose dimensions are aligned at the end. */
uint32_t tinyxs_size_at(const tinyxs_info *info, int32_t d, int32_t rank);

/* Where row r of each input starts, in elements. */
static inline void tinyxs_pair_row(const tinyxs_call *call, const tinyxs_pairs *pairs, uint32_t r, uint32_t *a, uint32_t *b) {
  const tinyxs_outer *outer = (const tinyxs_outer *)tinyxs_kept_at(call, pairs->strides);
  *a = *b = 0;
  for (uint32_t i = 0; i < pairs->outer; i++) {
    uint32_t position = r % outer[i].size;
    r /= outer[i].size;
    *a += position * outer[i].a_stride;
    *b += position * outer[i].b_stride;
  }
}

/*
 * Defines a run function: output[i] = FUNCTION(kept, a, b) over all pairs. `kept_type` starts with a tinyxs_pairs named pairs.
 */
#define TINYXS_RUN_MIXED_PAIRS(name, kept_type, a_type, b_type, output_type, FUNCTION)                                         \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const kept_type *d = tinyxs_kept(call);                                                                                    \
    const a_type *a = tinyxs_input_data(call, 0);                                                                              \
    const b_type *b = tinyxs_input_data(call, 1);                                                                              \
    output_type *output = tinyxs_output_data(call, 0);                                                                         \
    for (uint32_t r = 0; r < d->pairs.rows; r++) {                                                                             \
      uint32_t i, j;                                                                                                           \
      tinyxs_pair_row(call, &d->pairs, r, &i, &j);                                                                             \
      for (uint32_t n = 0; n < d->pairs.row; n++, i += d->pairs.a_step, j += d->pairs.b_step) {                                \
        *output++ = (output_type)FUNCTION(d, a[i], b[j]);                                                                      \
      }                                                                                                                        \
    }                                                                                                                          \
    return TINYXS_OK;                                                                                                          \
  }
#define TINYXS_RUN_PAIRS(name, kept_type, type, FUNCTION) TINYXS_RUN_MIXED_PAIRS(name, kept_type, type, type, type, FUNCTION)

#endif
