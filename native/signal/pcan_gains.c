/* SPDX-License-Identifier: Apache-2.0 */
/* Computes PCAN's gain table. */
#include "signal/elementary.h"
#include "signal/front_end.h"

typedef struct {
  float strength, offset, input_scale, gain_scale;
} curve;

/* Rounded to single precision where the reference is; products with the scales, powers of two, need no rounding. */
static int16_t gain(const curve *curve, uint32_t noise) {
  float base = (float)noise / curve->input_scale + curve->offset;
  float power = (float)tinyxs_exp(-tinyxs_product(curve->strength, tinyxs_ln(base)));
  float value = power * curve->gain_scale;
  return value > 32767 ? 32767 : (int16_t)(value + 0.5f);
}

void tinyxs_pcan_gains(float strength, float offset, uint32_t input_bits, uint32_t gain_bits,
                       int16_t gains[TINYXS_PCAN_GAINS]) {
  curve curve = {strength, offset, (float)(UINT32_C(1) << input_bits), (float)(UINT32_C(1) << gain_bits)};
  gains[0] = gain(&curve, 0);
  gains[1] = gain(&curve, 1);
  for (uint32_t top = 2; top <= 32; top++) {
    uint32_t begin = UINT32_C(1) << (top - 1), middle = begin + begin / 2, end = begin + (top == 32 ? begin - 1 : begin);
    int32_t y0 = gain(&curve, begin), y1 = gain(&curve, middle) - y0, y2 = gain(&curve, end) - y0;
    int16_t *segment = gains + 4 * top - 6;
    segment[0] = (int16_t)y0;
    segment[1] = (int16_t)(4 * y1 - y2);
    segment[2] = (int16_t)(2 * y2 - 4 * y1);
    if (top < 32) segment[3] = 0;
  }
}
