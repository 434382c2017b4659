// SPDX-License-Identifier: Apache-2.0
// The one list of the native sources, native/sources.json. CMake reads it too: native/sources.cmake.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageFolder } from "./folders.js";

const native = join(packageFolder, "native");

/**
 * "kernels" are compiled for speed everywhere, the others for size on boards; an image lists its operators in place of "registry". A
 * build links one set of kernels; "all-sets" is for tools.
 */
export type SourceGroup =
  | "engine"
  | "operators"
  | "registry"
  | "kernels"
  | "references"
  | "portable-set"
  | "reference-set"
  | "all-sets"
  | "signal"
  | "model-binding"
  | "log-mel-binding"
  | "tflm";

/** The sources of these groups, sorted, from the folder native/: "engine/error.c". */
export function listSources(...groups: SourceGroup[]): string[] {
  const patterns = JSON.parse(readFileSync(join(native, "sources.json"), "utf8")) as Record<SourceGroup, string[]>;
  const all = new Set<string>();
  for (const pattern of groups.flatMap((group) => patterns[group]))
    if (pattern.startsWith("!")) for (const file of expand(pattern.slice(1))) all.delete(file);
    else for (const file of expand(pattern)) all.add(file);
  return [...all].sort();
}

/** A pattern's last part may have stars. */
function expand(pattern: string): string[] {
  const matcher = new RegExp(`^${pattern.replace(/[.]/g, "\\.").replace(/\*/g, "[^/]*")}$`);
  const folder = dirname(pattern);
  return readdirSync(join(native, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => matcher.test(path));
}
