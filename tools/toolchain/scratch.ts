// SPDX-License-Identifier: Apache-2.0
// A folder that is there as long as the process: removed when it ends, also by Ctrl-C; after a crash, by the next process.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onSignal } from "./signals.js";

/** Makes a new folder in `parent`. */
export function makeScratch(parent: string): string {
  mkdirSync(parent, { recursive: true });
  sweep(parent);
  onSignal((_, status) => process.exit(status));
  const folder = mkdtempSync(join(parent, `tmp-${process.pid}-`));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
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
