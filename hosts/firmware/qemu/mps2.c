/* SPDX-License-Identifier: Apache-2.0 */
/* The Cortex-M boards of QEMU: Arm's MPS2 and MPS3. TINYXS_HERTZ is the clock of the processor's timer. */
#include "board.h"
#include "cortex_m.h"
#include "semihosting.h"

int tinyxs_board_semihosting(uint32_t operation, const void *parameters) {
  register uint32_t r0 __asm("r0") = operation;
  register const void *r1 __asm("r1") = parameters;
  __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return (int)r0;
}

void tinyxs_board_interrupt(void) {}

void tinyxs_board_start(void) {
  tinyxs_board_semihosting_start();
  tinyxs_board_systick_start(TINYXS_HERTZ);
}
