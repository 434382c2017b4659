// SPDX-License-Identifier: Apache-2.0
// `tinyxs run --board`: an app as firmware, in the board's emulator.
import type { Board } from "./boards.js";
import { emulate } from "./emulate.js";
import type { Emulation } from "./emulation.js";

/** What a board tells at the end of a run; bytes, unless the name says otherwise. */
export interface RunFigures {
  readonly bootMicroseconds: number;
  readonly busyMicroseconds: number;
  readonly waitedMilliseconds: number;
  readonly xsHeap: number;
  /** Of the above, what XS uses for objects, for their data, and for its stack. */
  readonly xsSlots: number;
  readonly xsChunks: number;
  readonly xsStack: number;
  readonly heap: number;
  readonly heapLimit: number;
  readonly stack: number;
  readonly stackLimit: number;
  /** Calls of malloc and its kind, and what XS allocated; all since the start. */
  readonly allocations: number;
  readonly slots: number;
  readonly chunks: number;
}

export interface BoardRun {
  readonly status: number;
  readonly figures: RunFigures | undefined;
}

/** Runs an image; lines go to `output` and `errors`. */
export async function runImage(
  board: Board,
  elf: string,
  { folder, stream, onOutput, onErrors }: Omit<Emulation, "onControl">,
): Promise<BoardRun> {
  let figures: RunFigures | undefined;
  const onControl = (line: string): void => {
    if (line.startsWith("run ")) figures = JSON.parse(line.slice(4)) as RunFigures;
  };
  const status = await emulate(board, elf, { folder, onOutput, onErrors, onControl, ...(stream ? { stream } : {}) });
  return { status, figures };
}
