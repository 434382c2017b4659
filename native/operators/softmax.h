/* What SOFTMAX and LOG_SOFTMAX share: rows along the last dimension, and exponentials of int8 in fixed point. */
#ifndef TINYXS_OPERATORS_SOFTMAX_H
#define TINYXS_OPERATORS_SOFTMAX_H

#include "operators/common.h"

typedef struct {
  int32_t rows, depth;
  float beta;
  int32_t multiplier, left_shift; /* input difference to Q5.26 */
  int32_t difference_min;         /* below, e^difference counts as 0 */
} tinyxs_softmax;

/* Integer bits of exponents and of sums of exponentials. */
enum { TINYXS_SOFTMAX_INPUT_BITS = 5, TINYXS_SOFTMAX_SUM_BITS = 12 };

/* Checks one input and one output of the same size and fills rows and depth. */
tinyxs_status tinyxs_softmax_rows(tinyxs_prepare *p, tinyxs_softmax *d);
/* Fills what int8 needs from beta and the input's scale. */
tinyxs_status tinyxs_softmax_scale(tinyxs_prepare *p, tinyxs_softmax *d);

/* A difference from the row's maximum in Q5.26. */
static inline int32_t tinyxs_softmax_difference(const tinyxs_softmax *d, int32_t difference) {
  return tinyxs_high_mul(tinyxs_wrap_mul(difference, (int32_t)((uint32_t)1 << d->left_shift)), d->multiplier);
}
/* The row's maximum, and the sum of e^(x - maximum) in Q12.19. */
int32_t tinyxs_softmax_sum(const tinyxs_softmax *d, const int8_t *row, int32_t *maximum);

/* SOFTMAX of int16: sets all up. */
tinyxs_status tinyxs_prepare_softmax_int16(tinyxs_prepare *p, const tinyxs_softmax *rows);

#endif
