/* SPDX-License-Identifier: Apache-2.0 */
/* Calls from a board to the emulator that runs it. */
#ifndef TINYXS_BOARD_SEMIHOSTING_H
#define TINYXS_BOARD_SEMIHOSTING_H

#include <stdint.h>

/* Opens the console and the audio stream, a file of the emulator's current folder. */
void tinyxs_board_semihosting_start(void);
/* One call. */
int tinyxs_board_semihosting(uint32_t operation, const void *parameters);

#endif
