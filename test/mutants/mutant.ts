// SPDX-License-Identifier: Apache-2.0
// One way to break the code, which the tests must notice.

export interface Mutant {
  /** From the package's folder. */
  readonly file: string;
  /** What goes wrong for somebody when the code is like that. */
  readonly protects: string;
  /** Text that is in the file once, and what takes its place; the result still compiles. */
  readonly from: string;
  readonly to: string;
  /** Tests that notice: the name of a file in test/, and a regular expression for the full titles, as of mocha's --grep. */
  readonly tests: readonly [file: string, titles: string];
}

/** Tests that run on XS: mocha knows of them once it has run the one that "runs to its end". */
export const onXs =
  (file: string, folder: string) =>
  (titles: string): Mutant["tests"] => [file, `^${folder} on XS (?!with).*(${titles}|runs to its end)`];
