// SPDX-License-Identifier: Apache-2.0
// What every command shares: how failures are told, and the exit codes (0 done, 1 failed, 2 wrong usage).
import { CommanderError } from "commander";
import { explainUnwritable, Failure, messageOf } from "../toolchain/failure.js";
import { buildFolder } from "../toolchain/folders.js";
import { colors } from "./text.js";

/** A failure about one file: printed as "error: <file>: <what>; <remedy>". */
export class FileFailure extends Failure {
  constructor(
    readonly file: string,
    readonly what: string,
    /** What else the JSON form tells. */
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(file ? `${file}: ${what}` : what);
  }
}

/** Prints why a command ended, as one line or with `json` as one JSON object, and returns the exit code. */
export function report(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Without a command, commander has printed the help already.
    if (error.code !== "commander.help")
      print(`${error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ")}; see tinyxs --help`, "", {}, json);
    return 2;
  }
  const unwritable = error instanceof Failure ? undefined : explainUnwritable(error, buildFolder);
  if (unwritable)
    print(
      `what tinyxs builds can't be written: ${unwritable}: let TINYXS_BUILD name another folder`,
      buildFolder,
      {},
      json,
    );
  else if (error instanceof FileFailure) print(error.what, error.file, error.facts, json);
  else if (error instanceof Failure || process.env.TINYXS_DEBUG === undefined) print(messageOf(error), "", {}, json);
  else throw error;
  return error instanceof Failure ? error.status : 1;
}

function print(what: string, file: string, facts: Readonly<Record<string, unknown>>, json: boolean): void {
  const line = `${colors(process.stderr).red("error:")} ${file ? `${file}: ` : ""}${what}`;
  const text = json ? JSON.stringify({ error: { file: file || null, message: what, ...facts } }) : line;
  process.stderr.write(`${text}\n`);
}

/** A number option: a whole number from `least` to `most`. */
export function wholeNumber(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new Failure(`${name} takes a whole number from ${least} to ${most}, not "${text}"`, 2);
  };
}
