/* LOGISTIC: 1 / (1 + e^-x). float32; int8 through a table of all 256 answers, made in prepare by the fixed-point reference. */
#include <math.h>

#include "operators/common.h"

enum { INPUT_BITS = 4 };

typedef struct {
  uint32_t count;
  int8_t table[256];
} logistic_int8;

static tinyxs_status run_int8(tinyxs_call *call) {
  const logistic_int8 *d = tinyxs_kept(call);
  const int8_t *input = tinyxs_input_data(call, 0);
  int8_t *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i++) output[i] = d->table[input[i] + 128];
  return TINYXS_OK;
}

static tinyxs_status run_float(tinyxs_call *call) {
  const uint32_t *count = tinyxs_kept(call);
  const float *input = tinyxs_input_data(call, 0);
  float *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < *count; i++) output[i] = 1.0f / (1.0f + expf(-input[i]));
  return TINYXS_OK;
}

static int8_t logistic_of(int32_t input, int32_t radius, int32_t multiplier, int32_t shift) {
  if (input <= -radius) return INT8_MIN;
  if (input >= radius) return INT8_MAX;
  int32_t answer = tinyxs_logistic(tinyxs_requantize(input, multiplier, shift), INPUT_BITS);
  return (int8_t)tinyxs_clamp(tinyxs_round_shift(answer, 23) - 128, INT8_MIN, INT8_MAX);
}

static tinyxs_status prepare_int8(tinyxs_prepare *p, const tinyxs_info *input, const tinyxs_info *output) {
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", input));
  TINYXS_REQUIRE(p, output->zero_point == -128, "its output must have zero point -128");
  logistic_int8 d = {.count = input->count};
  int32_t multiplier, shift;
  tinyxs_quantize_multiplier((double)input->scale * (double)(1 << (31 - INPUT_BITS)), &multiplier, &shift);
  TINYXS_REQUIRE(p, shift >= 0, "its input's scale is too small");
  double radius = floor((double)((1 << INPUT_BITS) - 1) * (double)(1 << (31 - INPUT_BITS)) / (double)((int64_t)1 << shift));
  for (int32_t i = INT8_MIN; i <= INT8_MAX; i++) {
    d.table[i + 128] = logistic_of(i - input->zero_point, (int32_t)radius, multiplier, shift);
  }
  tinyxs_keep(p, &d, sizeof d);
  tinyxs_set_run(p, run_int8);
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.count == output.count, "its input and output differ in shape");
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  if (input.type == TINYXS_INT8) {
    TINYXS_TRY(prepare_int8(p, &input, &output));
  } else if (input.type == TINYXS_FLOAT32) {
    tinyxs_keep(p, &input.count, sizeof input.count);
    tinyxs_set_run(p, run_float);
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  tinyxs_in_place(p, 0, 0);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_logistic = {"LOGISTIC", 14, prepare};
