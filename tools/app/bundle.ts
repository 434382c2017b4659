// SPDX-License-Identifier: Apache-2.0
// Compiles an app's TypeScript to ES modules for our own hosts, with rollup.
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import typescriptPlugin from "@rollup/plugin-typescript";
import { rollup, type OutputChunk, type Plugin, type RollupLog } from "rollup";
import type { Program } from "typescript";
import { Failure, messageOf } from "../toolchain/failure.js";
import { packageFolder } from "../toolchain/folders.js";
import { hoistNatives } from "./hoist-natives.js";

// The plugin's types describe a CommonJS module, which it isn't here.
const typescript = typescriptPlugin as unknown as typeof typescriptPlugin.default;

/** What every app may use without importing it. */
const declarations = ["native.d.ts", "hosts.d.ts"].map((name) => join(packageFolder, "modules", name));

export interface BundleOptions {
  /** The app's first module. */
  readonly main: string;
  /** Import specifier to file, from the manifests. */
  readonly modules: ReadonlyMap<string, string>;
  /** Where the JavaScript goes. */
  readonly output: string;
  /** One file instead of one per module. */
  readonly single: boolean;
}

export interface Bundle {
  /** The path of the app's first module in JavaScript, from `output`. */
  readonly main: string;
  /** The paths of all files that were read, but for TypeScript's own. */
  readonly inputs: readonly string[];
}

/**
 * Compiles an app.
 * @throws Failure with every type error, as file:line:column.
 */
export async function bundle({ main, modules, output, single }: BundleOptions): Promise<Bundle> {
  const tsconfig = join(output, "tsconfig.json");
  await writeFile(tsconfig, JSON.stringify(configure(main, modules, output)));
  const problems: string[] = [];
  const inputs = new Set<string>();
  const note = (program: Program): void => {
    for (const file of program.getSourceFiles())
      if (!program.isSourceFileDefaultLibrary(file)) inputs.add(resolve(file.fileName));
  };
  const keep = (log: RollupLog): void => {
    if (log.code === "CIRCULAR_DEPENDENCY" || log.code === "EMPTY_BUNDLE") return;
    problems.push(describe(log));
  };
  try {
    const built = await rollup({
      input: main,
      onLog: (level, log) => level !== "debug" && level !== "info" && keep(log),
      plugins: [
        resolveModules(modules),
        typescript({
          tsconfig,
          filterRoot: false,
          include: ["**/*.ts", "**/*.js"],
          transformers: { before: [{ type: "program", factory: (program) => (note(program), hoistNatives) }] },
        }),
      ],
    });
    const { output: files } = await built.write({
      dir: output,
      format: "es",
      sourcemap: single ? "hidden" : true, // XS reads a map of one source only
      sourcemapPathTransform: (source, map) => resolve(dirname(map), source), // as the debugger needs it
      ...(single ? { inlineDynamicImports: true } : { preserveModules: true }),
      entryFileNames: "[name].js",
    });
    await built.close();
    if (problems.length) throw new Failure(problems.join("\n"));
    const entry = files.find((file): file is OutputChunk => file.type === "chunk" && file.isEntry);
    if (!entry || (!entry.imports.length && Object.values(entry.modules).every(isEmpty)))
      throw new Failure(`${show(main)}: there is nothing to run in it: write what the app does`);
    for (const file of built.watchFiles) if (existsSync(file)) inputs.add(file);
    inputs.delete(tsconfig);
    return { main: entry.fileName, inputs: [...inputs] };
  } catch (error) {
    if (error instanceof Failure) throw error;
    // What rollup can't parse is what TypeScript has complained about already.
    throw new Failure(problems.length ? problems.join("\n") : describe(error as RollupLog));
  }
}

/** Whether the module has no statement: TypeScript leaves comments, and a directive. */
function isEmpty({ code }: { readonly code: string | null }): boolean {
  return !code?.replace(/"use strict";|\/\/.*|\/\*[^]*?\*\//g, "").trim();
}

function configure(main: string, modules: ReadonlyMap<string, string>, output: string): object {
  return {
    compilerOptions: {
      target: "ES2022",
      module: "ESNext",
      moduleResolution: "bundler",
      lib: ["ES2022"],
      types: [],
      strict: true,
      allowJs: true,
      sourceMap: true,
      sourceRoot: "/", // makes the maps' paths absolute: rollup would take them as relative to the source
      skipLibCheck: true,
      outDir: output,
      rootDir: "/",
      paths: Object.fromEntries([...modules].map(([name, file]) => [name, [file]])),
    },
    files: [main, ...declarations.filter((file) => existsSync(file))],
  };
}

/** Finds what the manifests name, and relative files; anything else isn't there, and the message says who wanted it. */
function resolveModules(modules: ReadonlyMap<string, string>): Plugin {
  return {
    name: "tinyxs-modules",
    resolveId(source, importer) {
      if (!importer) return { id: source, moduleSideEffects: "no-treeshake" }; // all of main.ts runs, a loop that does nothing too
      if (source === "tslib" || source.startsWith("\0")) return null;
      const file = /^\.\.?\//.test(source) ? findFile(resolve(dirname(importer), source)) : modules.get(source);
      if (file) return file;
      const hint = source.startsWith(".")
        ? ": create it, or correct the path"
        : ': name it in manifest.json, in "modules" or by "include"';
      throw new Failure(`${show(importer)}: cannot find module "${source}"${hint}`);
    },
  };
}

function findFile(path: string): string | undefined {
  const stem = path.replace(/\.js$/, "");
  return [`${stem}.ts`, `${path}.ts`, path, `${path}.js`].find((file) => /\.[jt]s$/.test(file) && existsSync(file));
}

/** The path as seen from the current folder. */
function show(path: string): string {
  const seen = relative(process.cwd(), path);
  return seen.startsWith("../../") ? path : seen;
}

function describe(log: RollupLog): string {
  if (log instanceof Failure) return log.message;
  const where = log.loc?.file ?? log.id;
  const first = log.plugin === "typescript" ? 0 : 1; // rollup counts columns from 0
  const position = log.loc ? `:${log.loc.line}:${log.loc.column + first}` : "";
  const text = messageOf(log)
    .replace(/^\[plugin [^\]]*\] /, "")
    .replace(/^(\S+ )?\(\d+:\d+\): /, "")
    .replace(/^@rollup\/plugin-typescript /, "")
    .trim();
  return where ? `${show(where)}${position}: ${text}` : text;
}
