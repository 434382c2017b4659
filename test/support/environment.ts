// SPDX-License-Identifier: Apache-2.0
// What tests find around them: the checkout, the public models beside it, native builds, temporary folders.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildProgram } from "../../tools/toolchain/build.js";
import { packageFolder } from "../../tools/toolchain/folders.js";

export const root = packageFolder;

/** The folder with public models, their golden outputs and the figures to beat; TINYXS_SHARED overrides it. */
export const shared = process.env.TINYXS_SHARED ?? resolve(root, "..", "shared");

/** Skips the test and says why at the end of the run, which another process may print. */
export function skip(context: Mocha.Context, reason: string): never {
  const test = context.test as Reasoned | undefined;
  const serialize = test?.serialize?.bind(test);
  if (test) test.reason = reason;
  if (test && serialize) test.serialize = () => ({ ...serialize(), reason });
  context.skip();
}

type Reasoned = Mocha.Runnable & { reason?: string; serialize?: () => object };

/** Skips the test unless the file is there; only what lies in the shared folder may be missing. */
export function needShared(context: Mocha.Context, ...path: string[]): string {
  const file = join(shared, ...path);
  if (!existsSync(file)) skip(context, `${file} is not there`);
  return file;
}

const programs = new Map<string, Promise<string>>();

/** A native program of the normal or the sanitizer build, for which CMake is asked once. */
export function program(name: string, sanitize = false): Promise<string> {
  const key = `${name} ${sanitize}`;
  const known = programs.get(key) ?? buildProgram(name, { sanitize });
  programs.set(key, known);
  return known;
}

/** The simulator, and what prepares models for it: built before, so that `tinyxs run` doesn't tell of it. */
export async function simulator(): Promise<string> {
  await program("tinyxs-engine");
  return program("tinyxs-simulator");
}

/** A new folder that is removed when the tests of the suite are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tinyxs-test-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
