/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LOGISTIC: 1 / (1 + e^-x), and TANH. float32; int8 by the fixed-point reference, of more than a few elements through a table
 * of all its 256 answers; int16 by interpolation.
 */
#include <math.h>

#include "operators/sigmoid.h"
#include "operators/unary.h"

enum { INPUT_BITS = 4 };
/* A table costs 256 bytes, and as many answers when the model is loaded. */
enum { FEW = 32 };

typedef struct {
  uint32_t count;
  tinyxs_sigmoid argument;
} interpolation;

typedef struct {
  int32_t zero_point, radius, multiplier, shift;
  bool tanh;
} fixed_point;

static float logistic(float x) { return 1.0f / (1.0f + expf(-x)); }
static int16_t logistic_int16(const interpolation *d, int32_t x) {
  return tinyxs_logistic_int16(tinyxs_sigmoid_argument(&d->argument, x));
}
static int16_t tanh_int16(const interpolation *d, int32_t x) {
  return tinyxs_tanh_int16(tinyxs_sigmoid_argument(&d->argument, x));
}

static tinyxs_status run_logistic_float(tinyxs_call *call) { return tinyxs_map_float(call, logistic); }
static tinyxs_status run_tanh_float(tinyxs_call *call) { return tinyxs_map_float(call, tanhf); }
TINYXS_RUN_EACH(run_logistic_int16, interpolation, int16_t, logistic_int16)
TINYXS_RUN_EACH(run_tanh_int16, interpolation, int16_t, tanh_int16)

static int32_t answer(const void *context, int32_t x) {
  const fixed_point *f = context;
  x -= f->zero_point;
  if (x <= -f->radius) return INT8_MIN;
  if (x >= f->radius) return INT8_MAX;
  x = tinyxs_requantize(x, f->multiplier, f->shift);
  if (f->tanh) return tinyxs_round_shift(tinyxs_tanh(x, INPUT_BITS), 24);
  return tinyxs_round_shift(tinyxs_logistic(x, INPUT_BITS), 23) - 128;
}

typedef struct {
  uint32_t count;
  fixed_point argument;
} few;

static tinyxs_status run_few(tinyxs_call *call) {
  const few *d = tinyxs_op_data(call);
  const int8_t *input = tinyxs_input_data(call, 0);
  int8_t *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i++) {
    output[i] = (int8_t)tinyxs_clamp(answer(&d->argument, input[i]), INT8_MIN, INT8_MAX);
  }
  return TINYXS_OK;
}

static tinyxs_status prepare_int8(tinyxs_plan *p, const tinyxs_info *input, bool tanh) {
  fixed_point f = {.zero_point = input->zero_point, .tanh = tanh};
  tinyxs_quantize_multiplier((double)input->scale * (double)(1 << (31 - INPUT_BITS)), &f.multiplier, &f.shift);
  TINYXS_REQUIRE(p, f.shift >= 0, "its input's scale is too small");
  double radius = floor((double)((1 << INPUT_BITS) - 1) * (double)(1 << (31 - INPUT_BITS)) / (double)((int64_t)1 << f.shift));
  f.radius = (int32_t)radius;
  if (input->count > FEW) {
    tinyxs_set_table(p, input->count, answer, &f);
  } else {
    const few d = {input->count, f};
    tinyxs_set_op_data(p, &d, sizeof d);
    tinyxs_set_run(p, run_few);
  }
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_plan *p, tinyxs_run_function float32, tinyxs_run_function int16, bool tanh) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  if (input.type == TINYXS_FLOAT32) {
    tinyxs_set_elements(p, input.count, float32);
    return TINYXS_OK;
  }
  if (input.type != TINYXS_INT8 && input.type != TINYXS_INT16) return tinyxs_reject_type(p, "an input", &input);
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
  if (input.type == TINYXS_INT8) {
    TINYXS_REQUIRE(p, tanh || output.zero_point == -128, "its output must have zero point -128");
    return prepare_int8(p, &input, tanh);
  }
  TINYXS_REQUIRE(p, input.zero_point == 0, "its input must have zero point 0");
  TINYXS_REQUIRE(p, tinyxs_is_fraction_of_int16(&output), "its output must have scale 1/32768, zero point 0");
  interpolation d = {.count = input.count};
  TINYXS_TRY(tinyxs_prepare_sigmoid(p, input.scale, tanh, &d.argument));
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, int16);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_logistic(tinyxs_plan *p) { return prepare(p, run_logistic_float, run_logistic_int16, false); }
tinyxs_status tinyxs_prepare_tanh(tinyxs_plan *p) { return prepare(p, run_tanh_float, run_tanh_int16, true); }
