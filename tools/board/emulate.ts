// SPDX-License-Identifier: Apache-2.0
// Runs an image in the board's emulator.
import type { Board } from "./boards.js";
import type { Emulation } from "./emulation.js";
import { runQemu } from "./qemu.js";

/** The status for the shell: 0, 1 after an error, 128 + its number after a signal. */
export async function emulate(board: Board, elf: string, emulation: Emulation): Promise<number> {
  if (board.qemu) return runQemu(board, board.qemu, elf, emulation);
  const { runRp2040 } = await import("./rp2040.js"); // not for boards that don't need it
  return runRp2040(elf, emulation);
}
