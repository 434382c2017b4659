/* SPDX-License-Identifier: Apache-2.0 */
/* The RISC-V board of QEMU, "virt": its clock is the CLINT's, 10 MHz (SiFive U54-MC manual, chapter 9). Machine mode only. */
#include "board.h"
#include "semihosting.h"

#define MTIMECMP        ((volatile uint32_t *)0x02004000)
#define MTIME           ((volatile uint32_t *)0x0200BFF8)
#define PER_MILLISECOND 10000u

extern uint32_t tinyxs_board_data_load[], tinyxs_board_data_start[], tinyxs_board_data_end[], tinyxs_board_bss_start[],
    tinyxs_board_bss_end[];
int main(void);
_Noreturn void tinyxs_board_boot(void);
void tinyxs_board_trap(void);

/* Control registers are not part of rv32imc to the assembler. */
#define CSR(instructions) ".option push\n .option arch, +zicsr\n " instructions "\n .option pop"

static uint64_t start, next;

/* The three instructions that mark a call are recognized only when uncompressed and together. */
__attribute__((noinline)) int tinyxs_board_semihosting(uint32_t operation, const void *parameters) {
  register uint32_t a0 __asm("a0") = operation;
  register const void *a1 __asm("a1") = parameters;
  __asm volatile(".option push\n .option norvc\n .balign 16\n slli x0, x0, 0x1f\n ebreak\n srai x0, x0, 7\n .option pop"
                 : "+r"(a0)
                 : "r"(a1)
                 : "memory");
  return (int)a0;
}

static uint64_t now(void) {
  uint32_t upper, lower;
  do {
    upper = MTIME[1];
    lower = MTIME[0];
  } while (upper != MTIME[1]);
  return (uint64_t)upper << 32 | lower;
}

static void wake_at(uint64_t time) {
  MTIMECMP[1] = 0xFFFFFFFFu; /* no interrupt in between */
  MTIMECMP[0] = (uint32_t)time;
  MTIMECMP[1] = (uint32_t)(time >> 32);
}

__attribute__((interrupt("machine"), aligned(4))) void tinyxs_board_trap(void) {
  uint32_t cause, where;
  __asm volatile(CSR("csrr %0, mcause") : "=r"(cause));
  if (cause == 0x80000007u) { /* the timer */
    wake_at(next += PER_MILLISECOND);
    tinyxs_board_tick();
    return;
  }
  __asm volatile(CSR("csrr %0, mepc") : "=r"(where));
  uint32_t caller = (uint32_t)(uintptr_t)__builtin_return_address(0); /* as nothing has been called yet */
  tinyxs_board_fault(cause == 4 || cause == 6 ? "unaligned access" : "fault", where, caller, cause);
}

__attribute__((naked, section(".vectors"))) _Noreturn void _start(void);
__attribute__((naked, section(".vectors"))) _Noreturn void _start(void) {
  __asm volatile(
      ".option push\n .option norelax\n la gp, __global_pointer$\n .option pop\n la sp, tinyxs_board_stack_top\n la tp, "
      "tinyxs_board_bss_start\n j tinyxs_board_boot");
}

__attribute__((used)) _Noreturn void tinyxs_board_boot(void) {
  const uint32_t *from = tinyxs_board_data_load;
  for (uint32_t *to = tinyxs_board_data_start; to < tinyxs_board_data_end;) *to++ = *from++;
  for (uint32_t *to = tinyxs_board_bss_start; to < tinyxs_board_bss_end;) *to++ = 0;
  main();
  for (;;) continue;
}

void tinyxs_board_start(void) {
  tinyxs_board_semihosting_start();
  start = now();
  wake_at(next = start + PER_MILLISECOND);
  __asm volatile(CSR("csrw mtvec, %0\n csrs mie, %1\n csrs mstatus, %2")
                 :
                 : "r"(tinyxs_board_trap), "r"(1u << 7), "r"(1u << 3));
}

uint64_t tinyxs_board_microseconds(void) { return (now() - start) / (PER_MILLISECOND / 1000); }

void tinyxs_board_sleep(void) { __asm volatile("wfi"); }
