// SPDX-License-Identifier: Apache-2.0
// The emulated boards: a folder each in hosts/firmware, described by its board.json.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../toolchain/failure.js";
import { packageFolder } from "../toolchain/folders.js";

export const firmwareFolder = join(packageFolder, "hosts/firmware");

/** board.json */
interface Description {
  readonly description: string;
  /** What the compiler's name begins with, such as "arm-none-eabi". */
  readonly toolchain: "arm-none-eabi" | "riscv64-unknown-elf";
  readonly flags: readonly string[];
  readonly defines: readonly string[];
  /** Patterns of C files, from hosts/firmware. */
  readonly sources: readonly string[];
  /** The emulator: QEMU, or rp2040js where this is left out. */
  readonly qemu?: { readonly program: string; readonly machine: string; readonly arguments?: readonly string[] };
  /** How many the emulator runs in a microsecond of its own time, which says little about the board; rp2040js: cycles. */
  readonly instructionsPerMicrosecond: number;
  /** Files besides the ELF that the board's own tools want. */
  readonly formats?: readonly ("bin" | "uf2")[];
}

export interface Board extends Description {
  readonly name: string;
  readonly folder: string;
}

export function boardNames(): string[] {
  return readdirSync(firmwareFolder)
    .filter((name) => existsSync(join(firmwareFolder, name, "board.json")))
    .sort();
}

/** What the emulator counts. */
export function unitOf(board: Board): "instructions" | "cycles" {
  return board.qemu ? "instructions" : "cycles";
}

/** @param option that names it. @throws Failure listing the boards there are. */
export function findBoard(name: string, option = "--board"): Board {
  if (!boardNames().includes(name))
    throw new Failure(`${option} ${name}: there is no such board: give one of ${boardNames().join(", ")}`, 2);
  const folder = join(firmwareFolder, name);
  return { name, folder, ...(JSON.parse(readFileSync(join(folder, "board.json"), "utf8")) as Description) };
}
