// SPDX-License-Identifier: Apache-2.0
// Folders that are made once and never change: each is named by what it was made from, so that any number of runs may use it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { explainUnwritable } from "./failure.js";

const day = 24 * 3600 * 1000;

/** A name for what is made from these texts and contents. */
export function hash(...parts: (string | Buffer)[]): string {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part).update("\n");
  return sum.digest("hex");
}

/**
 * Moves a folder to `home`/`name`, where it stays, and removes others there which are older than a day. Returns its path: that of
 * before when nothing can be written there.
 */
export function keep(made: string, home: string, name: string): string {
  const folder = join(home, name);
  try {
    mkdirSync(home, { recursive: true });
    if (!existsSync(folder)) renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      if (explainUnwritable(error, home)) return made;
      throw error;
    } // another run was faster: its folder is as good
  }
  // A run that still uses an old one has read it long ago.
  for (const other of readdirSync(home, { withFileTypes: true })) {
    const path = join(home, other.name);
    if (other.isDirectory() && other.name !== name && statSync(path).mtimeMs < Date.now() - day)
      rmSync(path, { recursive: true, force: true });
  }
  return folder;
}
