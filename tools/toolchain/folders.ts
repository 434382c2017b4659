// Where things are: the package, and the build folder inside it that may be deleted at any time.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the package `tinyxs`: the nearest above this file whose package.json has that name. */
export const packageFolder = findPackage(dirname(fileURLToPath(import.meta.url)));

/** Everything that tinyxs generates; TINYXS_BUILD puts it elsewhere, such as when the package can't be written to. */
export const buildFolder = resolve(process.env.TINYXS_BUILD || join(packageFolder, "build"));

function findPackage(folder: string): string {
  const file = join(folder, "package.json");
  if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "tinyxs")
    return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("tinyxs: package.json not found above the program");
  return findPackage(parent);
}
