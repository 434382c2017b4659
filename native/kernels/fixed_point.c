/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exponential, logistic, hyperbolic tangent, reciprocal and inverse root in fixed point. The polynomials and constants are
 * those of gemmlowp's fixedpoint.h, which TensorFlow Lite's integer kernels are defined by; each step rounds as it does there.
 */
#include "kernels/fixed_point.h"

/* e^a for a in [-1/4, 0) in Q0.31: Taylor's series of degree 4 around -1/8. */
static int32_t exp_small(int32_t a) {
  const int32_t exp_minus_eighth = 1895147668, third = 715827883;
  int32_t x = tinyxs_wrap_add(a, 1 << 28);
  int32_t x2 = tinyxs_high_mul(x, x);
  int32_t x3 = tinyxs_high_mul(x2, x);
  int32_t x4 = tinyxs_high_mul(x2, x2);
  int32_t x4_over_4 = tinyxs_round_shift(x4, 2);
  int32_t tail = tinyxs_wrap_add(tinyxs_high_mul(tinyxs_wrap_add(x4_over_4, x3), third), x2);
  tail = tinyxs_round_shift(tail, 1);
  return tinyxs_wrap_add(exp_minus_eighth, tinyxs_high_mul(exp_minus_eighth, tinyxs_wrap_add(x, tail)));
}

int32_t tinyxs_exp_negative(int32_t a, int32_t integer_bits) {
  /* e^-(2^i), i = -2..4, in Q0.31. */
  static const int32_t factors[] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  int32_t fraction_bits = 31 - integer_bits;
  int32_t quarter = (int32_t)((uint32_t)1 << (fraction_bits - 2));
  if (a == 0) return INT32_MAX;
  int32_t part = (a & (quarter - 1)) - quarter;
  int32_t result = exp_small(tinyxs_saturating_shift(part, integer_bits));
  int32_t rest = tinyxs_wrap_sub(part, a);
  for (int32_t i = -2; i <= 4 && i < integer_bits; i++) {
    if (rest & (int32_t)((uint32_t)1 << (fraction_bits + i))) result = tinyxs_high_mul(result, factors[i + 2]);
  }
  return result;
}

/* 2 / (1 + a) for a in [0, 1) in Q0.31, as Q2.29: Newton's method on the half denominator d = (1 + a) / 2. */
static int32_t two_over_one_plus(int32_t a) {
  const int32_t c48_over_17 = 1515870810, minus_32_over_17 = -1010580540, one = 1 << 29;
  int64_t sum = (int64_t)a + INT32_MAX;
  int32_t d = (int32_t)((sum + (sum >= 0 ? 1 : -1)) / 2);
  int32_t x = tinyxs_wrap_add(c48_over_17, tinyxs_high_mul(d, minus_32_over_17));
  for (int i = 0; i < 3; i++) {
    int32_t error = tinyxs_wrap_sub(one, tinyxs_high_mul(d, x));
    x = tinyxs_wrap_add(x, tinyxs_saturating_shift(tinyxs_high_mul(x, error), 2));
  }
  return x;
}

int32_t tinyxs_one_over_one_plus(int32_t a) { return tinyxs_saturating_shift(two_over_one_plus(a), 1); }

int32_t tinyxs_logistic(int32_t a, int32_t integer_bits) {
  if (a == 0) return 1 << 30;
  int32_t positive = tinyxs_one_over_one_plus(tinyxs_exp_negative(a > 0 ? -a : a, integer_bits));
  return a > 0 ? positive : tinyxs_wrap_sub(INT32_MAX, positive);
}

int32_t tinyxs_tanh(int32_t a, int32_t integer_bits) {
  if (a == 0) return 0;
  int32_t exponential = tinyxs_exp_negative(a > 0 ? -a : a, integer_bits + 1); /* e^(-2 |a|) */
  int32_t positive = tinyxs_saturating_shift(tinyxs_wrap_sub(two_over_one_plus(exponential), 1 << 29), 2);
  return a > 0 ? positive : tinyxs_wrap_sub(0, positive);
}

int32_t tinyxs_reciprocal(int32_t x, int32_t integer_bits, int32_t *over_unit) {
  int32_t headroom = tinyxs_leading_zeros((uint32_t)x);
  *over_unit = integer_bits - headroom;
  return tinyxs_one_over_one_plus((int32_t)(((uint32_t)x << headroom) - ((uint32_t)1 << 31)));
}

int32_t tinyxs_requantize_wide(int64_t x, int32_t multiplier, int32_t shift) {
  uint64_t reduced = multiplier < 0x7fff0000 ? (uint32_t)(multiplier + (1 << 15)) >> 16 : 0x7fff;
  int32_t left = shift > 14 ? shift - 14 : 0, right = shift > 14 ? 1 : 15 - shift;
  uint64_t product = ((uint64_t)x * reduced << left) + ((uint64_t)1 << (right - 1));
  return (int32_t)(uint32_t)((int64_t)product >> right);
}

void tinyxs_inverse_root(int32_t x, int32_t *multiplier, int32_t *shift) {
  /* Newton's method in Q3.28 on the number moved by pairs of bits into [1/2, 2). */
  const int32_t one = 1 << 28, three_halves = (1 << 28) + (1 << 27), half_root_2 = 1518500250;
  *multiplier = INT32_MAX;
  *shift = 0;
  if (x <= 1) return;
  int32_t right = 11;
  for (; x >= 1 << 29; right++) x /= 4;
  int32_t pairs = (tinyxs_leading_zeros((uint32_t)x) - 1) / 2 - 1;
  right -= pairs;
  int32_t half = tinyxs_round_shift(x << 2 * pairs >> 1, 1), root = one;
  for (int i = 0; i < 5; i++) {
    int32_t cube = tinyxs_saturating_shift(tinyxs_high_mul(tinyxs_high_mul(root, root), root), 6);
    root = tinyxs_saturating_shift(tinyxs_wrap_sub(tinyxs_high_mul(three_halves, root), tinyxs_high_mul(half, cube)), 3);
  }
  root = tinyxs_high_mul(root, half_root_2);
  *multiplier = right < 0 ? root << -right : root;
  *shift = right < 0 ? 0 : -right;
}
