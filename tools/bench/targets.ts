// SPDX-License-Identifier: Apache-2.0
// What `tinyxs bench` counts on: the desktop under valgrind, and the emulated boards.
import { type Board, boardNames, findBoard } from "../board/boards.js";
import { requireBoardTools } from "../board/library.js";
import { buildProgram, works } from "../toolchain/build.js";
import { Failure } from "../toolchain/failure.js";
import { buildBenchLibrary } from "./library.js";

export interface Target {
  readonly name: string;
  /** Whose instructions QEMU counts; undefined: the desktop. */
  readonly board?: Board;
  /** Whose cycles rp2040js counts. */
  readonly chip?: Board;
}

export function targetNames(): string[] {
  return ["host", ...boardNames()];
}

/** @throws Failure when there is none of that name. */
export function findTarget(name: string): Target {
  if (!targetNames().includes(name))
    throw new Failure(`--target ${name}: there is no such target: give some of ${targetNames().join(", ")}`, 2);
  if (name === "host") return { name };
  const board = findBoard(name, "--target");
  return board.qemu ? { name, board } : { name, board: standIn(board), chip: board };
}

/** QEMU has no Cortex-M0+: its code also runs on a Cortex-M3 in the place of the Cortex-M4 that is in another of its boards. */
function standIn(board: Board): Board {
  const { sources, folder, defines } = findBoard("cortex-m4");
  return { ...board, sources, folder, defines, qemu: { program: "qemu-system-arm", machine: "mps2-an385" } };
}

/** Builds what counting on a target needs. @throws Failure naming the missing tool, with the line that installs it. */
export async function prepareTarget({ board, chip }: Target): Promise<void> {
  for (const program of ["tinyxs-engine", "tinyxs-engine-reference"]) await buildProgram(program, { sanitize: false });
  if (board) {
    requireBoardTools(board);
    await buildProgram("tinyxs-icount", { sanitize: false });
    await buildBenchLibrary(board);
    if (chip) await buildBenchLibrary(chip);
  } else if (works("valgrind")) {
    await buildProgram("tinyxs-bench", { sanitize: false });
  } else {
    throw new Failure(
      "The target host needs valgrind, which counts instructions.\nOn Debian or Ubuntu: sudo apt-get install valgrind",
    );
  }
}
