/* SPDX-License-Identifier: Apache-2.0 */
/* A board in QEMU: console, audio stream and end by semihosting (Arm, "Semihosting for AArch32 and AArch64"; RISC-V takes it
 * over). */
#include "semihosting.h"
#include "board.h"
#include <string.h>

enum { SYS_OPEN = 0x01, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT_EXTENDED = 0x20 };

static int console = -1, stream = -1;

static int open(const char *name, uint32_t mode) {
  uint32_t parameters[] = {(uint32_t)(uintptr_t)name, mode, strlen(name)};
  return tinyxs_board_semihosting(SYS_OPEN, parameters);
}

void tinyxs_board_semihosting_start(void) {
  console = open(":tt", 4);         /* "w": standard output */
  stream = open("audio.stream", 1); /* "rb" */
}

void tinyxs_board_write(const char *bytes, size_t count) {
  uint32_t parameters[] = {(uint32_t)console, (uint32_t)(uintptr_t)bytes, count};
  tinyxs_board_semihosting(SYS_WRITE, parameters);
}

void tinyxs_board_request(void *buffer, uint32_t bytes) {
  uint32_t parameters[] = {(uint32_t)stream, (uint32_t)(uintptr_t)buffer, bytes};
  int missing = stream < 0 ? (int)bytes : tinyxs_board_semihosting(SYS_READ, parameters);
  tinyxs_board_received(missing < 0 ? 0 : bytes - (uint32_t)missing);
}

_Noreturn void tinyxs_board_exit(int status) {
  uint32_t parameters[] = {0x20026, (uint32_t)status}; /* ADP_Stopped_ApplicationExit */
  tinyxs_board_semihosting(SYS_EXIT_EXTENDED, parameters);
  for (;;) continue;
}
