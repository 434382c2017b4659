// SPDX-License-Identifier: Apache-2.0
// The form of the .json files beside this.

/** A random model, as its family's parameters, and the output that the family's oracle gave for it. */
export interface Vector {
  readonly family: string;
  readonly parameters: unknown;
  /** Base64. */
  readonly output: string;
}
