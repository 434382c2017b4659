// SPDX-License-Identifier: Apache-2.0
// Reads an app's manifest.json, in the Moddable SDK's form, as far as our own hosts need it.
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, join, resolve } from "node:path";
import { closest } from "fastest-levenshtein";
import { type Json, isObject } from "../shared/json.js";
import { Failure, messageOf } from "../toolchain/failure.js";

/** What a manifest and those it includes say together. */
export interface Manifest {
  /** Import specifier to TypeScript or JavaScript file. */
  readonly modules: Map<string, string>;
  /** Resource name to file. */
  readonly data: Map<string, string>;
  /** The manifest's "defines", merged; a later one wins. */
  readonly defines: Json;
  /** What is odd, but does no harm here. */
  readonly notes: string[];
}

/**
 * Reads manifests in the order given; of two that define the same thing, the later wins. An include comes before its includer.
 * Sections other than include, modules, data and defines are ignored, and so is what belongs to the SDK: "$(MODDABLE)/...".
 */
export function readManifests(...files: string[]): Manifest {
  const manifest: Manifest = { modules: new Map(), data: new Map(), defines: {}, notes: [] };
  const seen = new Set<string>();
  for (const file of files) read(resolve(file), manifest, seen);
  return manifest;
}

function read(file: string, manifest: Manifest, seen: Set<string>): void {
  if (seen.has(file)) return;
  seen.add(file);
  const json = parseManifest(file);
  manifest.notes.push(...findUnknown(json, file));
  for (const include of strings(json.include, `${file}: "include"`)) {
    const path = resolveInclude(include, file);
    if (path) read(path, manifest, seen);
  }
  const note = (text: string): unknown => manifest.notes.push(text);
  for (const { name, path } of entries(json.modules, file, "modules", isScript, note)) manifest.modules.set(name, path);
  for (const { name, path } of entries(json.data, file, "data", () => true))
    manifest.data.set(checkName(name, file) + extname(path).toLowerCase(), path);
  merge(manifest.defines, object(json.defines, `${file}: "defines"`));
}

/** The manifest that an "include" names; undefined if it is the SDK's. @throws Failure when it isn't there. */
export function resolveInclude(include: string, file: string): string | undefined {
  if (include.startsWith("$(")) return undefined;
  const path = resolve(dirname(file), include);
  const included = existsSync(path) && statSync(path).isDirectory() ? join(path, "manifest.json") : path;
  if (!existsSync(included)) {
    refuseDangling(included, file, "include");
    const remedy = /\bnode_modules\//.test(include) ? "run `npm install`, or correct the path" : "correct the path";
    throw new Failure(`${file}: "include" names ${include}, which isn't there: ${remedy}`);
  }
  // npm links a local package: its files are where they really are.
  return realpathSync(included);
}

function isScript(path: string): boolean {
  return /(?<!\.d)\.[cm]?[jt]s$/.test(path);
}

/** One manifest's JSON. @throws Failure when it is none. */
export function parseManifest(file: string): Json {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/, ""), (key, value: unknown) => {
      if (key === "__proto__") throw new Failure(`${file}: "__proto__" can't be a name: choose another`);
      return value;
    });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${file}: ${messageOf(error)}: correct the JSON`);
  }
  return object(json ?? null, file);
}

/** The files of one section, with their names without extension: "*" takes the file's name, "a/*" puts "a/" before it. */
function entries(
  section: unknown,
  file: string,
  title: string,
  accept: (path: string) => boolean,
  note: (text: string) => unknown = () => undefined,
): { name: string; path: string }[] {
  const targets = object(section, `${file}: "${title}"`);
  return Object.entries(targets).flatMap(([target, sources]) => {
    if (target === "~") return [];
    return [sources].flat().flatMap((entry: unknown) => {
      const source = isObject(entry) ? entry.source : entry;
      if (typeof source !== "string")
        throw new Failure(`${file}: "${title}": "${target}" must be a path or a list of them`);
      if (source.startsWith("$(") || source.endsWith("/")) return []; // the SDK's, and folders of C headers
      const paths = match(resolve(dirname(file), source), file, title);
      if (!paths.length && title === "modules" && isInstalled(resolve(dirname(file), source))) {
        note(
          `${file}: "modules" names ${source}, which isn't there: its package is used; for mcconfig, correct the path`,
        );
        return [];
      }
      if (!paths.length)
        throw new Failure(
          `${file}: "${title}" names ${source}, but there is no such file: ` +
            `${basename(source) === "tinyxs_operators" ? "`tinyxs operators` makes it" : "create it"}, or correct the path`,
        );
      return paths.filter(accept).map((path) => {
        const base = basename(path, extname(path));
        return { name: target.includes("*") ? target.replace("*", () => base) : target, path };
      });
    });
  });
}

