/* SPDX-License-Identifier: Apache-2.0 */
/* Registers that all Cortex-M have (ARMv7-M Architecture Reference Manual B3.2, B3.3), and the handlers of their interrupts. */
#ifndef TINYXS_BOARD_CORTEX_M_H
#define TINYXS_BOARD_CORTEX_M_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define SYST_CSR  REGISTER(0xE000E010)
#define SYST_RVR  REGISTER(0xE000E014)
#define SYST_CVR  REGISTER(0xE000E018)
#define NVIC_ISER REGISTER(0xE000E100)
#define ICSR      REGISTER(0xE000ED04)
#define CFSR      REGISTER(0xE000ED28)
#define CPACR     REGISTER(0xE000ED88)

#define CFSR_UNALIGNED (1u << 24)
#define CFSR_STKOF     (1u << 20)
#define ICSR_PENDSTSET (1u << 26)

/* What a board may have besides the clock: external interrupts, all of which call tinyxs_board_interrupt(). */
#ifndef TINYXS_INTERRUPTS
#define TINYXS_INTERRUPTS 1
#endif

void tinyxs_board_systick(void);
void tinyxs_board_interrupt(void);

/* Starts the clock on a processor of so many hertz. */
void tinyxs_board_systick_start(uint32_t hertz);

#endif
