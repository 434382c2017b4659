/* SPDX-License-Identifier: Apache-2.0 */
/* The benchmark on a board: without interrupts, on the board's own console. */
#include "board.h"
#include "bench.h"
#include <string.h>

/* What is linked in with it. */
extern int (*const tinyxs_bench_program)(const tinyxs_bench_work *work);
extern const tinyxs_bench_work tinyxs_bench_linked;

void tinyxs_bench_write(const char *bytes, size_t count) { tinyxs_board_write(bytes, count); }

uint8_t *tinyxs_bench_memory(size_t *bytes) {
  uintptr_t start = ((uintptr_t)tinyxs_board_heap_start + 15) / 16 * 16;
  *bytes = (size_t)((uintptr_t)tinyxs_board_stack_limit - start);
  return (uint8_t *)start;
}

bool tinyxs_bench_stack(uint32_t **limit, uint32_t **top) {
  *limit = (uint32_t *)(void *)tinyxs_board_stack_limit;
  *top = (uint32_t *)(void *)tinyxs_board_stack_top;
  return true;
}

void tinyxs_board_tick(void) {}
void tinyxs_board_received(uint32_t bytes) { (void)bytes; }

static _Noreturn void end(int status) {
  const char text[] = {0x04, (char)('0' + status)};
  tinyxs_board_write(text, sizeof text);
  tinyxs_board_exit(status);
}

_Noreturn void tinyxs_board_fault(const char *what, uint32_t where, uint32_t caller, uint32_t cause) {
  char text[40] = "error ";
  strncat(text, what, 30);
  tinyxs_bench_line(text, 3, (const uint32_t[]){where, caller, cause});
  end(1);
}

int main(void) {
  tinyxs_board_start();
#ifdef __arm__
  __asm volatile("cpsid i");
#else
  __asm volatile(".option push\n .option arch, +zicsr\n csrci mstatus, 8\n .option pop");
#endif
  end(tinyxs_bench_program(&tinyxs_bench_linked));
}
