// SPDX-License-Identifier: Apache-2.0
/** Passes text on in whole lines. */
export class Lines {
  #rest = "";

  constructor(readonly onLine: (line: string) => void) {}

  write(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    lines.forEach(this.onLine);
  }

  end(): void {
    if (this.#rest) this.onLine(this.#rest);
    this.#rest = "";
  }
}
