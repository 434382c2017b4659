// SPDX-License-Identifier: Apache-2.0
// The engine's error codes: what each means and what to do.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../toolchain/folders.js";

export interface ErrorEntry {
  readonly meaning: string;
  readonly remedy: string;
}

/** By code, in the order of tinyxs_status. */
export function readErrors(): Record<string, ErrorEntry> {
  const file = join(packageFolder, "native/include/errors.json");
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, ErrorEntry>;
}
