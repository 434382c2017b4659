/* SPDX-License-Identifier: Apache-2.0 */
/* Frames what the board writes; see console.h. */
#include "console.h"
#include "board.h"
#include "host.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void write_text(const char *text) { tinyxs_board_write(text, strlen(text)); }

void tinyxs_host_write(tinyxs_host_stream stream, const char *text, size_t length) {
  if (stream == TINYXS_HOST_ERRORS) write_text("\x0E");
  tinyxs_board_write(text, length);
  if (stream == TINYXS_HOST_ERRORS) write_text("\x0F");
}

void tinyxs_board_control(const char *format, ...) {
  char line[400];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  write_text("\x10");
  write_text(line);
  write_text("\n");
}

void tinyxs_board_control_bytes(const char *title, const void *bytes, size_t count) {
  static const char digits[] = "0123456789abcdef";
  const uint8_t *at = bytes, *end = at + count;
  char text[128];
  write_text("\x10");
  write_text(title);
  write_text(" ");
  while (at < end) {
    size_t used = 0;
    for (; at < end && used < sizeof text; at++) {
      text[used++] = digits[*at >> 4];
      text[used++] = digits[*at & 15];
    }
    tinyxs_board_write(text, used);
  }
  write_text("\n");
}
