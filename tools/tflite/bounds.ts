// SPDX-License-Identifier: Apache-2.0
// Limits for reading a file that may lie: many of its lists and texts can point to the same bytes, so each may be short enough
// and all of them together take forever.
import { Encoding } from "flatbuffers";

/** How often a file's bytes may be read over: an honest one has each list and text once. */
const times = 4;

export class Bounds {
  readonly #bytes: number;
  #left: number;

  constructor(file: Uint8Array) {
    this.#bytes = file.length;
    this.#left = times * file.length;
  }

  /** @throws Error if the list is longer than the file, or all that has been read is. */
  list<T>(length: number, item: (i: number) => T): T[] {
    this.#spend(length, "a list");
    return Array.from({ length }, (_, i) => item(i));
  }

  /** @throws Error as list(). */
  numbers(length: number, item: (i: number) => number | null): number[] {
    return this.list(length, (i) => item(i) ?? 0);
  }

  /** A text; "" if it is absent. `read` gets what makes flatbuffers' accessors return it undecoded. @throws Error as list(). */
  text(read: (encoding: Encoding) => string | Uint8Array | null): string {
    const bytes = read(Encoding.UTF8_BYTES) ?? "";
    this.#spend(bytes.length, "a text");
    return typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  }

  #spend(length: number, what: string): void {
    this.#left -= length;
    if (length < 0 || length > this.#bytes || this.#left < 0)
      throw new Error(`the model is corrupt: ${what} is longer than the file`);
  }
}