/** The files of one section, such as "data". @throws Failure when there is one that isn't there. */
export function files(section: unknown, file: string, title: string): string[] {
  return entries(section, file, title, () => true).map(({ path }) => path);
}

/** Whether npm has installed the package that the path is in. */
function isInstalled(path: string): boolean {
  const [, folder] = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path) ?? [];
  return folder !== undefined && existsSync(join(folder, "package.json"));
}

/** As mcconfig does: the last part of a path is a file's name, with or without extension, or ends in a star. */
function match(pattern: string, file: string, title: string): string[] {
  const folder = dirname(pattern);
  const wanted = basename(pattern);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .filter((name) => {
      const base = name.endsWith(".d.ts") ? basename(name, ".d.ts") : basename(name, extname(name));
      return wanted.endsWith("*") ? name.startsWith(wanted.slice(0, -1)) : name === wanted || base === wanted;
    })
    .map((name) => join(folder, name))
    .filter((path) => (refuseDangling(path, file, title), statSync(path).isFile()));
}

/** @throws Failure for a link to nothing. */
function refuseDangling(path: string, file: string, title: string): void {
  if (existsSync(path) || !lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new Failure(
    `${file}: "${title}": ${path} is a link to ${readlinkSync(path)}, which isn't there: correct the link`,
  );
}

/** A resource's name, which is a path below the build's folder. @throws Failure for any other. */
function checkName(name: string, file: string): string {
  const parts = name.split(/[\\/]/);
  if (!isAbsolute(name) && !name.includes("\0") && parts.every((part) => part !== "" && part !== "." && part !== ".."))
    return name;
  throw new Failure(
    `${file}: "data": ${JSON.stringify(name)} can't be the name of a resource: give a path without "..", which doesn't begin or end with "/"`,
  );
}

/** What mcconfig knows in a manifest. */
const known = [
  ...["ble", "build", "bundle", "commonjs", "config", "creation", "data", "defines", "dependency", "errors", "export"],
  ...["include", "modules", "platforms", "preload", "resources", "run", "strip", "typescript"],
];

function findUnknown(json: Json, file: string): string[] {
  return Object.keys(json)
    .filter((key) => !known.includes(key) && !/^\W/.test(key))
    .map((key) => `${file}: "${key}" is unknown and ignored: did you mean "${closest(key, known)}"?`);
}

/** An object, or an empty one. @throws Failure naming `what` for anything else. */
export function object(value: unknown, what: string): Json {
  if (value === undefined) return {};
  if (isObject(value)) return value;
  throw new Failure(`${what} must be an object`);
}

/** A list of strings, of which one may stand alone. @throws Failure naming `what` for anything else. */
export function strings(value: unknown, what: string): string[] {
  const list = value === undefined ? [] : [value].flat();
  if (list.every((item) => typeof item === "string")) return list;
  throw new Failure(`${what} must be a path or a list of them`);
}

function merge(into: Json, from: Json): void {
  for (const [key, value] of Object.entries(from)) {
    const old = Object.hasOwn(into, key) ? into[key] : undefined;
    if (isObject(old) && isObject(value)) merge(old, value);
    else into[key] = value;
  }
}
