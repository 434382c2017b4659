// SPDX-License-Identifier: Apache-2.0
// `tinyxs run` with the apps of test/fixtures/apps, as a user calls it.
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Outcome, execute } from "./cli.js";
import { root } from "./environment.js";

const command = resolve(dirname(fileURLToPath(import.meta.url)), "../../tools/main.js");

/** The path of a fixture, as seen from the package's folder, which is where run() runs. */
export function fixture(name: string): string {
  return join("test/fixtures/apps", name);
}

/** Runs an app to its end. */
export function run(app: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Outcome {
  return execute(process.execPath, [command, "run", resolve(root, app), ...args], env);
}

/** What the app prints; it must end well and say nothing on stderr. */
export function output(app: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = run(app, args, env);
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout;
}

/** Starts an app and lets it run. */
export function start(
  app: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [command, "run", resolve(root, app), ...args], {
    env: { ...process.env, ...env },
  });
  child.stdin.end();
  return child;
}

/** The exit status of a started app; a signal's name if it was one. */
export function ended(child: ChildProcessWithoutNullStreams): Promise<number | string | null> {
  return new Promise((done, fail) => child.on("error", fail).on("close", (status, signal) => done(signal ?? status)));
}

/** Resolves when the app has printed the text. */
export function printed(child: ChildProcessWithoutNullStreams, text: string): Promise<void> {
  return new Promise((done) => {
    let all = "";
    child.stdout.on("data", (data: Buffer) => {
      all += data.toString();
      if (all.includes(text)) done();
    });
  });
}

/** The objects that an app prints with --json, one a line. */
export function parseLines<T>(stdout: string): T[] {
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}
