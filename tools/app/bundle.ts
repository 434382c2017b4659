// SPDX-License-Identifier: Apache-2.0
// Compiles an app's TypeScript to ES modules for our own hosts, with rollup.
import { existsSync, realpathSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import commonjsPlugin from "@rollup/plugin-commonjs";
import jsonPlugin from "@rollup/plugin-json";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import typescriptPlugin from "@rollup/plugin-typescript";
import { type OutputAsset, type OutputChunk, type Plugin, type RollupLog, rollup } from "rollup";
import ts from "typescript";
import { Failure } from "../toolchain/failure.js";
import { packageFolder } from "../toolchain/folders.js";
import { describe, isProblem } from "./diagnose.js";
import { hoistNatives } from "./hoist-natives.js";
import { findIntl } from "./refuse-intl.js";
import { refuseMissing, resolveModules, show } from "./resolve.js";
import { configure } from "./typescript.js";

// The plugins' types describe CommonJS modules, which they aren't here.
const typescript = typescriptPlugin as unknown as typeof typescriptPlugin.default;
const commonjs = commonjsPlugin as unknown as typeof commonjsPlugin.default;
const json = jsonPlugin as unknown as typeof jsonPlugin.default;

export interface BundleOptions {
  /** The app's first module. */
  readonly main: string;
  /** Import specifier to file, from the manifests. */
  readonly modules: ReadonlyMap<string, string>;
  /** Where the JavaScript goes. */
  readonly output: string;
  /** One file instead of one per module. */
  readonly single: boolean;
  /** Whether its types are known to be right, which takes half the time to find out. */
  readonly checked: boolean;
}

export interface Bundle {
  /** The path of the app's first module in JavaScript, from `output`. */
  readonly main: string;
  /** The paths of all files that were read, but for TypeScript's own. */
  readonly inputs: readonly string[];
  /** Modules that no manifest names: rollup finds them, mcconfig doesn't. */
  readonly unnamed: readonly string[];
}

/**
 * Compiles an app.
 * @throws Failure with every type error, as file:line:column.
 */
export async function bundle({ main, modules, output, single, checked }: BundleOptions): Promise<Bundle> {
  const tsconfig = join(output, "tsconfig.json");
  const configuration = configure(main, modules, output, checked);
  await writeFile(tsconfig, JSON.stringify(configuration.json));
  const problems: string[] = [];
  const inputs = new Set<string>();
  const inspect = (program: ts.Program): void => {
    for (const file of program.getSourceFiles())
      if (!program.isSourceFileDefaultLibrary(file)) inputs.add(resolve(file.fileName));
    problems.push(...findIntl(program));
  };
  try {
    const built = await rollup({
      input: main,
      onLog: (level, log) => {
        if (isProblem(level, log, main)) problems.push(describe(log));
      },
      plugins: [
        resolveModules(modules, configuration.options),
        typescript({
          tsconfig,
          filterRoot: false,
          include: /\.[cm]?tsx?$/,
          transformers: { before: [{ type: "program", factory: (program) => (inspect(program), hoistNatives) }] },
        }),
        transpileRest(configuration.options),
        nodeResolve({
          extensions: [".mjs", ".js", ".cjs", ".json", ".ts"],
          preferBuiltins: false,
          exportConditions: configuration.options.customConditions ?? [],
        }),
        json({ preferConst: true }),
        commonjs({ extensions: [".js", ".cjs"], ignoreTryCatch: true }),
        refuseMissing(),
      ],
    });
    const { output: files } = await built.write({
      dir: output,
      format: "es",
      sourcemap: single ? "hidden" : true, // XS reads a map of one source only
      sourcemapExcludeSources: true,
      sourcemapPathTransform: (source, map) => resolve(dirname(map), source), // as the debugger needs it
      ...(single ? { inlineDynamicImports: true } : { preserveModules: true }),
      entryFileNames: single ? "main.js" : ({ facadeModuleId, name }) => nameFile(facadeModuleId ?? name),
    });
    await built.close();
    await Promise.all(files.map((file) => dropEmptyMap(file, output)));
    if (problems.length) throw new Failure(problems.join("\n"));
    const entry = files.find((file): file is OutputChunk => file.type === "chunk" && file.isEntry);
    if (!entry || (!entry.imports.length && Object.values(entry.modules).every(isEmpty)))
      throw new Failure(`${show(main)}: there is nothing to run in it: write what the app does`);
    for (const file of [...built.watchFiles, ...configuration.inputs]) if (existsSync(file)) inputs.add(resolve(file));
    inputs.delete(tsconfig);
    return { main: entry.fileName, inputs: [...inputs], unnamed: findUnnamed(files, main, modules) };
  } catch (error) {
    if (error instanceof Failure) throw error;
    // What rollup can't parse is what TypeScript has complained about already.
    throw new Failure(problems.length ? problems.join("\n") : describe(error as RollupLog));
  }
}

/** The files in the bundle which no manifest names. */
function findUnnamed(
  files: readonly (OutputAsset | OutputChunk)[],
  main: string,
  modules: ReadonlyMap<string, string>,
): string[] {
  const named = new Set([main, ...[...modules.values()].map((file) => realpathSync(file))]);
  const sources = files.flatMap((file) => (file.type === "chunk" ? Object.keys(file.modules) : []));
  return sources.filter((id) => isAbsolute(id) && !/[\\/]tslib[\\/]|\?/.test(id) && !named.has(id));
}

/** Whether the module has no statement: TypeScript leaves comments, and a directive. */
function isEmpty({ code }: { readonly code: string | null }): boolean {
  return !code?.replace(/"use strict";|\/\/.*|\/\*[^]*?\*\//g, "").trim();
}

/** A module's place, from the root, in characters that rollup and XS leave alone: rollup would end a name at "#". */
function nameFile(id: string): string {
  return `${id.replace(/^[\0/\\]+|\.[cm]?[jt]sx?$/g, "").replace(/[^\w./@ -]/g, "_")}.js`;
}

/** XS can't read a map of nothing, such as JSON has. */
async function dropEmptyMap(file: OutputChunk | OutputAsset, output: string): Promise<void> {
  if (file.type === "chunk" && file.map && !/\w/.test(file.map.mappings))
    await writeFile(join(output, file.fileName), file.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

/** What isn't part of the app's program, since its types come from elsewhere: TypeScript of packages, and tinyxs's own JavaScript. */
function transpileRest(options: ts.CompilerOptions): Plugin {
  return {
    name: "tinyxs-transpile",
    async load(id) {
      if (!/\.[cm]?tsx?$/.test(id) && !(id.startsWith(packageFolder) && /\.js$/.test(id))) return null;
      const { outputText, sourceMapText } = ts.transpileModule(await readFile(id, "utf8"), {
        fileName: id,
        compilerOptions: { ...options, target: ts.ScriptTarget.ES2022, sourceMap: true, importHelpers: true },
        transformers: { before: [hoistNatives] },
      });
      return { code: outputText, map: sourceMapText ?? null };
    },
  };
}
