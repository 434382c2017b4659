/* SPDX-License-Identifier: Apache-2.0 */
/* DIV with broadcasting and a fused activation. float32, int8, int32; integer division by zero fails the run. */
#include "operators/binary.h"

typedef struct {
  tinyxs_broadcast broadcast;
  int32_t a_zero_point, b_zero_point, output_zero_point, activation_min, activation_max, multiplier, shift;
} quotient_integer;

typedef struct {
  tinyxs_broadcast broadcast;
  float min, max;
} quotient_float;

static int32_t leading_sign_bits(int32_t x) { return tinyxs_leading_zeros((uint32_t)(x < 0 ? ~x : x)) - 1; }

static int32_t div_integer(const quotient_integer *d, int32_t a, int32_t b) {
  a -= d->a_zero_point;
  b -= d->b_zero_point;
  if (b < 0) {
    a = -a;
    b = -b;
  }
  int32_t over_unit;
  int32_t inverse = tinyxs_reciprocal(b, 31, &over_unit);
  int32_t headroom = leading_sign_bits(a);
  int32_t quotient = tinyxs_high_mul(tinyxs_wrap_mul(a, (int32_t)((uint32_t)1 << headroom)), inverse);
  int32_t shift = over_unit + headroom - d->shift;
  int32_t value = tinyxs_high_mul(quotient, d->multiplier);
  /* A quotient so small that the reference would shift by more than 31 bits, which C leaves undefined, is 0. */
  if (shift > 31)
    value = 0;
  else
    value = shift >= 0 ? tinyxs_round_shift(value, shift) : tinyxs_saturating_shift(value, -shift > 31 ? 31 : -shift);
  return tinyxs_clamp(tinyxs_wrap_add(value, d->output_zero_point), d->activation_min, d->activation_max);
}
static int32_t div_plain(const quotient_integer *d, int32_t a, int32_t b) {
  int32_t quotient = a == INT32_MIN && b == -1 ? INT32_MIN : a / b;
  return tinyxs_clamp(quotient, d->activation_min, d->activation_max);
}
static float div_float(const quotient_float *d, float a, float b) { return tinyxs_clamp_float(a / b, d->min, d->max); }

TINYXS_RUN_BROADCAST(divide_int8, quotient_integer, int8_t, div_integer)
TINYXS_RUN_BROADCAST(divide_int32, quotient_integer, int32_t, div_plain)
TINYXS_RUN_BROADCAST(run_float, quotient_float, float, div_float)

/* How many elements the divisor has, from how its rows are walked. */
#define CHECK_DIVISOR(type, zero)                                                                                              \
  const quotient_integer *d = tinyxs_op_data(call);                                                                            \
  const type *b = tinyxs_input_data(call, 1);                                                                                  \
  for (uint32_t r = 0; r < d->broadcast.rows; r++) {                                                                           \
    uint32_t i, j;                                                                                                             \
    tinyxs_broadcast_row(call, &d->broadcast, r, &i, &j);                                                                      \
    for (uint32_t n = 0; n < (d->broadcast.b_step ? d->broadcast.row : 1); n++) {                                              \
      if (b[j + n] == (zero)) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its divisor has a zero at %u", j + n);        \
    }                                                                                                                          \
  }

static tinyxs_status run_int8(tinyxs_call *call) {
  CHECK_DIVISOR(int8_t, d->b_zero_point)
  return divide_int8(call);
}
static tinyxs_status run_int32(tinyxs_call *call) {
  CHECK_DIVISOR(int32_t, 0)
  return divide_int32(call);
}

static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, run_float}, {TINYXS_INT8, run_int8}, {TINYXS_INT32, run_int32}, {0}};

tinyxs_status tinyxs_prepare_div(tinyxs_plan *p) {
  quotient_integer d = {.shift = 0};
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &d.broadcast));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != b.type) return tinyxs_reject_type(p, "a second input", &b);
  if (a.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  int32_t activation = tinyxs_option_i8(p, DIV_OPTIONS_ACTIVATION, 0);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &a));
  if (a.type == TINYXS_FLOAT32) {
    quotient_float f = {.broadcast = d.broadcast};
    TINYXS_TRY(tinyxs_float_activation_range(p, activation, &f.min, &f.max));
    tinyxs_set_op_data(p, &f, sizeof f);
    return TINYXS_OK;
  }
  if (a.type == TINYXS_INT8) {
    TINYXS_TRY(tinyxs_require_quantized(p, "input 0", &a));
    TINYXS_TRY(tinyxs_require_quantized(p, "input 1", &b));
    TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
    d.a_zero_point = a.zero_point;
    d.b_zero_point = b.zero_point;
    d.output_zero_point = output.zero_point;
    tinyxs_quantize_multiplier((double)(a.scale / (b.scale * output.scale)), &d.multiplier, &d.shift);
    TINYXS_TRY(tinyxs_activation_range(p, activation, &output, &d.activation_min, &d.activation_max));
  } else {
    TINYXS_TRY(tinyxs_plain_activation_range(p, activation, &d.activation_min, &d.activation_max));
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}
