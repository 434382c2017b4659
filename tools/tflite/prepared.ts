// SPDX-License-Identifier: Apache-2.0
// What `tinyxs prepare` has added to a model: native/engine/prepared.h describes its form.
import type { ModelFacts } from "./model.js";

export interface PreparedFacts {
  /** Where in the file the model begins that was prepared. */
  readonly original: number;
  /** How many multipliers and shifts of layers with scales per channel are in it. */
  readonly scales: number;
}

/** Undefined for a file that isn't prepared. Whether it is of this model, only the engine knows. */
export function findPrepared({ metadata }: ModelFacts): PreparedFacts | undefined {
  const data = metadata.find(({ name }) => name === "tinyxs")?.data;
  if (!data || data.length < 28) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return { original: view.getUint32(4, true), scales: view.getUint32(24, true) };
}
