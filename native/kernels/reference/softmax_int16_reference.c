/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SOFTMAX of int16 by two functions that are linear between 513 points, as in TensorFlow Lite Micro: the exponential from a
 * table, and, once a row, the reciprocal from two points of what would be its table.
 */
#include <math.h>

#include "kernels/exact_product.h"
#include "kernels/reference/softmax.h"

enum { STEPS = TINYXS_SOFTMAX_POINTS - 1 };

int16_t tinyxs_softmax_point(float (*function)(float x), float low, float high, int32_t i) {
  const float output_scale = 2.0f / 65535, step = (high - low) / STEPS;
  const float inverse = 65536.0f / (output_scale * 32767 - output_scale * -32768);
  if (i == STEPS) return (int16_t)tinyxs_clamp_float(roundf(function(high) * inverse), INT16_MIN, INT16_MAX);
  float x = low + tinyxs_float_product((float)i, step);
  float value = roundf(function(x) * inverse);
  float next = tinyxs_float_product(function(low + tinyxs_float_product((float)(i + 1), step)), inverse);
  float between = roundf((next + value) / 2), middle = roundf(function(x + step / 2) * inverse);
  return (int16_t)tinyxs_clamp_float(value - roundf((between - middle) / 2), INT16_MIN, INT16_MAX);
}

static float reciprocal(float x) { return 1.0f / (1.0f + x); }

/* Between point x / 128 and the next, `part` of 128; x counts from the first point. */
static int32_t between(int32_t here, int32_t next, int32_t part) {
  return (int16_t)(here + (((next - here) * part + 64) >> 7));
}

/* e^(difference from the row's maximum). */
static int32_t exponential_of(const tinyxs_softmax *s, const int16_t *table, int32_t difference) {
  /* Saturated where the reference overflows. */
  int32_t shifted = tinyxs_saturating_shift(difference, s->shift > 0 ? s->shift : 0);
  int32_t scaled = tinyxs_round_shift(tinyxs_high_mul(shifted, s->multiplier), s->shift < 0 ? -s->shift : 0);
  int32_t x = tinyxs_clamp(scaled + 65535, 0, 65535);
  return between(table[x >> 7], table[(x >> 7) + 1], x & 127);
}

void tinyxs_softmax_int16_reference(const tinyxs_softmax *s, const tinyxs_softmax_data *d) {
  const int16_t *row = d->input;
  int16_t *output = d->output;
  for (int32_t r = 0; r < s->rows; r++, row += s->depth, output += s->depth) {
    int32_t maximum = INT16_MIN, sum = 0; /* Q16.15 */
    for (int32_t i = 0; i < s->depth; i++) maximum = row[i] > maximum ? row[i] : maximum;
    for (int32_t i = 0; i < s->depth; i++) {
      int32_t value = exponential_of(s, d->table, row[i] - maximum);
      output[i] = (int16_t)value;
      sum += value;
    }
    int32_t zeros = tinyxs_leading_zeros((uint32_t)sum);
    int32_t shifted = (int32_t)((((int64_t)sum << (zeros - 1)) + (1 << 13)) >> 14); /* 1 to 2 in Q.16 */
    int32_t x = tinyxs_clamp(shifted - (1 << 16), 0, 65535);
    int32_t scale = between(tinyxs_softmax_point(reciprocal, 0, 1.0f / 65535 * 65535, x >> 7),
                            tinyxs_softmax_point(reciprocal, 0, 1.0f / 65535 * 65535, (x >> 7) + 1), x & 127);
    int32_t right = 31 - zeros;
    for (int32_t i = 0; i < s->depth; i++) {
      int64_t value = ((int64_t)output[i] * scale + ((int64_t)1 << (right - 1))) >> right;
      output[i] = (int16_t)tinyxs_clamp((int32_t)value, 0, INT16_MAX);
    }
  }
}
