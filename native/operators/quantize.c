/* SPDX-License-Identifier: Apache-2.0 */
/*
 * QUANTIZE: float32 to int8, uint8 or int16, and integers to integers of another scale. Where TensorFlow Lite Micro takes the
 * pair, the result is the same bit for bit; float32 to uint8 is ours.
 */
#include <math.h>

#include "operators/common.h"

typedef struct {
  uint32_t count;
  int32_t input_zero_point, output_zero_point, multiplier, shift;
  float scale;
} quantize;

#define FROM_INTEGER(name, from, to, min, max)                                                                                 \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const quantize *d = tinyxs_op_data(call);                                                                                  \
    const from *input = tinyxs_input_data(call, 0);                                                                            \
    to *output = tinyxs_output_data(call, 0);                                                                                  \
    for (uint32_t i = 0; i < d->count; i++) {                                                                                  \
      int32_t value = tinyxs_requantize(tinyxs_wrap_sub(input[i], d->input_zero_point), d->multiplier, d->shift);              \
      output[i] = (to)tinyxs_clamp(tinyxs_wrap_add(value, d->output_zero_point), min, max);                                    \
    }                                                                                                                          \
    return TINYXS_OK;                                                                                                          \
  }

#define FROM_FLOAT(name, to, min, max)                                                                                         \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const quantize *d = tinyxs_op_data(call);                                                                                  \
    const float *input = tinyxs_input_data(call, 0);                                                                           \
    to *output = tinyxs_output_data(call, 0);                                                                                  \
    for (uint32_t i = 0; i < d->count; i++) {                                                                                  \
      float value = roundf(input[i] / d->scale) + (float)d->output_zero_point;                                                 \
      output[i] = value >= (float)(max) ? (to)(max) : value > (float)(min) ? (to)value : (to)(min);                            \
    }                                                                                                                          \
    return TINYXS_OK;                                                                                                          \
  }

FROM_INTEGER(int8_int8, int8_t, int8_t, INT8_MIN, INT8_MAX)
FROM_INTEGER(int8_uint8, int8_t, uint8_t, 0, UINT8_MAX)
FROM_INTEGER(int8_int16, int8_t, int16_t, INT16_MIN, INT16_MAX)
FROM_INTEGER(int8_int32, int8_t, int32_t, INT32_MIN, INT32_MAX)
FROM_INTEGER(uint8_int8, uint8_t, int8_t, INT8_MIN, INT8_MAX)
FROM_INTEGER(int16_int8, int16_t, int8_t, INT8_MIN, INT8_MAX)
FROM_INTEGER(int16_int16, int16_t, int16_t, INT16_MIN, INT16_MAX)
FROM_INTEGER(int16_int32, int16_t, int32_t, INT32_MIN, INT32_MAX)
FROM_INTEGER(int32_int8, int32_t, int8_t, INT8_MIN, INT8_MAX)
FROM_INTEGER(int32_int16, int32_t, int16_t, INT16_MIN, INT16_MAX)
FROM_FLOAT(float_int8, int8_t, INT8_MIN, INT8_MAX)
FROM_FLOAT(float_uint8, uint8_t, 0, UINT8_MAX)
FROM_FLOAT(float_int16, int16_t, INT16_MIN, INT16_MAX)

static const struct {
  tinyxs_type from, to;
  tinyxs_run_function run;
} runs[] = {
    {TINYXS_INT8, TINYXS_INT8, int8_int8},       {TINYXS_INT8, TINYXS_UINT8, int8_uint8},
    {TINYXS_INT8, TINYXS_INT16, int8_int16},     {TINYXS_INT8, TINYXS_INT32, int8_int32},
    {TINYXS_UINT8, TINYXS_INT8, uint8_int8},     {TINYXS_INT16, TINYXS_INT8, int16_int8},
    {TINYXS_INT16, TINYXS_INT16, int16_int16},   {TINYXS_INT16, TINYXS_INT32, int16_int32},
    {TINYXS_INT32, TINYXS_INT8, int32_int8},     {TINYXS_INT32, TINYXS_INT16, int32_int16},
    {TINYXS_FLOAT32, TINYXS_INT8, float_int8},   {TINYXS_FLOAT32, TINYXS_UINT8, float_uint8},
    {TINYXS_FLOAT32, TINYXS_INT16, float_int16},
};

tinyxs_status tinyxs_prepare_quantize(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.count == output.count, "its input and output differ in shape");
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
  TINYXS_REQUIRE(p, output.channels == 1, "quantizing per channel is not supported");
  quantize d = {.count = input.count,
                .input_zero_point = input.zero_point,
                .output_zero_point = output.zero_point,
                .scale = output.scale};
  if (input.type != TINYXS_FLOAT32) {
    TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
    tinyxs_quantize_multiplier((double)input.scale / (double)output.scale, &d.multiplier, &d.shift);
  }
  for (uint32_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
    if (runs[i].from != input.type || runs[i].to != output.type) continue;
    tinyxs_set_op_data(p, &d, sizeof d);
    if (tinyxs_type_bytes(output.type) <= tinyxs_type_bytes(input.type)) tinyxs_in_place(p, 0, 0);
    tinyxs_set_run(p, runs[i].run);
    return TINYXS_OK;
  }
  return tinyxs_reject(p, TINYXS_UNSUPPORTED, "from %s to %s is not supported", tinyxs_type_name(input.type),
                       tinyxs_type_name(output.type));
}
