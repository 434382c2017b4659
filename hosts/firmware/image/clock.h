/* SPDX-License-Identifier: Apache-2.0 */
/* Limits and measures of a run's time. */
#ifndef TINYXS_BOARD_CLOCK_H
#define TINYXS_BOARD_CLOCK_H

#include <stdint.h>

/* The run ends after so long; 0: never. */
void tinyxs_board_clock_limit(uint32_t milliseconds);
/* Microseconds in which the app had nothing to do. */
uint64_t tinyxs_board_clock_slept(void);

#endif
