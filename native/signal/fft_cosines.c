/* Computes the twiddle factors of the FFT: a turn of cosines serves every stage, and as sines a quarter further on. */
#include "signal/elementary.h"
#include "signal/front_end.h"

/* No length up to 32768 has a product nearer to a tie than the error of the cosine. */
void tinyxs_fft_cosines(uint32_t length, int16_t *cosines) {
  for (uint32_t i = 0; i < length; i++) {
    double value = tinyxs_product(32767.0, tinyxs_cos_turn(i, length));
    cosines[i] = (int16_t)(value < 0 ? value - 0.5 : value + 0.5);
  }
}
