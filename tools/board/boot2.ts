// SPDX-License-Identifier: Apache-2.0
// The checksum of an RP2040's first 256 bytes of flash, without which its boot ROM starts nothing (datasheet 2.8.1.3.1).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../toolchain/failure.js";
import type { Board } from "./boards.js";
import { readSegments } from "./elf.js";
import { objcopy } from "./objcopy.js";

const size = 256;

/** CRC-32 with polynomial 04C11DB7, most significant bit first, from all ones, not inverted. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

/** Puts the checksum into an ELF file that has a section .boot. */
export function signBoot2(board: Board, elf: string, scratch: string): void {
  const start = readSegments(readFileSync(elf)).find(({ address }) => address === 0x10000000);
  if (!start) throw new Failure(`${board.name}: nothing at the start of flash`);
  const boot = Buffer.from(start.bytes.subarray(0, size));
  boot.writeUInt32LE(checksum(boot.subarray(0, size - 4)), size - 4);
  const file = join(scratch, "boot.bin");
  writeFileSync(file, boot);
  objcopy(board, "--update-section", `.boot=${file}`, elf);
}
