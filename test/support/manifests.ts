// SPDX-License-Identifier: Apache-2.0
// The lists of native sources in the modules' manifests, made from native/sources.json: mcconfig can't read that itself.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { format } from "prettier";
import { type SourceGroup, listSources } from "../../tools/toolchain/sources.js";
import { root } from "./environment.js";

const manifests: Readonly<Record<string, SourceGroup[]>> = {
  "modules/ml/manifest.json": [
    "engine",
    "operators",
    "registry",
    "kernels",
    "references",
    "portable-set",
    "signal",
    "model-binding",
  ],
  "modules/ml/manifest-tflm.json": ["tflm", "model-binding"],
  "modules/features/log-mel/manifest.json": ["signal", "log-mel-binding"],
};

interface Manifest {
  modules: { "*": string[] };
}

/** What each manifest should be, by its path from the checkout. */
export async function makeManifests(): Promise<Map<string, string>> {
  const made = Object.entries(manifests).map(async ([path, groups]): Promise<[string, string]> => {
    const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as Manifest;
    const native = `${relative(dirname(path), "native")}/`;
    manifest.modules["*"] = [
      native,
      `${native}include/`,
      ...shorten(listSources(...groups)).map((name) => native + name),
    ];
    return [path, await format(JSON.stringify(manifest, null, 2), { parser: "json", printWidth: 120 })];
  });
  return new Map(await Promise.all(made));
}

/** Names without extensions; "folder/*" for all sources of a folder that has nothing else but headers. */
function shorten(sources: readonly string[]): string[] {
  const whole = (folder: string): boolean =>
    readdirSync(join(root, "native", folder)).every(
      (name) =>
        sources.includes(`${folder}/${name}`) ||
        (!/\.cc?$/.test(name) && statSync(join(root, "native", folder, name)).isFile()),
    );
  const names = sources.map((path) => (whole(dirname(path)) ? `${dirname(path)}/*` : path.replace(/\.cc?$/, "")));
  return [...new Set(names)];
}
