// SPDX-License-Identifier: Apache-2.0
// An image in the forms that boards' own tools want.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Board } from "../board/boards.js";
import { readSegments } from "../board/elf.js";
import { objcopy } from "../board/objcopy.js";

/** Writes what the board's board.json lists, beside the ELF; returns the paths. */
export function writeFormats(board: Board, elf: string, folder: string, name: string): string[] {
  return (board.formats ?? []).map((format) => {
    const file = join(folder, `${name}.${format}`);
    if (format === "uf2") writeFileSync(file, toUf2(readFileSync(elf)));
    else objcopy(board, "-O", "binary", elf, file);
    return file;
  });
}

const rp2040Family = 0xe48bff56;
const payload = 256;

/** USB Flashing Format (Microsoft's specification), for the RP2040's boot ROM: whole pages of flash, ascending. */
export function toUf2(elf: Buffer): Buffer {
  const pages = new Map<number, Buffer>();
  for (const { address, bytes } of readSegments(elf))
    bytes.forEach((byte, i) => {
      const at = address + i;
      const page = at - (at % payload);
      let content = pages.get(page);
      if (!content) pages.set(page, (content = Buffer.alloc(payload)));
      content[at % payload] = byte;
    });
  const sorted = [...pages].sort(([a], [b]) => a - b);
  return Buffer.concat(
    sorted.map(([address, content], number) => {
      const block = Buffer.alloc(512);
      [0x0a324655, 0x9e5d5157, 0x2000, address, payload, number, sorted.length, rp2040Family].forEach((word, i) =>
        block.writeUInt32LE(word >>> 0, 4 * i),
      );
      content.copy(block, 32);
      block.writeUInt32LE(0x0ab16f30, 508);
      return block;
    }),
  );
}
