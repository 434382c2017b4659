// SPDX-License-Identifier: Apache-2.0
// Tells, before an app runs here with all operators, that on a device it wouldn't.
import { dirname } from "node:path";
import type { App } from "./app.js";
import { messageOf } from "../toolchain/failure.js";
import { findLeftOut, headerName } from "./operators.js";

/** Notes on standard error what builds with the Moddable SDK leave out of what the app's own models need. */
export function warnOfLeftOut({ main, manifest }: App): void {
  const folder = dirname(main);
  for (const text of manifest.notes) process.stderr.write(`note: ${text}\n`);
  for (const [name, file] of manifest.data) {
    if (!name.endsWith(".tflite")) continue;
    try {
      const left = findLeftOut(folder, file);
      if (left.length)
        process.stderr.write(
          `note: ${headerName} leaves out ${left.join(", ")}, which ${name} needs, so that devices would refuse it: ` +
            "run `tinyxs operators` on the app's folder\n",
        );
    } catch (error) {
      process.stderr.write(`note: ${messageOf(error)}\n`); // the engine says the same, of a model that is used
    }
  }
}
