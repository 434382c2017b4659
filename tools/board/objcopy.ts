// SPDX-License-Identifier: Apache-2.0
// GNU objcopy of a board's toolchain.
import { spawnSync } from "node:child_process";
import { Failure } from "../toolchain/failure.js";
import type { Board } from "./boards.js";

/** Runs it with these arguments. @throws Failure with what it says. */
export function objcopy(board: Board, ...args: string[]): void {
  const { status, stderr } = spawnSync(`${board.toolchain}-objcopy`, args, { encoding: "utf8" });
  if (status !== 0) throw new Failure(`${board.name}: objcopy: ${stderr}`);
}
