// SPDX-License-Identifier: Apache-2.0
// Where things are: the package, and the build folder, which may be deleted at any time.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the package `tinyxs`: the nearest above this file whose package.json has that name. */
export const packageFolder = findPackage(dirname(fileURLToPath(import.meta.url)));

/** Of the package. */
export const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };

/** Whether npm has put the package where it is, and not git. */
export const installed = basename(dirname(packageFolder)) === "node_modules";

/**
 * Everything that tinyxs generates: in a checkout its build/; for an installed package, whose folder npm replaces and which may be
 * read-only, a folder in the user's cache that all projects share. TINYXS_BUILD puts it elsewhere.
 */
export const buildFolder = resolve(
  process.env.TINYXS_BUILD || (installed ? join(userCache(), "tinyxs", version) : join(packageFolder, "build")),
);

/** As the XDG Base Directory Specification has it: https://specifications.freedesktop.org/basedir-spec. */
function userCache(): string {
  const { XDG_CACHE_HOME: chosen = "" } = process.env;
  return isAbsolute(chosen) ? chosen : join(homedir(), ".cache");
}

function findPackage(folder: string): string {
  const file = join(folder, "package.json");
  if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "tinyxs")
    return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("tinyxs: package.json not found above the program");
  return findPackage(parent);
}
