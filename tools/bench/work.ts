// SPDX-License-Identifier: Apache-2.0
// What one benchmark works on, and what its program says: see tools/native/bench/bench.h.
import { Failure } from "../toolchain/failure.js";

export interface Work {
  readonly program: "model" | "log_mel";
  /** The registry's names of the operators to link. */
  readonly operators: readonly string[];
  /** A .tflite file. */
  readonly model?: string;
  readonly frames: number;
  /** Of how many frames the outputs are told. */
  readonly outputs: number;
  /** A file for each input of the model, with all frames. */
  readonly inputs: readonly string[];
}

/** What a program said, with the counts at its marks. */
export class Account {
  /** By the names of the marks' groups, the counts between two marks, group by group. */
  readonly #spans = new Map<string, number[][]>();
  readonly #lines: string[][];

  /**
   * @param counts when each mark was reached.
   * @throws Failure with what the program says went wrong.
   */
  constructor(lines: readonly string[], counts: readonly number[]) {
    this.#lines = lines.map((line) => line.split(" "));
    const error = lines.find((line) => line.startsWith("error "));
    if (error) throw new Failure(error.slice(6));
    let at = 0;
    for (const [name = "", size] of this.#all("marks")) {
      const marks = counts.slice(at, (at += Number(size)));
      const spans = marks.slice(1).map((count, i) => count - (marks[i] ?? 0));
      this.#spans.set(name, [...(this.#spans.get(name) ?? []), spans]);
    }
    if (at !== counts.length)
      throw new Failure(`the benchmark tells of ${at} marks, but ${counts.length} were counted`);
  }

  /** Of each group of this name, the counts between its marks, without what the marks themselves take. */
  spans(name: string): number[][] {
    const [[mark = 0] = []] = this.#spans.get("calibrate") ?? [];
    return (this.#spans.get(name) ?? []).map((spans) => spans.map((count) => count - mark));
  }

  /** The numbers of the line that begins with these words, or of the largest of several. */
  numbers(...words: string[]): number[] | undefined {
    const found = this.#all(...words).map((rest) => rest.map(Number));
    return found.sort(([a = 0], [b = 0]) => b - a)[0];
  }

  /** The rest of each line that begins with these words. */
  all(...words: string[]): string[] {
    return this.#all(...words).map((rest) => rest.join(" "));
  }

  #all(...words: string[]): string[][] {
    return this.#lines
      .filter((line) => words.every((word, i) => line[i] === word))
      .map((line) => line.slice(words.length));
  }
}

/** The middle one; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
