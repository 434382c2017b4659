/* RSQRT: 1 / sqrt(x). float32; int8 in fixed point, through a table; a negative int8 fails the run. */
#include "operators/unary.h"

#include <math.h>

typedef struct {
  uint32_t count;
  int32_t zero_point;
  uint32_t table; /* arena offset of the answers for zero_point..127 */
} rsqrt_int8;

typedef struct {
  int32_t multiplier, shift, output_zero_point;
} scaling;

/* Fraction bits of intermediate results. */
enum { FRACTION = 20 };

static float reciprocal_root(float x) { return 1.0f / sqrtf(x); }
static tinyxs_status run_float(tinyxs_call *call) { return tinyxs_map_float(call, reciprocal_root); }

static tinyxs_status run_int8(tinyxs_call *call) {
  const rsqrt_int8 *d = tinyxs_kept(call);
  const int8_t *input = tinyxs_input_data(call, 0), *table = tinyxs_kept_at(call, d->table);
  int8_t *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i++) {
    int32_t x = input[i] - d->zero_point;
    if (x < 0) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its input %u is negative", i);
    output[i] = table[x];
  }
  return TINYXS_OK;
}

/* 1 / sqrt(x) with FRACTION fraction bits, for x in 1..255: Newton's method in Q3.28 on x times a power of 4. */
static int32_t root(int32_t x) {
  const int32_t one = 1 << 28, three_halves = one + one / 2, half_sqrt_2 = 1518500250;
  if (x == 1) return 1 << FRACTION;
  int32_t pairs = (tinyxs_leading_zeros((uint32_t)x) - 1) / 2 - 1, shift = 11 - pairs;
  int32_t scaled = (int32_t)((uint32_t)x << (2 * pairs)) >> 1, half = tinyxs_round_shift(scaled, 1), y = one;
  for (int32_t i = 0; i < 5; i++) {
    int32_t cube = tinyxs_saturating_shift(tinyxs_high_mul(tinyxs_high_mul(y, y), y), 6);
    int32_t next = tinyxs_wrap_sub(tinyxs_high_mul(three_halves, y), tinyxs_high_mul(half, cube));
    y = tinyxs_saturating_shift(next, 3);
  }
  y = tinyxs_high_mul(y, half_sqrt_2);
  if (shift < 0) {
    y = (int32_t)((uint32_t)y << -shift);
    shift = 0;
  }
  return tinyxs_requantize(1, y, FRACTION - shift);
}

static int8_t answer(const scaling *s, int32_t x) {
  if (x == 0) return INT8_MAX;
  /* Shifts by more than 31 bits leave nothing. */
  int32_t shift = s->shift - FRACTION;
  int32_t value = shift < -31 ? 0 : tinyxs_requantize(root(x), s->multiplier, shift);
  return (int8_t)tinyxs_clamp(tinyxs_wrap_add(value, s->output_zero_point), INT8_MIN, INT8_MAX);
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  if (input.type == TINYXS_FLOAT32) {
    tinyxs_keep_elements(p, input.count, run_float);
    return TINYXS_OK;
  }
  if (input.type != TINYXS_INT8) return tinyxs_reject_type(p, "an input", &input);
  TINYXS_TRY(tinyxs_require_both_quantized(p, &input, &output));
  rsqrt_int8 d = {.count = input.count, .zero_point = input.zero_point};
  scaling s = {.output_zero_point = output.zero_point};
  tinyxs_quantize_multiplier(1.0 / (double)(sqrtf(input.scale) * output.scale), &s.multiplier, &s.shift);
  int32_t values = INT8_MAX - input.zero_point + 1;
  int8_t *table = tinyxs_keep_array(p, (uint64_t)values, &d.table);
  for (int32_t x = 0; table && x < values; x++) table[x] = answer(&s, x);
  tinyxs_keep(p, &d, sizeof d);
  tinyxs_set_run(p, run_int8);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_rsqrt = {"RSQRT", 76, prepare};
