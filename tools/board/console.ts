// SPDX-License-Identifier: Apache-2.0
// The stream of bytes that a board writes, taken apart: see hosts/firmware/image/console.h.
import { StringDecoder } from "node:string_decoder";
import { Lines } from "../shared/lines.js";

export interface Listener {
  onOutput(line: string): void;
  onErrors(line: string): void;
  /** A line for us. */
  onControl(line: string): void;
}

const [eot, so, si, dle, newline] = [0x04, 0x0e, 0x0f, 0x10, 0x0a];

export class BoardConsole {
  /** What the board ended with; undefined as long as it hasn't. */
  status: number | undefined;
  readonly #streams: Record<"output" | "errors" | "control", { lines: Lines; decoder: StringDecoder }>;
  #stream: "output" | "errors" | "control" = "output";
  #ending = false;

  constructor(listener: Listener) {
    const stream = (onLine: (line: string) => void) => ({ lines: new Lines(onLine), decoder: new StringDecoder() });
    this.#streams = {
      output: stream((line) => listener.onOutput(line)),
      errors: stream((line) => listener.onErrors(line)),
      control: stream((line) => listener.onControl(line)),
    };
  }

  write(bytes: Uint8Array): void {
    let start = 0;
    const flush = (end: number): void => {
      const { lines, decoder } = this.#streams[this.#stream];
      if (end > start) lines.write(decoder.write(Buffer.from(bytes.subarray(start, end))));
      start = end;
    };
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (this.#ending) {
        this.status ??= (byte ?? 0x31) - 0x30;
        return;
      }
      if (byte === newline && this.#stream === "control") {
        flush(at + 1);
        this.#stream = "output";
      } else if (byte === so || byte === si || byte === dle || byte === eot) {
        flush(at);
        start = at + 1;
        if (byte === eot) this.#ending = true;
        else this.#stream = byte === so ? "errors" : byte === si ? "output" : "control";
      }
    }
    if (!this.#ending) flush(bytes.length);
  }

  end(): void {
    for (const { lines } of Object.values(this.#streams)) lines.end();
  }
}
