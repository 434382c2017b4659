/* SPDX-License-Identifier: Apache-2.0 */
/* Sums energies into the channels of a filter bank. */
#include "signal/front_end.h"

/* A bin's energy is loaded once for both filters over it. Band 0 has no channel to its left: its first sum is dropped. */
void tinyxs_filter_bank_sum(const tinyxs_filter_bank *bank, const uint32_t *energy, uint64_t *output) {
  uint64_t rest = 0;
  for (uint32_t band = 0; band <= bank->channels; band++) {
    const uint32_t *bins = energy + bank->starts[band];
    const int16_t *weights = bank->weights + bank->weight_starts[band];
    const int16_t *unweights = bank->unweights + bank->weight_starts[band];
    uint64_t sum = rest;
    rest = 0;
    for (int32_t i = 0; i < bank->widths[band]; i++) {
      sum += (uint64_t)weights[i] * bins[i];
      rest += (uint64_t)unweights[i] * bins[i];
    }
    if (band > 0) output[band - 1] = sum;
  }
}
