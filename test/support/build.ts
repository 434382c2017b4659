// SPDX-License-Identifier: Apache-2.0
// A build folder for apps that are there for one test only.
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { buildFolder } from "../../tools/toolchain/folders.js";

/**
 * Makes the folder: it has the native programs and libraries of the checkout's own build folder, and what is compiled in it goes when it goes.
 * Programs must be built before: the lock of those isn't shared.
 */
export function makeBuildFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of ["native", "native-sanitize", "xs", "boards"]) {
    mkdirSync(join(buildFolder, name), { recursive: true });
    symlinkSync(join(buildFolder, name), join(folder, name));
  }
  return folder;
}
