// SPDX-License-Identifier: Apache-2.0
// Starts the simulator and passes on what it says.
import { spawn } from "node:child_process";
import { createTranslator } from "../app/index.js";
import { Lines } from "../shared/lines.js";
import { onSignal } from "../toolchain/signals.js";
import { createOutput } from "./output.js";

export interface SimulateOptions {
  readonly program: string;
  readonly arguments: readonly string[];
  /** The folder with the app's JavaScript. */
  readonly folder: string;
  /** JSON objects on stdout, everything else on stderr. */
  readonly json: boolean;
}

/** The status for the shell: 0, 1 after an error of the app's, 128 + its number after a signal, such as 130 after Ctrl-C. */
export async function simulate(options: SimulateOptions): Promise<number> {
  // In a process group of its own, so that Ctrl-C reaches it through here only: the first ends its run, the second the process.
  const child = spawn(options.program, options.arguments, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  let ended = 0;
  const end = (signal: NodeJS.Signals, status: number): void => {
    child.kill(ended ? "SIGKILL" : signal);
    ended = status;
  };
  const off = onSignal(end);
  process.stdout.on("error", () => end("SIGTERM", 128 + 13)); // nobody reads any more, as after `| head`

  const translate = createTranslator(options.folder);
  const output = new Lines(createOutput(options.json));
  const errors = new Lines((line) => {
    // A stack's frames in C have no position and say nothing to the app's author.
    if (!/^ at .*\(\)$/.test(line)) process.stderr.write(translate(line) + "\n");
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.write(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.write(text));

  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on("error", reject).on("close", (status, signal) => resolve([status, signal]));
  });
  output.end();
  errors.end();
  off();
  if (ended) return ended;
  if (signal) process.stderr.write(`error: the simulator was ended by ${signal}: please report this with the app\n`);
  return status === 0 ? 0 : 1;
}
