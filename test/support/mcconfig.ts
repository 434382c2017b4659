// SPDX-License-Identifier: Apache-2.0
// Manifests as mcconfig reads them for one platform, as far as they are ours: what belongs to the SDK, "$(...)", is left out.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";

/** What mcconfig knows of platforms: these are the ones that tinyxs is for. */
export const platforms = [
  "pico",
  "pico/pico4ml",
  "esp32",
  "esp32/esp32c3",
  "esp32/xiao_esp32s3_sense",
  "x-cli-lin",
  "lin",
  "mac",
  "win",
] as const;

type Paths = string | { source: string } | (string | { source: string })[];
interface Section {
  include?: string | string[];
  modules?: Record<string, Paths>;
  data?: Record<string, Paths>;
  preload?: string | string[];
}
interface Manifest extends Section {
  platforms?: Record<string, Section>;
}

/** All that an app's manifest brings, with those it includes. */
export interface Build {
  /** Import specifier to TypeScript file. */
  readonly scripts: Map<string, string>;
  readonly c: Set<string>;
  readonly data: Map<string, string>;
  readonly preload: Set<string>;
  /** What is named but isn't there, as "manifest: path". */
  readonly missing: string[];
}

/** Reads a manifest for a platform. */
export function readForPlatform(file: string, platform: string): Build {
  const build: Build = { scripts: new Map(), c: new Set(), data: new Map(), preload: new Set(), missing: [] };
  read(resolve(file), platform, build, new Set());
  return build;
}

function read(file: string, platform: string, build: Build, seen: Set<string>): void {
  if (seen.has(file)) return;
  seen.add(file);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const sections = [manifest, ...choose(manifest.platforms ?? {}, platform)];
  for (const include of sections.flatMap((section) => section.include ?? [])) {
    if (include.startsWith("$(")) continue;
    const path = resolve(dirname(file), include);
    if (existsSync(path)) read(path, platform, build, seen);
    else build.missing.push(`${file}: ${include}`);
  }
  for (const { modules = {}, data = {}, preload = [] } of sections) {
    for (const [target, path] of find(modules, file, build))
      if (path.endsWith(".c")) build.c.add(path);
      else if (/(?<!\.d)\.ts$/.test(path)) build.scripts.set(target, path);
    for (const [target, path] of find(data, file, build)) build.data.set(target + extname(path), path);
    for (const name of [preload].flat()) build.preload.add(name);
  }
}

/** The section that mcconfig takes: that of the platform, or else of its family, or else "...". */
function choose(sections: Record<string, Section>, platform: string): Section[] {
  const [family = ""] = platform.split("/");
  const section = sections[platform] ?? sections[family] ?? sections["..."];
  return section ? [section] : [];
}

/** Files by their targets; a path's last part is a name with or without extension, or has a star. */
function find(section: Record<string, Paths>, file: string, build: Build): [target: string, path: string][] {
  return Object.entries(section).flatMap(([target, sources]) =>
    [sources].flat().flatMap((entry) => {
      const source = typeof entry === "string" ? entry : entry.source;
      if (source.startsWith("$(")) return [];
      const path = resolve(dirname(file), source);
      const files = existsSync(dirname(path)) ? readdirSync(dirname(path)) : [];
      const found = files.filter((name) => {
        const stem = name.endsWith(".d.ts") ? basename(name, ".d.ts") : basename(name, extname(name));
        const wanted = basename(path);
        return wanted.endsWith("*") ? stem.startsWith(wanted.slice(0, -1)) : wanted === name || wanted === stem;
      });
      if (!found.length) build.missing.push(`${file}: ${source}`);
      return found
        .map((name) => join(dirname(path), name))
        .filter((found) => statSync(found).isFile())
        .map((found): [string, string] => [target.replace("*", basename(found, extname(found))), found]);
    }),
  );
}
