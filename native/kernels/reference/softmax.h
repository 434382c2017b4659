/* SPDX-License-Identifier: Apache-2.0 */
/* What SOFTMAX and LOG_SOFTMAX share: exponentials of int8 in fixed point; and the tables of SOFTMAX of int16. */
#ifndef TINYXS_KERNELS_REFERENCE_SOFTMAX_H
#define TINYXS_KERNELS_REFERENCE_SOFTMAX_H

#include "kernels/fixed_point.h"
#include "kernels/kernel.h"

/* Integer bits of exponents and of sums of exponentials. */
enum { TINYXS_SOFTMAX_INPUT_BITS = 5, TINYXS_SOFTMAX_SUM_BITS = 12 };

/* A difference from the row's maximum in Q5.26. */
static inline int32_t tinyxs_softmax_difference(const tinyxs_softmax *s, int32_t difference) {
  return tinyxs_high_mul(tinyxs_wrap_mul(difference, (int32_t)((uint32_t)1 << s->shift)), s->multiplier);
}
/* The row's maximum, and the sum of e^(x - maximum) in Q12.19. */
int32_t tinyxs_softmax_sum(const tinyxs_softmax *s, const int8_t *row, int32_t *maximum);

void tinyxs_softmax_int8_reference(const tinyxs_softmax *s, const tinyxs_softmax_data *d);
/* int8 to int16. */
void tinyxs_softmax_int8_int16_reference(const tinyxs_softmax *s, const tinyxs_softmax_data *d);
void tinyxs_softmax_int16_reference(const tinyxs_softmax *s, const tinyxs_softmax_data *d);
void tinyxs_softmax_float_reference(const tinyxs_softmax *s, const tinyxs_softmax_data *d);

/*
 * Point i of TINYXS_SOFTMAX_POINTS of a function from `low` to `high`, in Q0.15, moved so that the line to the next point errs
 * as much in the middle as at its ends.
 */
enum { TINYXS_SOFTMAX_POINTS = 513 };
int16_t tinyxs_softmax_point(float (*function)(float x), float low, float high, int32_t i);

#endif
