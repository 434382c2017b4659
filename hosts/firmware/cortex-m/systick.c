/* SPDX-License-Identifier: Apache-2.0 */
/* The processor's own timer as the board's clock: an interrupt each millisecond, and what is left of it in between. */
#include "board.h"
#include "cortex_m.h"

static uint32_t per_millisecond;    /* cycles */
static volatile uint32_t low, high; /* milliseconds, 64 bits */

void tinyxs_board_systick_start(uint32_t hertz) {
  per_millisecond = hertz / 1000;
  SYST_RVR = per_millisecond - 1;
  SYST_CVR = 0;
  SYST_CSR = 7; /* on, with interrupt, on the processor's clock */
}

void tinyxs_board_systick(void) {
  if (!++low) high++;
  tinyxs_board_tick();
}

uint64_t tinyxs_board_microseconds(void) {
  uint32_t milliseconds, upper, left, pending;
  do {
    upper = high;
    milliseconds = low;
    left = SYST_CVR;
    pending = ICSR & ICSR_PENDSTSET; /* the timer has started again, and its interrupt waits */
    if (pending) left = SYST_CVR;
  } while (milliseconds != low || upper != high);
  uint64_t whole = ((uint64_t)upper << 32 | milliseconds) + (pending ? 1 : 0);
  return whole * 1000 + (uint64_t)(per_millisecond - 1 - left) * 1000 / per_millisecond;
}

void tinyxs_board_sleep(void) { __asm volatile("wfi"); }
