/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fixed-point arithmetic as TensorFlow Lite Micro's reference kernels do it (gemmlowp's double rounding), bit for bit. Numbers
 * in "Qm.n" have m integer bits and n fraction bits in 32 bits with the sign. Sums and shifts wrap where the reference's are
 * undefined.
 */
#ifndef TINYXS_KERNELS_FIXED_POINT_H
#define TINYXS_KERNELS_FIXED_POINT_H

#include <stdint.h>

static inline int32_t tinyxs_clamp(int32_t x, int32_t low, int32_t high) {
  int32_t raised = x < low ? low : x;
  return raised > high ? high : raised;
}

static inline int16_t tinyxs_saturate_int16(int32_t x) { return (int16_t)tinyxs_clamp(x, INT16_MIN, INT16_MAX); }

static inline float tinyxs_clamp_float(float x, float low, float high) {
  float raised = x < low ? low : x;
  return raised > high ? high : raised;
}

/* An int64 in a model's constant, which converters put at any multiple of 4. */
typedef int64_t tinyxs_int64 __attribute__((aligned(4)));

static inline int32_t tinyxs_wrap_add(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }
static inline int32_t tinyxs_wrap_sub(int32_t a, int32_t b) { return (int32_t)((uint32_t)a - (uint32_t)b); }
static inline int32_t tinyxs_wrap_mul(int32_t a, int32_t b) { return (int32_t)((uint32_t)a * (uint32_t)b); }

/* a * b / 2^31, rounded to nearest, ties away from zero, saturated. */
static inline int32_t tinyxs_high_mul(int32_t a, int32_t b) {
  if (a == INT32_MIN && b == INT32_MIN) return INT32_MAX;
  int64_t product = (int64_t)a * b;
  int64_t nudge = product >= 0 ? (int64_t)1 << 30 : 1 - ((int64_t)1 << 30);
  return (int32_t)((product + nudge) / ((int64_t)1 << 31));
}

/* x / 2^exponent, rounded to nearest, ties away from zero; exponent 0..31. */
static inline int32_t tinyxs_round_shift(int32_t x, int32_t exponent) {
  int32_t mask = (int32_t)(((uint32_t)1 << exponent) - 1);
  int32_t remainder = x & mask;
  int32_t threshold = (mask >> 1) + (x < 0);
  return (x >> exponent) + (remainder > threshold);
}

/* x * 2^exponent, saturated; exponent 0..31. */
static inline int32_t tinyxs_saturating_shift(int32_t x, int32_t exponent) {
  int64_t shifted = (int64_t)x * ((int64_t)1 << exponent);
  return shifted > INT32_MAX ? INT32_MAX : shifted < INT32_MIN ? INT32_MIN : (int32_t)shifted;
}

/* x * multiplier * 2^(shift - 31): what turns an accumulator into an output. multiplier 2^30..2^31-1 or 0, shift -31..30. */
static inline int32_t tinyxs_requantize(int32_t x, int32_t multiplier, int32_t shift) {
  int32_t left = shift > 0 ? shift : 0, right = shift > 0 ? 0 : -shift;
  return tinyxs_round_shift(tinyxs_high_mul(tinyxs_wrap_mul(x, (int32_t)((uint32_t)1 << left)), multiplier), right);
}

/*
 * As tinyxs_requantize for sums of 64 bits, with a multiplier of 15 bits only, rounded up from halves; the answer's low 32
 * bits.
 */
int32_t tinyxs_requantize_wide(int64_t x, int32_t multiplier, int32_t shift);

/* e^a for a <= 0 in Q(integer_bits).(31-integer_bits), as Q0.31; integer_bits 0..5. */
int32_t tinyxs_exp_negative(int32_t a, int32_t integer_bits);
/* 1 / (1 + a) for a in [0, 1) in Q0.31. */
int32_t tinyxs_one_over_one_plus(int32_t a);
/* 1 / (1 + e^-a) for a in Q(integer_bits).(31-integer_bits), as Q0.31. */
int32_t tinyxs_logistic(int32_t a, int32_t integer_bits);
/* tanh(a) for a in Q(integer_bits).(31-integer_bits), as Q0.31; integer_bits 0..4. */
int32_t tinyxs_tanh(int32_t a, int32_t integer_bits);
/* 1 / x, as Q0.31 times 2^-*over_unit, for x > 0 in Q(integer_bits).(31-integer_bits). */
int32_t tinyxs_reciprocal(int32_t x, int32_t integer_bits, int32_t *over_unit);

/* 1 / sqrt(x) for x >= 0 as tinyxs_requantize takes it, shift -13..0; of 0 as of 1. */
void tinyxs_inverse_root(int32_t x, int32_t *multiplier, int32_t *shift);

/* Zero bits above the highest one; 32 for 0. */
static inline int32_t tinyxs_leading_zeros(uint32_t x) { return x ? __builtin_clz(x) : 32; }

#endif
