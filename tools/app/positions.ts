// SPDX-License-Identifier: Apache-2.0
// Makes positions in messages of the simulator's point to the TypeScript source, by paths seen from the current folder.
import { existsSync, readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, relative, resolve } from "node:path";

/** A function that translates one line of text. `folder` holds the app's JavaScript and its source maps. */
export function createTranslator(folder: string): (line: string) => string {
  const maps = new Map<string, SourceMap | undefined>();

  const load = (file: string): SourceMap | undefined => {
    if (!existsSync(`${file}.map`)) return undefined;
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")) as SourceMapPayload);
  };

  const translate = (file: string, line: string): string => {
    if (!maps.has(file)) maps.set(file, file.startsWith(folder) ? load(file) : undefined);
    const entry = maps.get(file)?.findEntry(Number(line) - 1, Infinity);
    if (!entry || !("originalSource" in entry)) return `${show(file)}:${line}`;
    return `${show(resolve(dirname(file), entry.originalSource))}:${entry.originalLine + 1}`;
  };

  // Only a known beginning tells where a path with spaces begins.
  const own = folder.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const position = new RegExp(`(${own}/[^:"\n]+?\\.js|/[^\\s:()"]+\\.[cm]?[jt]sx?):(\\d+)`, "g");
  return (line) => line.replace(position, (_, file: string, at: string) => translate(resolve(file), at));
}

function show(path: string): string {
  const seen = relative(process.cwd(), path);
  return seen.startsWith("../../") ? path : seen;
}
