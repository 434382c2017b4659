/* SPDX-License-Identifier: Apache-2.0 */
/* Places the filters of a mel filter bank, with every operation rounded to single precision as in the reference. */
#include <stddef.h>

#include "signal/elementary.h"
#include "signal/front_end.h"

static float hz_to_mel(float hz) {
  float ratio = hz / 700.0f;
  return tinyxs_float_product(1127.0f, (float)tinyxs_ln(1.0 + (double)ratio));
}

/* The center of filter `channel`, counted from 0; the last band ends at "filter" `channels`. */
static float center(float lowest, float spacing, uint32_t channel) {
  return lowest + tinyxs_float_product(spacing, (float)(channel + 1));
}

/* The nearest whole number, even at ties. */
static uint32_t nearest(double x) {
  uint32_t whole = (uint32_t)x;
  double rest = x - whole;
  return whole + (rest > 0.5 || (rest == 0.5 && whole % 2));
}

uint32_t tinyxs_mel(const tinyxs_mel_band *band, uint32_t *start, int16_t *starts, int16_t *weight_starts, int16_t *widths,
                    int16_t *weights, int16_t *unweights) {
  const float one = 1 << TINYXS_FILTER_BANK_BITS;
  double hz_per_bin = (double)band->sample_rate / band->fft_length;
  float lowest = hz_to_mel(band->lower_hz);
  float spacing = (hz_to_mel(band->upper_hz) - lowest) / (float)(band->channels + 1);
  uint32_t first = nearest(1 + band->lower_hz / hz_per_bin), last = band->fft_length / 2, bin = first;
  float left = lowest;
  for (uint32_t i = 0; i <= band->channels; i++) {
    float right = center(lowest, spacing, i);
    uint32_t begin = bin;
    for (; bin <= last; bin++) {
      float mel = hz_to_mel((float)(bin * hz_per_bin));
      if (mel > right) break;
      if (weights == NULL) continue;
      float weight = (right - mel) / (right - left);
      weights[bin - first] = (int16_t)(weight * one);
      unweights[bin - first] = (int16_t)((1.0f - weight) * one);
    }
    if (weights != NULL) {
      starts[i] = (int16_t)begin;
      weight_starts[i] = (int16_t)(begin - first);
      widths[i] = (int16_t)(bin - begin);
    }
    left = right;
  }
  *start = first;
  return bin - first;
}
