/*
 * Quantizing activations at run time, for layers of float32 with int8 weights. Source: PortableSymmetricQuantizeFloats and
 * PortableAsymmetricQuantizeFloats of TensorFlow Lite.
 */
#include <math.h>

#include "operators/convolution.h"

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

void tinyxs_quantize_values(const float *values, uint32_t count, bool asymmetric, int8_t *quantized, float *scale,
                            int32_t *zero_point) {
  float low = 0, high = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  *scale = 1;
  *zero_point = 0;
  if (low == high) {
    memset(quantized, 0, count);
    return;
  }
  float most = -low > high ? -low : high, inverse;
  int32_t least = -INT8_MAX;
  if (asymmetric) {
    *scale = (high - low) / (INT8_MAX - INT8_MIN);
    *zero_point = zero_point_of((double)low, (double)high, (double)*scale);
    inverse = 1.0f / *scale;
    least = INT8_MIN;
  } else {
    *scale = most / INT8_MAX;
    inverse = INT8_MAX / most;
  }
  for (uint32_t i = 0; i < count; i++) quantized[i] = to_int8((float)*zero_point + values[i] * inverse, least);
}
