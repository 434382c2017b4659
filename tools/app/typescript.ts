// SPDX-License-Identifier: Apache-2.0
// What TypeScript is told of an app: its own tsconfig.json, and over it what XS and our hosts need.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { packageFolder } from "../toolchain/folders.js";

/** What every app may use without importing it. */
const declarations = ["native.d.ts", "hosts.d.ts"].map((name) => join(packageFolder, "modules", name));

/** Where TypeScript finds the helpers that it calls, for decorators say: an app needn't install them. */
const helpers = createRequire(import.meta.url).resolve("tslib/tslib.d.ts");

export interface Configuration {
  /** As in tsconfig.json. */
  readonly json: object;
  readonly options: ts.CompilerOptions;
  /** The configuration files that it was made from. */
  readonly inputs: readonly string[];
}

/**
 * The configuration of an app whose JavaScript goes to `output`.
 * @param modules import specifier to file, from the manifests.
 * @param checked whether its types are known to be right.
 */
export function configure(
  main: string,
  modules: ReadonlyMap<string, string>,
  output: string,
  checked: boolean,
): Configuration {
  const own = join(dirname(main), "tsconfig.json");
  const inputs: string[] = [];
  const host = {
    ...ts.sys,
    readFile: (path: string) => (inputs.push(path), ts.sys.readFile(path)),
  };
  const extended = existsSync(own);
  const base = extended ? ts.readConfigFile(own, (path) => host.readFile(path)).config : {};
  const parsed = ts.parseJsonConfigFileContent(base, host, dirname(main), undefined, own);
  const options: ts.CompilerOptions = { ...parsed.options, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const paths = {
    ...absolute(parsed.options, dirname(own)),
    ...Object.fromEntries([...modules].flatMap(([name, file]) => typesOf(name, file, main, options))),
    tslib: [helpers],
  };
  const types = parsed.fileNames.filter((file) => /\.d\.[cm]?ts$/.test(file) && !file.includes("/node_modules/"));
  const json = {
    ...(extended ? { extends: own } : {}),
    compilerOptions: { ...forced, noCheck: checked, outDir: output, paths },
    files: [...new Set([main, ...declarations.filter((file) => existsSync(file)), ...types])],
    include: [],
    references: [],
  };
  return { json, options: { ...options, ...resolving, paths }, inputs };
}

const resolving: ts.CompilerOptions = { module: ts.ModuleKind.ESNext, allowJs: true, resolveJsonModule: true };

/** null takes back what the app's own file may say. */
const forced = {
  target: "ES2022",
  lib: ["ES2022"],
  module: "ESNext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  ignoreDeprecations: "6.0",
  types: [],
  noLib: false,
  allowJs: true,
  resolveJsonModule: true,
  rewriteRelativeImportExtensions: true,
  allowImportingTsExtensions: null,
  preserveSymlinks: null,
  skipLibCheck: true,
  sourceMap: true,
  inlineSourceMap: null,
  inlineSources: null,
  mapRoot: null,
  sourceRoot: "/", // makes the maps' paths absolute: rollup would take them as relative to the source
  rootDir: "/",
  outFile: null,
  declaration: false,
  declarationDir: null,
  declarationMap: null,
  isolatedDeclarations: null,
  emitDeclarationOnly: null,
  composite: false,
  incremental: false,
  tsBuildInfoFile: null,
  noEmit: false,
  noEmitOnError: false,
};

/** The app's own "paths", from the root. */
function absolute({ paths = {}, baseUrl, pathsBasePath }: ts.CompilerOptions, folder: string): ts.MapLike<string[]> {
  const base = baseUrl ?? (typeof pathsBasePath === "string" ? pathsBasePath : folder);
  return Object.fromEntries(
    Object.entries(paths).map(([name, list]) => [name, list.map((path) => resolve(base, path))]),
  );
}

/** Where a manifest's module has its types: in its own source, beside it, or where its package says. */
function typesOf(name: string, file: string, main: string, options: ts.CompilerOptions): [string, string[]][] {
  const beside = file.replace(/\.([cm]?)js$/, ".d.$1ts");
  if (beside === file || existsSync(beside)) return [[name, [beside]]];
  const { resolvedModule } = ts.resolveModuleName(name, main, options, ts.sys);
  return resolvedModule ? [] : [[name, [file]]];
}
