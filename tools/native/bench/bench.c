/* SPDX-License-Identifier: Apache-2.0 */
/* What the programs of `tinyxs bench` share: marks, lines, the stack. */
#include "bench.h"
#include <string.h>

__attribute__((noinline)) void tinyxs_bench_mark(void) { __asm volatile("nop"); }

void tinyxs_bench_calibrate(void) {
  tinyxs_bench_mark();
  tinyxs_bench_mark();
  tinyxs_bench_line("marks calibrate", 1, (const uint32_t[]){2});
}

/* ---- lines ---- */

static void write_number(uint32_t number) {
  char digits[10];
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + number % 10);
  } while (number /= 10);
  tinyxs_bench_write(digits + at, sizeof digits - at);
}

void tinyxs_bench_line(const char *text, uint32_t count, const uint32_t *numbers) {
  tinyxs_bench_write(text, strlen(text));
  for (uint32_t i = 0; i < count; i++) {
    tinyxs_bench_write(" ", 1);
    write_number(numbers[i]);
  }
  tinyxs_bench_write("\n", 1);
}

void tinyxs_bench_hex(const uint8_t *bytes, size_t count) {
  static const char digits[] = "0123456789abcdef";
  char text[128];
  size_t at = 0;
  for (size_t i = 0; i < count; i++) {
    text[at++] = digits[bytes[i] >> 4];
    text[at++] = digits[bytes[i] & 15];
    if (at < sizeof text && i + 1 < count) continue;
    tinyxs_bench_write(text, at);
    at = 0;
  }
}

int tinyxs_bench_error(const char *message) {
  tinyxs_bench_write("error ", 6);
  tinyxs_bench_line(message, 0, NULL);
  return 1;
}

/* ---- the stack ---- */

enum { PATTERN = 0x5AC3A53C, OWN = 64 };

/* The CFA is the caller's stack pointer. Below it are this function's own words, which are few, and what is free. */
__attribute__((noinline)) void tinyxs_bench_stack_fill(void) {
  uint32_t *limit, *top;
  if (!tinyxs_bench_stack(&limit, &top)) return;
  volatile uint32_t *end = (uint32_t *)__builtin_dwarf_cfa() - OWN / 4;
  for (volatile uint32_t *word = limit; word < end; word++) *word = PATTERN;
}

__attribute__((noinline)) void tinyxs_bench_stack_tell(const char *line) {
  uint32_t *limit, *top;
  if (!tinyxs_bench_stack(&limit, &top)) return;
  uintptr_t frame = (uintptr_t)__builtin_dwarf_cfa(); /* the same for the call that is measured */
  const volatile uint32_t *word = limit;
  while (word < top && *word == (uint32_t)PATTERN) word++;
  if (word == limit) line = "error the stack is too small to measure it";
  tinyxs_bench_line(line, 1, (const uint32_t[]){frame < (uintptr_t)word ? 0 : (uint32_t)(frame - (uintptr_t)word)});
}
