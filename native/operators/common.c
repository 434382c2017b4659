/* SPDX-License-Identifier: Apache-2.0 */
/* What several operators share. */
#include "operators/common.h"

#include <float.h>
#include <math.h>

void tinyxs_quantize_multiplier(double factor, int32_t *multiplier, int32_t *shift) {
  *multiplier = 0;
  *shift = 0;
  if (!(factor > 0)) return;
  int exponent;
  double fraction = frexp(factor < DBL_MAX ? factor : DBL_MAX, &exponent); /* infinity has no exponent */
  int64_t fixed = (int64_t)round(fraction * (double)((int64_t)1 << 31));
  if (fixed == (int64_t)1 << 31) {
    fixed /= 2;
    exponent++;
  }
  if (exponent < -31) return;
  /* A factor of 2^30 or more saturates everything but 0. */
  *shift = exponent > 30 ? 30 : exponent;
  *multiplier = exponent > 30 ? INT32_MAX : (int32_t)fixed;
}

int32_t tinyxs_type_min(tinyxs_type type) {
  return type == TINYXS_INT8 ? INT8_MIN : type == TINYXS_INT16 ? INT16_MIN : type == TINYXS_UINT8 ? 0 : INT32_MIN;
}

int32_t tinyxs_type_max(tinyxs_type type) {
  return type == TINYXS_INT8 ? INT8_MAX : type == TINYXS_INT16 ? INT16_MAX : type == TINYXS_UINT8 ? UINT8_MAX : INT32_MAX;
}

tinyxs_status tinyxs_set_typed_run(tinyxs_plan *p, const tinyxs_typed_run *runs, const char *what, const tinyxs_info *input) {
  while (runs->run && runs->type != input->type) runs++;
  if (!runs->run) return tinyxs_reject_type(p, what, input);
  tinyxs_set_run(p, runs->run);
  return TINYXS_OK;
}

static tinyxs_status quantize(tinyxs_plan *p, const tinyxs_info *output, float value, int32_t *quantized) {
  float scaled = roundf(value / output->scale);
  TINYXS_REQUIRE(p, scaled >= -2147483648.0f && scaled < 2147483648.0f, "the output's scale is too small for its activation");
  *quantized = tinyxs_wrap_add(output->zero_point, (int32_t)scaled);
  return TINYXS_OK;
}

static int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }
static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

tinyxs_status tinyxs_activation_range(tinyxs_plan *p, int32_t activation, const tinyxs_info *output, int32_t *min,
                                      int32_t *max) {
  float low, high;
  *min = tinyxs_type_min(output->type);
  *max = tinyxs_type_max(output->type);
  TINYXS_TRY(tinyxs_float_activation_range(p, activation, &low, &high));
  if (activation == ACTIVATION_NONE) return TINYXS_OK;
  int32_t bound = 0;
  TINYXS_TRY(quantize(p, output, low, &bound));
  *min = larger(*min, bound);
  if (activation == ACTIVATION_RELU) return TINYXS_OK;
  TINYXS_TRY(quantize(p, output, high, &bound));
  *max = smaller(*max, bound);
  return TINYXS_OK;
}

tinyxs_status tinyxs_plain_activation_range(tinyxs_plan *p, int32_t activation, int32_t *min, int32_t *max) {
  const tinyxs_info plain = {.type = TINYXS_INT32, .scale = 1};
  return tinyxs_activation_range(p, activation, &plain, min, max);
}

tinyxs_status tinyxs_float_activation_range(tinyxs_plan *p, int32_t activation, float *min, float *max) {
  *min = -FLT_MAX;
  *max = FLT_MAX;
  switch (activation) {
  case ACTIVATION_NONE: return TINYXS_OK;
  case ACTIVATION_RELU: *min = 0; return TINYXS_OK;
  case ACTIVATION_RELU_N1_TO_1:
    *min = -1;
    *max = 1;
    return TINYXS_OK;
  case ACTIVATION_RELU6:
    *min = 0;
    *max = 6;
    return TINYXS_OK;
  default: return tinyxs_reject(p, TINYXS_UNSUPPORTED, "the fused activation %d is not supported", activation);
  }
}

tinyxs_status tinyxs_window_padding(tinyxs_plan *p, const char *what, int32_t padding, int32_t input, int32_t window,
                                    int32_t stride, int32_t dilation, int32_t output, int32_t *before) {
  const int32_t limit = 1 << 15;
  TINYXS_REQUIRE(p, stride > 0 && stride < limit, "its stride in %s is %d", what, stride);
  TINYXS_REQUIRE(p, dilation > 0 && dilation < limit, "its dilation in %s is %d", what, dilation);
  TINYXS_REQUIRE(p, window > 0 && window < limit && input > 0 && input < 1 << 28, "its %s has %d of %d elements", what, window,
                 input);
  int32_t reach = (window - 1) * dilation + 1;
  int32_t expected = padding == PADDING_SAME ? (input + stride - 1) / stride : (input - reach + stride) / stride;
  TINYXS_REQUIRE(p, padding == PADDING_SAME || padding == PADDING_VALID, "its padding %d is unknown", padding);
  TINYXS_REQUIRE(p, output > 0 && output == expected, "its output has %s %d where %d is computed", what, output, expected);
  int32_t total = (output - 1) * stride + reach - input;
  *before = total > 0 ? total / 2 : 0;
  return TINYXS_OK;
}

tinyxs_status tinyxs_axis_bits(tinyxs_plan *p, const tinyxs_info *axes, int32_t rank, uint32_t *bits) {
  TINYXS_REQUIRE(p, axes->type == TINYXS_INT32 && axes->constant, "its axes are not a constant of int32");
  *bits = 0;
  for (uint32_t i = 0; i < axes->count; i++) {
    int32_t axis = ((const int32_t *)axes->constant)[i];
    TINYXS_REQUIRE(p, axis >= -rank && axis < rank, "axis %d does not fit %d dimensions", axis, rank);
    *bits |= 1u << (axis < 0 ? axis + rank : axis);
  }
  return TINYXS_OK;
}
