/* SPDX-License-Identifier: Apache-2.0 */
/* Applies a window to one frame of samples. */
#include "signal/front_end.h"

void tinyxs_window(const int16_t *input, const int16_t *weights, uint32_t size, uint32_t shift, int16_t *output) {
  for (uint32_t i = 0; i < size; i++) {
    int32_t value = ((int32_t)input[i] * weights[i]) >> shift;
    output[i] = (int16_t)(value < INT16_MIN ? INT16_MIN : value > INT16_MAX ? INT16_MAX : value);
  }
}
