// SPDX-License-Identifier: Apache-2.0
// The models that an app may have on any device: its manifest's, those of the manifests it includes, and of all their platforms.
import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Json, isObject } from "../shared/json.js";
import { files, object, parseManifest, resolveInclude, strings } from "./manifest.js";

export interface AppFiles {
  /** Paths of the .tflite files. */
  readonly models: readonly string[];
  /** Paths in "modules", as they are written: with or without extension, and the files may be missing. */
  readonly modules: ReadonlySet<string>;
}

/** @throws Failure for a manifest that is broken, or names data that isn't there. */
export function listFiles(manifest: string): AppFiles {
  const models = new Set<string>();
  const modules = new Set<string>();
  const seen = new Set<string>();
  const read = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const json = parseManifest(file);
    const platforms = Object.values(object(json.platforms, `${file}: "platforms"`)).filter(isObject);
    for (const section of [json, ...platforms]) readSection(section, file);
  };
  const readSection = (section: Json, file: string): void => {
    for (const include of strings(section.include, `${file}: "include"`)) {
      const path = resolveInclude(include, file);
      if (path) read(path);
    }
    for (const path of files(section.data, file, "data")) if (/\.tflite$/i.test(path)) models.add(path);
    for (const source of Object.values(object(section.modules, `${file}: "modules"`)).flat())
      if (typeof source === "string") modules.add(resolve(dirname(file), source));
  };
  read(realpathSync(manifest));
  return { models: [...models].sort(), modules };
}
