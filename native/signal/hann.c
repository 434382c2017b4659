/* SPDX-License-Identifier: Apache-2.0 */
/* Computes the Hann window. */
#include "signal/elementary.h"
#include "signal/front_end.h"

/* The half-sample offset makes the angle (2 i + 1) / (2 size) of a turn. No size up to 2048 has a weight near a tie.
 * Both products are with powers of two, so they are exact, fused with their sums or not. */
void tinyxs_hann(uint32_t size, uint32_t shift, int16_t *weights) {
  double scale = (double)(UINT32_C(1) << shift);
  for (uint32_t i = 0; i < size; i++) {
    weights[i] = (int16_t)((0.5 - 0.5 * tinyxs_cos_turn(2 * i + 1, 2 * size)) * scale + 0.5);
  }
}
