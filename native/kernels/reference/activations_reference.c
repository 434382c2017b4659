/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quantizing activations at run time, for layers of float32 with int8 weights. Source: PortableSymmetricQuantizeFloats and
 * PortableAsymmetricQuantizeFloats of TensorFlow Lite.
 */
#include "kernels/reference/convolution.h"

#include <math.h>
#include <string.h>

/* The nearest int8 not below `least`; values that are no numbers give the least. */
static int8_t to_int8(float value, int32_t least) {
  float rounded = roundf(value);
  return (int8_t)(rounded >= INT8_MAX ? INT8_MAX : rounded > (float)least ? (int32_t)rounded : least);
}

/* The zero point for numbers from `low` <= 0 to `high` >= 0: of the two that the ends want, the one that is more exact. */
static int32_t zero_point_of(double low, double high, double scale) {
  double from_low = INT8_MIN - low / scale, from_high = INT8_MAX - high / scale;
  double low_error = -INT8_MIN + fabs(low / scale), high_error = INT8_MAX + fabs(high / scale);
  return to_int8((float)round(low_error < high_error ? from_low : from_high), INT8_MIN);
}

tinyxs_activations tinyxs_quantize_activations(const float *values, uint32_t count, bool asymmetric, int8_t *quantized) {
  float low = 0, high = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  tinyxs_activations a = {.scale = 1};
  if (low == high) {
    memset(quantized, 0, count);
    return a;
  }
  float most = -low > high ? -low : high, inverse;
  int32_t least = -INT8_MAX;
  if (asymmetric) {
    a.scale = (high - low) / (INT8_MAX - INT8_MIN);
    a.zero_point = zero_point_of((double)low, (double)high, (double)a.scale);
    inverse = 1.0f / a.scale;
    least = INT8_MIN;
  } else {
    a.scale = most / INT8_MAX;
    inverse = INT8_MAX / most;
  }
  for (uint32_t i = 0; i < count; i++) quantized[i] = to_int8((float)a.zero_point + values[i] * inverse, least);
  return a;
}
