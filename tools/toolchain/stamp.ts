// SPDX-License-Identifier: Apache-2.0
// Tells in a few milliseconds whether any native source has changed since a program was built.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./folders.js";

const roots = ["CMakeLists.txt", "native", "hosts", "tools/native"];

/**
 * A hash over all native sources and what else is given. It goes by names and contents alone, so that all installations of one
 * version share what was built; the tests' own programs, which the npm package doesn't have, are not in it.
 */
export async function stampSources(...settings: string[]): Promise<string> {
  return hash([...settings, ...roots.flatMap(describe).sort()].join("\n"));
}

/** One line for each file at or below a path from the package's folder. */
function describe(path: string): string[] {
  const file = join(packageFolder, path);
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status || /\.(ts|js|md)$|manifest\.json$/.test(path)) return []; // modules are compiled with the app
  if (!status.isDirectory()) return [`${path} ${hash(readFileSync(file))}`];
  const names = readdirSync(file).filter((name) => name !== "node_modules" && !name.startsWith("."));
  return names.flatMap((name) => describe(`${path}/${name}`));
}

function hash(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
