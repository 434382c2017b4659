// SPDX-License-Identifier: Apache-2.0
// Shows how far a build is, when it takes longer than a second.
import type { SingleBar } from "cli-progress";

/** A bar on a terminal, one line elsewhere, nothing at all for what is done within a second. */
export class Progress {
  #bar: SingleBar | undefined;
  #done = 0;
  #total = 1;
  #stopped = false;
  readonly #timer: NodeJS.Timeout;

  constructor(what: string) {
    this.#timer = setTimeout(() => {
      if (process.stderr.isTTY) void this.#draw(what);
      else process.stderr.write(`${what} ...\n`);
    }, 1000);
  }

  async #draw(what: string): Promise<void> {
    const { SingleBar } = await import("cli-progress");
    if (this.#stopped) return;
    this.#bar = new SingleBar({ format: `${what} [{bar}] {value}/{total}`, hideCursor: true, clearOnComplete: true });
    this.#bar.start(this.#total, this.#done);
  }

  update(done: number, total: number): void {
    this.#done = done;
    this.#total = total;
    this.#bar?.setTotal(total);
    this.#bar?.update(done);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped = true;
    this.#bar?.stop();
  }
}
