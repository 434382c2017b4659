// SPDX-License-Identifier: Apache-2.0
// Errors meant for the person at the console: their message is all there is to say.

/** Ends the command with `status` (1: it failed, 2: wrong usage) and the message, without a stack. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly status: 1 | 2 = 1,
  ) {
    super(message);
  }
}

const unwritable: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "it is read-only",
  ENOTDIR: "it isn't a folder",
  EXDEV: "it is on another disk",
  ENOSPC: "no space is left",
  EDQUOT: "no space is left to this user",
};

/** Why something can't be written in a folder, if that is what an error says; an error that names no path may be of any. */
export function explainUnwritable(error: unknown, folder: string): string | undefined {
  const { code = "", path = folder, dest = path } = error as NodeJS.ErrnoException & { dest?: string };
  return dest.startsWith(folder) ? unwritable[code] : undefined;
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
