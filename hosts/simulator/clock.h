/* SPDX-License-Identifier: Apache-2.0 */
/* The simulator's clock: virtual by default, where waiting takes no time, or the real one. */
#ifndef TINYXS_HOST_CLOCK_H
#define TINYXS_HOST_CLOCK_H

#include <stdbool.h>

/* Starts at 0. `seconds`: when the run ends, 0 for never. From here on Ctrl-C interrupts the run instead of the process. */
void tinyxs_host_start_clock(bool realtime, double seconds);

#endif
