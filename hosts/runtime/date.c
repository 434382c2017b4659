/* SPDX-License-Identifier: Apache-2.0 */
/* The host's clock and the seeded generator, as XS's Date and Math.random want them. */
#include "host.h"
#include "platform.h"
#include "random.h"
#include <math.h>
#include <sys/time.h>

int tinyxs_host_gettimeofday(struct timeval *time, void *zone) {
  (void)zone;
  double microseconds = floor((tinyxs_host_epoch() + tinyxs_host_now()) * 1000);
  time->tv_sec = (time_t)(microseconds / 1e6);
  time->tv_usec = (suseconds_t)(microseconds - (double)time->tv_sec * 1e6);
  return 0;
}

static uint32_t state = 1;

/* Spreads small seeds over all bits; a state of 0 would stay there. */
void tinyxs_host_seed(uint32_t seed) {
  state = (seed + 1) * 0x9E3779B1u;
  if (!state) state = 1;
}

/* xorshift32: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003. */
int tinyxs_host_rand(void) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return (int)(state >> 1);
}
