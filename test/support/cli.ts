// SPDX-License-Identifier: Apache-2.0
// Runs the `tinyxs` command as a user does.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./environment.js";

export interface Outcome {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export function execute(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input = "",
  cwd?: string,
): Outcome {
  const { status, signal, stdout, stderr, error } = spawnSync(file, args, {
    encoding: "utf8",
    input,
    cwd,
    // Programs leave their memory to the system when they end; sanitizers look for everything else.
    env: { ASAN_OPTIONS: "detect_leaks=0", ...process.env, ...env },
    maxBuffer: 1 << 26,
  });
  if (error) throw error;
  return { status, signal, stdout, stderr };
}

/** Runs `tinyxs` with these arguments; `engine` is the tinyxs-engine it uses. */
export function tinyxs(args: readonly string[], engine?: string): Outcome {
  return execute(
    process.execPath,
    [join(root, "dist/tools/main.js"), ...args],
    engine ? { TINYXS_ENGINE: engine } : {},
  );
}
