// Shows how far a build is, when it takes longer than a second.
import { SingleBar } from "cli-progress";

/** A bar on a terminal, one line elsewhere, nothing at all for what is done within a second. */
export class Progress {
  #bar: SingleBar | undefined;
  #done = 0;
  #total = 1;
  readonly #timer: NodeJS.Timeout;

  constructor(what: string) {
    this.#timer = setTimeout(() => {
      if (!process.stderr.isTTY) {
        process.stderr.write(`${what} ...\n`);
        return;
      }
      this.#bar = new SingleBar({ format: `${what} [{bar}] {value}/{total}`, hideCursor: true, clearOnComplete: true });
      this.#bar.start(this.#total, this.#done);
    }, 1000);
  }

  update(done: number, total: number): void {
    this.#done = done;
    this.#total = total;
    this.#bar?.setTotal(total);
    this.#bar?.update(done);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#bar?.stop();
  }
}
