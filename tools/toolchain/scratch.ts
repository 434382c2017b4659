// SPDX-License-Identifier: Apache-2.0
// A folder that is there as long as the process: removed when it ends, also by Ctrl-C; after a crash, by the next process.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explainUnwritable } from "./failure.js";
import { onSignal } from "./signals.js";

/** Makes a new folder in `parent`, or in the system's own place for such when nothing can be written there. */
export function makeScratch(parent: string): string {
  onSignal((_, status) => process.exit(status));
  const folder = makeIn(parent);
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function makeIn(parent: string): string {
  try {
    mkdirSync(parent, { recursive: true });
    sweep(parent);
    return mkdtempSync(join(parent, `tmp-${process.pid}-`));
  } catch (error) {
    if (!explainUnwritable(error, parent)) throw error;
    return mkdtempSync(join(tmpdir(), `tinyxs-${process.pid}-`));
  }
}

function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = /^tmp-(\d+)-/.exec(name) ?? [];
    if (pid && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Whether there is a process of that number, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
