/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elementary functions for computing tables, from the four operations of IEEE 754 alone: tables come out the same on every
 * target, whatever its libm and whether or not it fuses multiply-adds. Errors stay below 1e-14 of the result (of 1, for the
 * cosine).
 */
#ifndef TINYXS_SIGNAL_ELEMENTARY_H
#define TINYXS_SIGNAL_ELEMENTARY_H

#include <stdint.h>

#include "kernels/exact_product.h"

/* cos(2 pi numerator / denominator), a fraction of a turn; denominator 1 to 2^30. */
double tinyxs_cos_turn(uint32_t numerator, uint32_t denominator);
/* The natural logarithm of a positive normal number. */
double tinyxs_ln(double x);
/* e^x for |x| <= 700. */
double tinyxs_exp(double x);

#endif
