// SPDX-License-Identifier: Apache-2.0
// One process at a time: for build folders, which two builds at once would spoil.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { isAlive } from "./scratch.js";
import { onSignal } from "./signals.js";

let holders = 0;

/** Runs `action` while no other holds the lock `file`, and waits for that first. A dead process holds no lock. */
export async function withLock<T>(file: string, action: () => Promise<T>): Promise<T> {
  const own = `${file}.${process.pid}.${holders++}`; // two of one process wait for each other, too
  writeFileSync(own, String(process.pid));
  const remove = (): void => rmSync(own, { force: true });
  process.on("exit", remove);
  const off = onSignal((_, status) => process.exit(status));
  try {
    await wait(file, own);
    const release = (): void => rmSync(file, { force: true });
    process.on("exit", release);
    try {
      return await action();
    } finally {
      release();
      process.off("exit", release);
    }
  } finally {
    remove();
    process.off("exit", remove);
    off();
  }
}

async function wait(file: string, own: string): Promise<void> {
  for (let tries = 0; !take(file, own); tries++) {
    if (tries === 10) process.stderr.write(`Waiting for another build; if there is none, delete ${file} ...\n`);
    await setTimeout(100);
  }
}

/** A link appears with its content, so a lock always names its owner. */
function take(file: string, own: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    discardDead(file);
    return false;
  }
}

/** Moves a dead process's lock away first: of several who try, one gets it. */
function discardDead(file: string): void {
  try {
    const owner = readFileSync(file, "utf8");
    if (isAlive(Number(owner))) return;
    const old = `${file}.${owner}`;
    renameSync(file, old);
    rmSync(old, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error; // another process has done it
  }
}
