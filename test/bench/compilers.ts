// SPDX-License-Identifier: Apache-2.0
// Which compilers count: other versions give other instructions.
import { boardNames, findBoard } from "../../tools/board/boards.js";
import { execute } from "../support/cli.js";

/** The version of each compiler for the targets, by its name. */
export function readCompilers(): Record<string, string> {
  const names = ["cc", ...new Set(boardNames().map((name) => `${findBoard(name).toolchain}-gcc`))];
  return Object.fromEntries(names.map((name) => [name, readVersion(name)]));
}

export function readVersion(compiler: string): string {
  return execute(compiler, ["-dumpfullversion", "-dumpversion"]).stdout.trim();
}
