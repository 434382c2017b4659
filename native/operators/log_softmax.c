/* SPDX-License-Identifier: Apache-2.0 */
/* LOG_SOFTMAX: the logarithm of SOFTMAX with beta 1, over the last dimension. float32; int8 in fixed point. */
#include <math.h>

#include "operators/softmax.h"

typedef struct {
  tinyxs_softmax rows;
  int32_t back_multiplier, back_shift; /* Q5.26 to input difference */
} log_softmax;

enum { INPUT_BITS = TINYXS_SOFTMAX_INPUT_BITS, SUM_BITS = TINYXS_SOFTMAX_SUM_BITS, OUTPUT_BITS = 4 };

/* A power of 2 as a logarithm's integer part, in Q6.25, with a quarter added or taken away. */
static int32_t power(int32_t exponent, int32_t quarters) { return exponent * (1 << 25) + quarters * (1 << 23); }

/*
 * ln(x) for x >= 1 in Q12.19, as Q5.26, with the reference's rational function: the logarithm of x's nearer one of 2^n and
 * 2^(n + 1/2) from its exponent, that of the rest r around 2^(-1/4) by Pade's approximation.
 */
static int32_t logarithm(int32_t x) {
  const int32_t ln_2 = 1488522236, root_half = 1518500250, root_root_half = 1805811301;
  const int32_t alpha_n = 117049297, alpha_d = 127690142, alpha_i = 1057819769, alpha_f = 638450708;
  int32_t zeros = tinyxs_leading_zeros((uint32_t)x);
  int32_t a = tinyxs_saturating_shift(tinyxs_high_mul(tinyxs_saturating_shift(x, zeros - 1), root_half), 1);
  int32_t a_power = power(SUM_BITS - zeros, 1);
  int32_t headroom = tinyxs_leading_zeros((uint32_t)tinyxs_high_mul(x, root_half)) - 1;
  int32_t b = tinyxs_saturating_shift(x, headroom), b_power = power(SUM_BITS - headroom, -1);
  int32_t r = a < b ? a : b, whole = a_power > b_power ? a_power : b_power;
  int64_t sum = (int64_t)r + root_root_half;
  int32_t mean = (int32_t)((sum + (sum >= 0 ? 1 : -1)) / 2);
  int32_t q = tinyxs_wrap_mul(tinyxs_wrap_sub(r, root_root_half), 2), square = tinyxs_high_mul(q, q);
  int32_t numerator = tinyxs_wrap_add(tinyxs_high_mul(q, r), tinyxs_high_mul(tinyxs_high_mul(q, square), alpha_n));
  int32_t factor = tinyxs_wrap_add(tinyxs_wrap_add(alpha_i, q), tinyxs_high_mul(alpha_d, square));
  int32_t denominator = tinyxs_wrap_add(tinyxs_high_mul(mean, factor), tinyxs_high_mul(alpha_f, q)); /* less 1 */
  int32_t fraction = tinyxs_high_mul(tinyxs_round_shift(numerator, 6), tinyxs_one_over_one_plus(denominator));
  return tinyxs_saturating_shift(tinyxs_wrap_add(tinyxs_high_mul(whole, ln_2), fraction), 1);
}

static tinyxs_status run_int8(tinyxs_call *call) {
  const log_softmax *d = tinyxs_op_data(call);
  const int8_t *row = tinyxs_input_data(call, 0);
  int8_t *output = tinyxs_output_data(call, 0);
  const int32_t depth = d->rows.depth;
  for (int32_t r = 0; r < d->rows.rows; r++, row += depth, output += depth) {
    int32_t maximum;
    int32_t log_sum = logarithm(tinyxs_softmax_sum(&d->rows, row, &maximum));
    /* The least difference from which log_sum can be taken in Q5.26. */
    int32_t least = tinyxs_requantize(tinyxs_wrap_add(log_sum, INT32_MIN), d->back_multiplier, d->back_shift);
    if (least < d->rows.difference_min - 1) least = d->rows.difference_min - 1;
    for (int32_t i = 0; i < depth; i++) {
      int32_t difference = row[i] - maximum, value = INT8_MIN;
      if (difference > least) {
        int32_t log_of = tinyxs_wrap_sub(tinyxs_softmax_difference(&d->rows, difference), log_sum);
        value = tinyxs_round_shift(log_of, 31 - INPUT_BITS - OUTPUT_BITS) + INT8_MAX;
      }
      output[i] = (int8_t)tinyxs_clamp(value, INT8_MIN, INT8_MAX);
    }
  }
  return TINYXS_OK;
}

static tinyxs_status run_float(tinyxs_call *call) {
  const log_softmax *d = tinyxs_op_data(call);
  const float *row = tinyxs_input_data(call, 0);
  float *output = tinyxs_output_data(call, 0);
  const int32_t depth = d->rows.depth;
  for (int32_t r = 0; r < d->rows.rows; r++, row += depth, output += depth) {
    float maximum = row[0], sum = 0;
    for (int32_t i = 1; i < depth; i++) maximum = row[i] > maximum ? row[i] : maximum;
    for (int32_t i = 0; i < depth; i++) sum += expf(row[i] - maximum);
    float log_sum = logf(sum);
    for (int32_t i = 0; i < depth; i++) output[i] = row[i] - maximum - log_sum;
  }
  return TINYXS_OK;
}

static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, run_float}, {TINYXS_INT8, run_int8}, {0}};

tinyxs_status tinyxs_prepare_log_softmax(tinyxs_plan *p) {
  log_softmax d = {.rows = {.beta = 1}};
  TINYXS_TRY(tinyxs_softmax_rows(p, &d.rows));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  if (input.type == TINYXS_INT8) {
    TINYXS_REQUIRE(p, output.scale == 16.0f / 256 && output.zero_point == 127,
                   "its output must have scale 1/16, zero point 127");
    TINYXS_TRY(tinyxs_softmax_scale(p, &d.rows));
    double back = (double)((uint32_t)1 << (31 - d.rows.shift)) / (double)d.rows.multiplier;
    tinyxs_quantize_multiplier(back, &d.back_multiplier, &d.back_shift);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}
