/* SPDX-License-Identifier: Apache-2.0 */
/* What a board gives to the image: a clock, a console, and something that answers requests for recorded audio. */
#ifndef TINYXS_BOARD_H
#define TINYXS_BOARD_H

#include <stddef.h>
#include <stdint.h>

/* Starts the clock, whose interrupt calls tinyxs_board_tick() once a millisecond, and the console. */
void tinyxs_board_start(void);
/* Microseconds since the start, never running backwards. */
uint64_t tinyxs_board_microseconds(void);
/* Sleeps until an interrupt has been served. */
void tinyxs_board_sleep(void);
/* Bytes for whoever watches. */
void tinyxs_board_write(const char *bytes, size_t count);
/* Ends the emulation; a real board resets itself. */
_Noreturn void tinyxs_board_exit(int status);

/*
 * Asks for the next bytes of the audio stream, which are stored at `buffer` before tinyxs_board_received() is called with their
 * number, fewer at the stream's end: from an interrupt, or before this returns. One request at a time.
 */
void tinyxs_board_request(void *buffer, uint32_t bytes);

/* What the image does at these moments. */
void tinyxs_board_tick(void);
void tinyxs_board_received(uint32_t bytes);
/* Reports a fault and ends: `where` is the instruction, `caller` its return address, `cause` the board's own status word. */
_Noreturn void tinyxs_board_fault(const char *what, uint32_t where, uint32_t caller, uint32_t cause);

/* From the linker script: the heap lies between the variables and the stack. */
extern char tinyxs_board_heap_start[], tinyxs_board_stack_limit[], tinyxs_board_stack_top[];

#endif
