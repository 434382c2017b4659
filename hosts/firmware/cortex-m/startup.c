/* SPDX-License-Identifier: Apache-2.0 */
/* The start of a Cortex-M: vectors, floating point, the stack's limit, variables, faults. */
#include "board.h"
#include "cortex_m.h"

extern uint32_t tinyxs_board_data_load[], tinyxs_board_data_start[], tinyxs_board_data_end[], tinyxs_board_bss_start[],
    tinyxs_board_bss_end[];
int main(void);

_Noreturn void tinyxs_board_boot(void);
void tinyxs_board_fault_handler(void);
_Noreturn void tinyxs_board_fault_frame(const uint32_t *frame);

/* ARMv7-M Architecture Reference Manual B1.5.3; ARMv6-M and ARMv8-M begin the same way. */
__attribute__((section(".vectors"), used)) static void (*const vectors[16 + TINYXS_INTERRUPTS])(void) = {
    (void (*)(void))(uintptr_t)tinyxs_board_stack_top,
    tinyxs_board_boot,
    tinyxs_board_fault_handler, /* NMI */
    tinyxs_board_fault_handler, /* hard fault */
    tinyxs_board_fault_handler, /* memory management */
    tinyxs_board_fault_handler, /* bus */
    tinyxs_board_fault_handler, /* usage */
    tinyxs_board_fault_handler, /* secure */
    [11] = tinyxs_board_fault_handler,
    [12] = tinyxs_board_fault_handler,
    [14] = tinyxs_board_fault_handler,
    [15] = tinyxs_board_systick,
    [16 ... 15 + TINYXS_INTERRUPTS] = tinyxs_board_interrupt,
};

_Noreturn void tinyxs_board_boot(void) {
  const uint32_t *from = tinyxs_board_data_load;
#ifdef __ARM_FP
  CPACR |= 0xFu << 20;
  __asm volatile("dsb\n isb");
#endif
#if __ARM_ARCH >= 8
  __asm volatile("msr msplim, %0" : : "r"(tinyxs_board_stack_limit));
#endif
  for (uint32_t *to = tinyxs_board_data_start; to < tinyxs_board_data_end;) *to++ = *from++;
  for (uint32_t *to = tinyxs_board_bss_start; to < tinyxs_board_bss_end;) *to++ = 0;
  main();
  for (;;) continue;
}

/* The processor has pushed r0-r3, r12, lr, pc, psr. */
__attribute__((used)) _Noreturn void tinyxs_board_fault_frame(const uint32_t *frame) {
#if __ARM_ARCH >= 7
  uint32_t cause = CFSR;
  const char *what = cause & CFSR_UNALIGNED ? "unaligned access" : cause & CFSR_STKOF ? "stack overflow" : "fault";
#if __ARM_ARCH >= 8
  __asm volatile("msr msplim, %0" : : "r"(0)); /* room to tell of it */
#endif
#else
  uint32_t cause = 0;
  const char *what = "fault";
#endif
  tinyxs_board_fault(what, frame[6], frame[5], cause);
}

__attribute__((naked)) void tinyxs_board_fault_handler(void) { __asm volatile("mov r0, sp\n bl tinyxs_board_fault_frame"); }
