/*
 * SOFTMAX of int16 by two functions that are linear between 513 points, as in TensorFlow Lite Micro: the exponential from a
 * table, and, once a row, the reciprocal from two points of what would be its table.
 */
#include <math.h>

#include "operators/softmax.h"
#include "signal/elementary.h"

typedef struct {
  int32_t rows, depth, multiplier, shift; /* input difference to units of 10 / 65535 */
  uint32_t table;                         /* arena offset of int16[POINTS]: e^x from -10 to 0, in Q0.15 */
} softmax_int16;

enum { STEPS = 512, POINTS = STEPS + 1 };

/* Exactly rounded, so that all targets agree. */
static float exponential(float x) { return (float)tinyxs_exp((double)x); }
static float reciprocal(float x) { return 1.0f / (1.0f + x); }

/* Point i of a function from `low` to `high`, moved so that the line to the next point errs as much in the middle as at its
 * ends. */
static int16_t point(float (*function)(float x), float low, float high, int32_t i) {
  const float output_scale = 2.0f / 65535, step = (high - low) / STEPS;
  const float inverse = 65536.0f / (output_scale * 32767 - output_scale * -32768);
  if (i == STEPS) return (int16_t)tinyxs_clamp_float(roundf(function(high) * inverse), INT16_MIN, INT16_MAX);
  float x = low + tinyxs_float_product((float)i, step);
  float value = roundf(function(x) * inverse);
  float next = tinyxs_float_product(function(low + tinyxs_float_product((float)(i + 1), step)), inverse);
  float between = roundf((next + value) / 2), middle = roundf(function(x + step / 2) * inverse);
  return (int16_t)tinyxs_clamp_float(value - roundf((between - middle) / 2), INT16_MIN, INT16_MAX);
}

/* Between point x / 128 and the next, `part` of 128; x counts from the first point. */
static int32_t between(int32_t here, int32_t next, int32_t part) {
  return (int16_t)(here + (((next - here) * part + 64) >> 7));
}

/* e^(difference from the row's maximum). */
static int32_t exponential_of(const softmax_int16 *d, const int16_t *table, int32_t difference) {
  /* Saturated where the reference overflows. */
  int32_t shifted = tinyxs_saturating_shift(difference, d->shift > 0 ? d->shift : 0);
  int32_t scaled = tinyxs_round_shift(tinyxs_high_mul(shifted, d->multiplier), d->shift < 0 ? -d->shift : 0);
  int32_t x = tinyxs_clamp(scaled + 65535, 0, 65535);
  return between(table[x >> 7], table[(x >> 7) + 1], x & 127);
}

static tinyxs_status run(tinyxs_call *call) {
  const softmax_int16 *d = tinyxs_op_data(call);
  const int16_t *row = tinyxs_input_data(call, 0), *table = tinyxs_persistent(call, d->table);
  int16_t *output = tinyxs_output_data(call, 0);
  for (int32_t r = 0; r < d->rows; r++, row += d->depth, output += d->depth) {
    int32_t maximum = INT16_MIN, sum = 0; /* Q16.15 */
    for (int32_t i = 0; i < d->depth; i++) maximum = row[i] > maximum ? row[i] : maximum;
    for (int32_t i = 0; i < d->depth; i++) {
      int32_t value = exponential_of(d, table, row[i] - maximum);
      output[i] = (int16_t)value;
      sum += value;
    }
    int32_t zeros = tinyxs_leading_zeros((uint32_t)sum);
    int32_t shifted = (int32_t)((((int64_t)sum << (zeros - 1)) + (1 << 13)) >> 14); /* 1 to 2 in Q.16 */
    int32_t x = tinyxs_clamp(shifted - (1 << 16), 0, 65535);
    int32_t scale = between(point(reciprocal, 0, 1.0f / 65535 * 65535, x >> 7),
                            point(reciprocal, 0, 1.0f / 65535 * 65535, (x >> 7) + 1), x & 127);
    int32_t right = 31 - zeros;
    for (int32_t i = 0; i < d->depth; i++) {
      int64_t value = ((int64_t)output[i] * scale + ((int64_t)1 << (right - 1))) >> right;
      output[i] = (int16_t)tinyxs_clamp((int32_t)value, 0, INT16_MAX);
    }
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_softmax_int16(tinyxs_prepare *p, const tinyxs_softmax *rows) {
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  if (output.type != TINYXS_INT16) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
  TINYXS_REQUIRE(p, input.zero_point == 0, "its input must have zero point 0");
  TINYXS_REQUIRE(p, output.zero_point == 0 && fabsf(output.scale - 1.0f / 32768) <= 0.001f / 32768,
                 "its output must have scale 1/32768, zero point 0");
  TINYXS_REQUIRE(p, rows->depth < 1 << 16, "it has %d classes; the fixed-point sum takes %d", rows->depth, (1 << 16) - 1);
  softmax_int16 d = {.rows = rows->rows, .depth = rows->depth};
  double factor = (double)input.scale * (double)rows->beta / (10.0 / 65535.0);
  tinyxs_quantize_multiplier(factor, &d.multiplier, &d.shift);
  int16_t *table = tinyxs_allocate_persistent(p, POINTS * sizeof *table, &d.table);
  for (int32_t i = 0; table && i < POINTS; i++) table[i] = point(exponential, 10.0f / 65535 * -65535, 0, i);
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
