// What tests of emulated boards need.
import { findBoard } from "../../tools/board/boards.js";
import { requireBoardTools } from "../../tools/board/library.js";
import { messageOf } from "../../tools/toolchain/failure.js";
import { skip } from "./environment.js";

/** Skips the test and says why unless the board's compiler and emulator are installed; in CI that is a failure. */
export function needBoard(context: Mocha.Context, name: string): void {
  try {
    requireBoardTools(findBoard(name));
  } catch (error) {
    if (process.env.CI) throw error;
    skip(context, messageOf(error).replace(/\n/g, " "));
  }
}
