/* The start of a Cortex-M: vectors, floating point, the stack's limit, variables, faults. */
#include "board.h"
#include "cortex_m.h"

extern uint32_t tinyxs_data_load[], tinyxs_data_start[], tinyxs_data_end[], tinyxs_bss_start[], tinyxs_bss_end[];
int main(void);

_Noreturn void tinyxs_boot(void);
void tinyxs_fault_handler(void);
_Noreturn void tinyxs_fault_frame(const uint32_t *frame);

/* ARMv7-M Architecture Reference Manual B1.5.3; ARMv6-M and ARMv8-M begin the same way. */
__attribute__((section(".vectors"), used)) static void (*const vectors[16 + TINYXS_INTERRUPTS])(void) = {
    (void (*)(void))(uintptr_t)tinyxs_stack_top,
    tinyxs_boot,
    tinyxs_fault_handler, /* NMI */
    tinyxs_fault_handler, /* hard fault */
    tinyxs_fault_handler, /* memory management */
    tinyxs_fault_handler, /* bus */
    tinyxs_fault_handler, /* usage */
    tinyxs_fault_handler, /* secure */
    [11] = tinyxs_fault_handler,
    [12] = tinyxs_fault_handler,
    [14] = tinyxs_fault_handler,
    [15] = tinyxs_systick,
    [16 ... 15 + TINYXS_INTERRUPTS] = tinyxs_interrupt,
};

_Noreturn void tinyxs_boot(void) {
  const uint32_t *from = tinyxs_data_load;
#ifdef __ARM_FP
  CPACR |= 0xFu << 20;
  __asm volatile("dsb\n isb");
#endif
#if __ARM_ARCH >= 8
  __asm volatile("msr msplim, %0" : : "r"(tinyxs_stack_limit));
#endif
  for (uint32_t *to = tinyxs_data_start; to < tinyxs_data_end;) *to++ = *from++;
  for (uint32_t *to = tinyxs_bss_start; to < tinyxs_bss_end;) *to++ = 0;
  main();
  for (;;) continue;
}

/* The processor has pushed r0-r3, r12, lr, pc, psr. */
__attribute__((used)) _Noreturn void tinyxs_fault_frame(const uint32_t *frame) {
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
  tinyxs_fault(what, frame[6], frame[5], cause);
}

__attribute__((naked)) void tinyxs_fault_handler(void) { __asm volatile("mov r0, sp\n bl tinyxs_fault_frame"); }
