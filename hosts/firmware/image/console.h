/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One stream of bytes to whoever watches. What the app prints goes as it is; errors stand between SO and SI (0x0E, 0x0F); a
 * line that begins with DLE (0x10) is for `tinyxs`: "run {...}" or "rom <hexadecimal>". The end of all is EOT (0x04) and a
 * digit, the status.
 */
#ifndef TINYXS_BOARD_CONSOLE_H
#define TINYXS_BOARD_CONSOLE_H

#include <stddef.h>

/* A line for `tinyxs`, at most 399 characters. */
__attribute__((format(printf, 1, 2))) void tinyxs_board_control(const char *format, ...);
/* The same, with `count` bytes as hexadecimal digits after `title`. */
void tinyxs_board_control_bytes(const char *title, const void *bytes, size_t count);

#endif
