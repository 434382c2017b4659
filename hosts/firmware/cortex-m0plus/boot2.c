/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first 256 bytes of an RP2040's flash, which the boot ROM runs: lets the processor read flash in place, with the one
 * command that all flash chips know, and starts the image (RP2040 datasheet 2.8.1.3, 4.10.13). `tinyxs build` puts the checksum
 * at the end.
 */
#include <stdint.h>

#define SSI_CTRLR0     (*(volatile uint32_t *)0x18000000)
#define SSI_CTRLR1     (*(volatile uint32_t *)0x18000004)
#define SSI_SSIENR     (*(volatile uint32_t *)0x18000008)
#define SSI_BAUDR      (*(volatile uint32_t *)0x18000014)
#define SSI_SPI_CTRLR0 (*(volatile uint32_t *)0x180000F4)
#define VTOR           (*(volatile uint32_t *)0xE000ED08)
#define VECTORS        0x10000100u

__attribute__((naked, noreturn, used, section(".boot"))) void tinyxs_board_boot2(void);
__attribute__((naked, noreturn, used, section(".boot"))) void tinyxs_board_boot2(void) {
  SSI_SSIENR = 0;
  SSI_BAUDR = 4;                                 /* 31.25 MHz of 125 */
  SSI_CTRLR0 = 31u << 16 | 3u << 8;              /* 32-bit frames, reads after a command */
  SSI_CTRLR1 = 0;                                /* one frame at a time */
  SSI_SPI_CTRLR0 = 3u << 24 | 2u << 8 | 6u << 2; /* command 03h of 8 bits, address of 24 bits */
  SSI_SSIENR = 1;
  VTOR = VECTORS;
  const uint32_t *vectors = (const uint32_t *)VECTORS;
  __asm volatile("msr msp, %0\n bx %1" : : "l"(vectors[0]), "l"(vectors[1]));
  __builtin_unreachable();
}
