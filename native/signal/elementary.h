/*
 * Elementary functions for computing tables, from the four operations of IEEE 754 alone: tables come out the same on every
 * target, whatever its libm and whether or not it fuses multiply-adds. Errors stay below 1e-14 of the result (of 1, for the
 * cosine).
 */
#ifndef TINYXS_SIGNAL_ELEMENTARY_H
#define TINYXS_SIGNAL_ELEMENTARY_H

#include <stdint.h>

/* cos(2 pi numerator / denominator), a fraction of a turn; denominator 1 to 2^30. */
double tinyxs_cos_turn(uint32_t numerator, uint32_t denominator);
/* The natural logarithm of a positive normal number. */
double tinyxs_ln(double x);
/* e^x for |x| <= 700. */
double tinyxs_exp(double x);

/* a * b, rounded on its own: compilers fuse a product with the sum it goes into, also through casts. */
static inline double tinyxs_product(double a, double b) {
  volatile double product = a * b;
  return product;
}
static inline float tinyxs_float_product(float a, float b) {
  volatile float product = a * b;
  return product;
}

#endif
