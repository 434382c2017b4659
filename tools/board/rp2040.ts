// SPDX-License-Identifier: Apache-2.0
// An RP2040 in rp2040js, made as strict as the real one about alignment, and with the peer of its UARTs.
import { readFileSync } from "node:fs";
import { RP2040, Simulator } from "rp2040js";
import { Failure } from "../toolchain/failure.js";
import { onSignal } from "../toolchain/signals.js";
import { BoardConsole } from "./console.js";
import { readSegments } from "./elf.js";
import type { Emulation } from "./emulation.js";

const [flashStart, ramStart] = [0x10000000, 0x20000000];
const dreqUart1Rx = 23;
const [flagRegister, receiverEmpty] = [0x18, 1 << 4];
const cycleNanos = 8; // 125 MHz
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Makes unaligned accesses fail as on a Cortex-M0+, where the emulator wouldn't (ARMv6-M Architecture Reference Manual A3.2.1), and
 * those to flash and RAM quick.
 */
function harden(chip: RP2040): void {
  const [flash16, flash32] = [new Uint16Array(chip.flash.buffer), new Uint32Array(chip.flash.buffer)];
  const [ram16, ram32] = [new Uint16Array(chip.sram.buffer), new Uint32Array(chip.sram.buffer)];
  const inFlash = (address: number): boolean => address >>> 24 === flashStart >>> 24;
  const inRam = (address: number): boolean => address >= ramStart && address < ramStart + chip.sram.length;
  const check = (address: number, mask: number): void => {
    if (address & mask)
      throw new Failure(`unaligned access to 0x${hex(address)} at 0x${hex(chip.core.PC)}: a Cortex-M0+ faults there`);
  };
  const read16 = chip.readUint16.bind(chip);
  chip.readUint16 = (address) => {
    check(address, 1);
    if (inFlash(address)) return flash16[(address - flashStart) >> 1] ?? 0;
    return inRam(address) ? (ram16[(address - ramStart) >> 1] ?? 0) : read16(address);
  };
  const read32 = chip.readUint32.bind(chip);
  chip.readUint32 = (address) => {
    address >>>= 0;
    check(address, 3);
    if (inRam(address)) return ram32[(address - ramStart) >> 2] ?? 0;
    return inFlash(address) ? (flash32[(address - flashStart) >> 2] ?? 0) : read32(address);
  };
  const write16 = chip.writeUint16.bind(chip);
  chip.writeUint16 = (address, value) => {
    check(address, 1);
    write16(address, value);
  };
  const write32 = chip.writeUint32.bind(chip);
  chip.writeUint32 = (address, value) => {
    address >>>= 0;
    check(address, 3);
    if (inRam(address)) ram32[(address - ramStart) >> 2] = value;
    else write32(address, value);
  };
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}

/** The status for the shell: 0, 1 after an error, 128 + its number after a signal. */
export async function runRp2040(elf: string, { stream, watch, ...listener }: Emulation): Promise<number> {
  const { clock } = new Simulator(); // the emulator's own way to make one
  const chip = new RP2040(clock);
  harden(chip);
  const [uart0, uart1] = chip.uart;
  if (!uart0 || !uart1) throw new Error("rp2040js has changed");
  chip.logger = silent;
  for (const { address, bytes } of readSegments(readFileSync(elf))) chip.flash.set(bytes, address - flashStart);
  chip.core.PC = flashStart;

  const board = new BoardConsole(listener);
  uart0.onByte = (byte) => board.write(Uint8Array.of(byte));
  connectStream(chip, uart1, stream);

  let ended = 0;
  let [cycles, before] = [0, 0]; // since the clock has moved, and until then
  const off = onSignal((_, status) => (ended = status));
  try {
    while (board.status === undefined && !ended) {
      for (let steps = 0; steps < 2_000_000 && board.status === undefined; steps++) {
        if (chip.core.waiting) {
          clock.tick(clock.nanosToNextAlarm);
          // Its timer alone doesn't wake the emulated processor.
          if (chip.core.interruptsUpdated && chip.core.checkForInterrupts()) chip.core.waiting = false;
          continue;
        }
        if (watch && chip.core.PC === watch.address) watch.onReach(before + cycles);
        cycles += chip.core.executeInstruction();
        if (cycles < 16) continue; // microseconds are exact enough
        clock.tick(cycles * cycleNanos);
        before += cycles;
        cycles = 0;
      }
      await new Promise((resolve) => setImmediate(resolve)); // signals get their turn
    }
  } finally {
    off();
    board.end();
  }
  return ended || (board.status ?? 1);
}

/** What answers on UART1: see hosts/firmware/cortex-m0plus/rp2040.c. The emulator's UART lacks the DMA request for reading. */
function connectStream(chip: RP2040, uart: RP2040["uart"][number], stream: Uint8Array = new Uint8Array(0)): void {
  const { dma, clock } = chip;
  const request: number[] = [];
  let at = 0;
  let left = 0;
  const feed = clock.createAlarm(() => {
    uart.feedByte(stream[at++] ?? 0);
    dma.setDREQ(dreqUart1Rx);
    if (--left) feed.schedule(byteNanos);
  });
  const byteNanos = 1e10 / 921600;
  const read = uart.readUint32.bind(uart);
  uart.readUint32 = (offset) => {
    const value = read(offset);
    if (read(flagRegister) & receiverEmpty) dma.clearDREQ(dreqUart1Rx);
    return value;
  };
  uart.onByte = (byte) => {
    request.push(byte);
    if (request.length < 3) return;
    const [, low = 0, high = 0] = request.splice(0);
    left = low + 256 * high;
    if (left) feed.schedule(byteNanos);
  };
}
