/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ROM machine: XS's built-in objects, made once and kept in flash, from which the app's machine is cloned at start. An
 * image without it makes it, prints its bytes for `tinyxs build`, and ends.
 */
#ifndef TINYXS_BOARD_ROM_H
#define TINYXS_BOARD_ROM_H

#include <stdbool.h>
#include <stddef.h>

struct sxMachine;

/* The machine in flash; NULL when there is none yet. */
struct sxMachine *tinyxs_board_rom_machine(void);
/* Makes it. False after a message. */
bool tinyxs_board_rom_make(void);
/* Its bytes. */
const void *tinyxs_board_rom_bytes(size_t *count);
/* Whether nothing has written to it. */
bool tinyxs_board_rom_intact(void);

#endif
