/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RP2040 (datasheet section in brackets): 125 MHz from the crystal, console on UART0 (GPIO0), audio on UART1 (GPIO4 and 5),
 * whose bytes DMA puts into memory. A request for audio is 'R' and the number of bytes, 16 bits little endian; the peer answers
 * with them.
 */
#include "board.h"
#include "cortex_m.h"

#define RESETS        0x4000C000u /* 2.14.3 */
#define CLOCKS        0x40008000u /* 2.15.7 */
#define IO_BANK0      0x40014000u /* 2.19.6.1 */
#define XOSC          0x40024000u /* 2.16.7 */
#define PLL_SYS       0x40028000u /* 2.18.4 */
#define UART0         0x40034000u /* 4.2.8 */
#define UART1         0x40038000u
#define DMA           0x50000000u /* 2.5.7 */
#define CLEAR_ALIAS   0x3000u     /* 2.1.2 */
#define HERTZ         125000000u
#define BAUD          921600u
#define DMA_IRQ_0     11
#define DREQ_UART1_RX 23u

enum { RESET_DMA = 1 << 2, RESET_IO = 1 << 5, RESET_PADS = 1 << 8, RESET_PLL_SYS = 1 << 12, RESET_UARTS = 3 << 22 };

static uint32_t requested; /* bytes */

static void release_resets(uint32_t blocks) {
  REGISTER(RESETS + CLEAR_ALIAS) = blocks;
  while (~REGISTER(RESETS + 8) & blocks) continue;
}

static void start_clocks(void) {
  REGISTER(XOSC) = 0xAA0;    /* 1-15 MHz */
  REGISTER(XOSC + 0xC) = 47; /* about 1 ms */
  REGISTER(XOSC) = 0xFABAA0;
  while (!(REGISTER(XOSC + 4) & 1u << 31)) continue;
  REGISTER(CLOCKS + 0x30) = 2; /* the reference is the crystal */
  release_resets(RESET_PLL_SYS);
  REGISTER(PLL_SYS) = 1;
  REGISTER(PLL_SYS + 8) = 125; /* 12 MHz * 125 / 6 / 2 */
  REGISTER(PLL_SYS + CLEAR_ALIAS + 4) = 1 << 0 | 1 << 5;
  while (!(REGISTER(PLL_SYS) & 1u << 31)) continue;
  REGISTER(PLL_SYS + 0xC) = 6u << 16 | 2u << 12;
  REGISTER(PLL_SYS + CLEAR_ALIAS + 4) = 1 << 3;
  REGISTER(CLOCKS + 0x3C) = 1;       /* the processor runs on the PLL */
  REGISTER(CLOCKS + 0x48) = 1 << 11; /* so do the UARTs */
}

static void start_uart(uint32_t uart) {
  uint32_t divisor = (HERTZ * 4 + BAUD / 2) / BAUD; /* in 64ths */
  REGISTER(uart + 0x24) = divisor >> 6;
  REGISTER(uart + 0x28) = divisor & 63;
  REGISTER(uart + 0x2C) = 3 << 5 | 1 << 4; /* 8 bits, FIFOs */
  REGISTER(uart + 0x30) = 1 << 9 | 1 << 8 | 1;
  REGISTER(uart + 0x48) = 1; /* receives by DMA */
}

void tinyxs_board_start(void) {
  start_clocks();
  release_resets(RESET_DMA | RESET_IO | RESET_PADS | RESET_UARTS);
  for (uint32_t pin = 0; pin < 6; pin++)
    if (pin < 2 || pin > 3) REGISTER(IO_BANK0 + 8 * pin + 4) = 2; /* UART */
  start_uart(UART0);
  start_uart(UART1);
  REGISTER(DMA + 0x404) = 1; /* channel 0 interrupts */
  NVIC_ISER = 1u << DMA_IRQ_0;
  tinyxs_board_systick_start(HERTZ);
}

static void put(uint32_t uart, char byte) {
  while (REGISTER(uart + 0x18) & 1 << 5) continue; /* full */
  REGISTER(uart) = (uint8_t)byte;
}

void tinyxs_board_write(const char *bytes, size_t count) {
  while (count--) put(UART0, *bytes++);
}

void tinyxs_board_request(void *buffer, uint32_t bytes) {
  requested = bytes;
  REGISTER(DMA) = UART1;
  REGISTER(DMA + 4) = (uint32_t)(uintptr_t)buffer;
  REGISTER(DMA + 8) = bytes;
  REGISTER(DMA + 0xC) = DREQ_UART1_RX << 15 | 1 << 5 | 1; /* bytes, to rising addresses; chained to itself: to none */
  put(UART1, 'R');
  put(UART1, (char)bytes);
  put(UART1, (char)(bytes >> 8));
}

void tinyxs_board_interrupt(void) {
  REGISTER(DMA + 0x40C) = 1;
  tinyxs_board_received(requested);
}

_Noreturn void tinyxs_board_exit(int status) {
  (void)status;
  while (REGISTER(UART0 + 0x18) & 1 << 3) continue; /* still sending */
  for (;;) __asm volatile("wfi");
}
