/* SPDX-License-Identifier: Apache-2.0 */
/* Turns a spectrum into energies. */
#include "signal/front_end.h"

void tinyxs_energy(const tinyxs_complex16 *spectrum, uint32_t start, uint32_t end, uint32_t *energy) {
  for (uint32_t i = start; i < end; i++) {
    int32_t real = spectrum[i].real, imag = spectrum[i].imag;
    energy[i] = (uint32_t)(real * real) + (uint32_t)(imag * imag);
  }
}
