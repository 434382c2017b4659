/* SPDX-License-Identifier: Apache-2.0 */
/* HARD_SWISH: x * min(max(x + 3, 0), 6) / 6. float32; int8 in fixed point of 16 bits, through a table. */
#include "operators/unary.h"

typedef struct {
  int32_t input_zero_point, output_zero_point;
  int32_t output_multiplier, output_shift;   /* of input units * 2^7 to output units */
  int32_t reluish_multiplier, reluish_shift; /* of input units * 2^7 to thirds in Q0.15 */
} scaling;

static float hard_swish(float x) { return x * tinyxs_clamp_float(x + 3, 0, 6) / 6; }
static tinyxs_status run_float(tinyxs_call *call) { return tinyxs_map_float(call, hard_swish); }

static int32_t to_int16(int32_t x) { return tinyxs_clamp(x, INT16_MIN, INT16_MAX); }
/* a * b / 2^15, saturated: rounded to nearest, or cut towards 0. */
static int32_t round_mul(int32_t a, int32_t b) {
  int32_t product = a * b;
  return to_int16((product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
}
static int32_t cut_mul(int32_t a, int32_t b) { return to_int16(a * b / (1 << 15)); }
/* x / 2^shift as the reference rounds it in 16 bits: there a shift beyond them gives 1 or -1. */
static int32_t right(int32_t x, int32_t shift) {
  if (shift > 15) return x < 0 ? -1 : 1;
  return tinyxs_round_shift(x, shift);
}
static int32_t left(int32_t x, int32_t shift) { return to_int16(tinyxs_saturating_shift(x, shift)); }

static int32_t hard_swish_of(const void *context, int32_t x) {
  const scaling *s = context;
  int32_t fine = (x - s->input_zero_point) * (1 << 7);
  int32_t third = fine, shift = s->reluish_shift;
  /* The last bit is shifted after the multiplication, so that what saturates before has no effect. */
  if (shift > 0) third = left(third, shift - 1);
  third = round_mul(third, s->reluish_multiplier);
  if (shift > 0) third = left(third, 1);
  if (shift < 0) third = right(third, -shift);
  int32_t part = (third + (1 << 15)) >> 1;
  int32_t value = cut_mul(part, round_mul(fine, s->output_multiplier));
  return right(value, -s->output_shift) + s->output_zero_point;
}

/* A factor as multiplier * 2^(shift - 15). */
static void quantize(double factor, int32_t *multiplier, int32_t *shift) {
  tinyxs_quantize_multiplier(factor, multiplier, shift);
  *multiplier = *multiplier >= INT32_MAX - (1 << 15) ? INT16_MAX : (*multiplier + (1 << 15)) >> 16;
}

tinyxs_status tinyxs_prepare_hard_swish(tinyxs_plan *p) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  if (input.type == TINYXS_FLOAT32) {
    tinyxs_set_elements(p, input.count, run_float);
    return TINYXS_OK;
  }
  if (input.type != TINYXS_INT8) return tinyxs_reject_type(p, "an input", &input);
  TINYXS_TRY(tinyxs_require_both_quantized(p, &input, &output));
  scaling s = {.input_zero_point = input.zero_point, .output_zero_point = output.zero_point};
  double fine_scale = (double)input.scale / 128;
  quantize(fine_scale / (double)output.scale, &s.output_multiplier, &s.output_shift);
  TINYXS_REQUIRE(p, s.output_shift <= 0, "its output's scale is too small for its input's");
  quantize(fine_scale / (3.0 / 32768), &s.reluish_multiplier, &s.reluish_shift);
  tinyxs_set_table(p, input.count, hard_swish_of, &s);
  return TINYXS_OK;
}
