/* SPDX-License-Identifier: Apache-2.0 */
/* Natural logarithm of channels, by a table of log2 in steps of 1/128 octave's length. */
#include "signal/front_end.h"

/* round(65536 (log2(1 + i / 128) - i / 128)): what a straight line misses of log2. */
static const uint16_t log2_bend[] = {
    0,    224,  442,  654,  861,  1063, 1259, 1450, 1636, 1817, 1992, 2163, 2329, 2490, 2646, 2797, 2944, 3087, 3224,
    3358, 3487, 3611, 3732, 3848, 3960, 4068, 4172, 4272, 4368, 4460, 4549, 4633, 4714, 4791, 4864, 4934, 5001, 5063,
    5123, 5178, 5231, 5280, 5326, 5368, 5408, 5444, 5477, 5507, 5533, 5557, 5578, 5595, 5610, 5622, 5631, 5637, 5640,
    5641, 5638, 5633, 5626, 5615, 5602, 5586, 5568, 5547, 5524, 5498, 5470, 5439, 5406, 5370, 5332, 5291, 5249, 5203,
    5156, 5106, 5054, 5000, 4944, 4885, 4825, 4762, 4697, 4630, 4561, 4490, 4416, 4341, 4264, 4184, 4103, 4020, 3935,
    3848, 3759, 3668, 3575, 3481, 3384, 3286, 3186, 3084, 2981, 2875, 2768, 2659, 2549, 2437, 2323, 2207, 2090, 1971,
    1851, 1729, 1605, 1480, 1353, 1224, 1094, 963,  830,  695,  559,  421,  282,  142,  0};

/* ln(2), 16 fractional bits. */
#define LN2 45426

/* log2(x) with 16 fractional bits; x >= 1. */
static uint32_t log2_16(uint32_t x) {
  uint32_t whole = tinyxs_top_bit(x) - 1, rest = x - (UINT32_C(1) << whole);
  int32_t fraction = (int32_t)(whole < 16 ? rest << (16 - whole) : rest >> (whole - 16));
  int32_t i = fraction >> 9;
  int32_t bend = log2_bend[i], next = log2_bend[i + 1];
  int32_t between = ((next - bend) * (fraction & 511)) >> 16;
  return (whole << 16) + (uint32_t)(fraction + bend + between);
}

void tinyxs_log_scale(const uint32_t *input, uint32_t channels, uint32_t scale, uint32_t correction_bits, int16_t *output) {
  const uint32_t half = 1 << 15;
  for (uint32_t i = 0; i < channels; i++) {
    uint32_t x = input[i] << correction_bits, log = 0;
    if (x > 1) {
      uint32_t ln = (uint32_t)(((uint64_t)log2_16(x) * LN2 + half) >> 16);
      log = (scale * ln + half) >> 16;
    }
    output[i] = (int16_t)(log < INT16_MAX ? log : INT16_MAX);
  }
}
