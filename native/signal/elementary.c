/* SPDX-License-Identifier: Apache-2.0 */
/* Cosine, logarithm and exponential by range reduction and Taylor series. */
#include "signal/elementary.h"

#include <float.h>

_Static_assert(FLT_EVAL_METHOD == 0, "tables need IEEE 754 arithmetic without excess precision");

#define HALF_PI 1.57079632679489661923
#define LN2     0.69314718055994530942

/* x^first / first! - x^(first + 2) / (first + 2)! + ..., |x| <= pi / 4: the cosine from 0, the sine from 1. */
static double alternating_series(double x, uint32_t first) {
  double term = first == 0 ? 1.0 : x, sum = term;
  for (uint32_t i = first + 1; i < 20; i += 2) {
    term = -term * x * x / (double)(i * (i + 1));
    sum += term;
  }
  return sum;
}

double tinyxs_cos_turn(uint32_t numerator, uint32_t denominator) {
  uint32_t quarters = (numerator % denominator) * 4;
  uint32_t quadrant = quarters / denominator, rest = quarters % denominator;
  uint32_t sine = quadrant & 1;
  if (rest > denominator / 2) {
    rest = denominator - rest;
    sine ^= 1;
  }
  double value = alternating_series(HALF_PI * (double)rest / (double)denominator, sine);
  return quadrant == 1 || quadrant == 2 ? -value : value;
}

double tinyxs_ln(double x) {
  int32_t exponent = 0;
  for (; x > 1.4142135623730951; x *= 0.5) exponent++;
  for (; x < 0.7071067811865476; x *= 2.0) exponent--;
  double s = (x - 1.0) / (x + 1.0), power = s, sum = s;
  for (uint32_t i = 3; i < 27; i += 2) {
    power *= s * s;
    sum += power / (double)i;
  }
  return 2.0 * sum + tinyxs_product(exponent, LN2);
}

double tinyxs_exp(double x) {
  int32_t exponent = (int32_t)(x / LN2 + (x < 0 ? -0.5 : 0.5));
  double rest = x - tinyxs_product(exponent, LN2), term = 1.0, sum = 1.0;
  for (uint32_t i = 1; i < 18; i++) {
    term = tinyxs_product(term, rest / (double)i);
    sum += term;
  }
  for (; exponent > 0; exponent--) sum *= 2.0;
  for (; exponent < 0; exponent++) sum *= 0.5;
  return sum;
}
