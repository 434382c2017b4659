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

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
