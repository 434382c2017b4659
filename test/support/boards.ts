// SPDX-License-Identifier: Apache-2.0
// What tests of emulated boards need.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBoard } from "../../tools/board/boards.js";
import { requireBoardTools } from "../../tools/board/library.js";
import type { RunFigures } from "../../tools/board/run.js";
import { messageOf } from "../../tools/toolchain/failure.js";
import { buildFolder } from "../../tools/toolchain/folders.js";
import { skip } from "./environment.js";
import { run } from "./run.js";

/** Skips the test and says why unless the board's compiler and emulator are installed; in CI that is a failure. */
export function needBoard(context: Mocha.Context, name: string): void {
  try {
    requireBoardTools(findBoard(name));
  } catch (error) {
    if (process.env.CI) throw error;
    skip(context, messageOf(error).replace(/\n/g, " "));
  }
}

export interface BoardOutcome {
  readonly status: number | null;
  readonly stdout: string;
  /** Without what a first run says of building, and a slow board of its speed. */
  readonly stderr: string;
  readonly figures: RunFigures;
}

/** Builds and runs an app, of whose stack `free` bytes must never be used. */
export function runOnBoard(name: string, app: string, args: readonly string[] = [], free = 1024): BoardOutcome {
  const { status, signal, stdout, stderr } = run(app, ["--board", name, "--figures", ...args]);
  const lines = stdout.trimEnd().split("\n");
  const last = lines.pop() ?? "";
  assert.match(last, /^\{"figures":\{.*\}\}$/, `${app} on ${name} ended with ${signal ?? status}: ${stderr}`);
  const { figures } = JSON.parse(last) as { figures: RunFigures };
  assert.ok(figures.stack <= figures.stackLimit - free, `${app} on ${name}: ${figures.stack} bytes of stack`);
  const notes = /^(Building |note: at \d+ million (?:instructions|cycles) a second this board doesn't keep up: ).*\n/gm;
  return { status, stdout: lines.map((line) => line + "\n").join(""), stderr: stderr.replace(notes, ""), figures };
}

/** An app of one file, in a folder that stays: what it is compiled to serves all boards, and the next run. */
export function writeApp(name: string, source: string): string {
  const app = join(buildFolder, "apps", name);
  const main = join(app, "main.ts");
  mkdirSync(app, { recursive: true });
  if (!existsSync(main) || readFileSync(main, "utf8") !== source) writeFileSync(main, source);
  return app;
}
