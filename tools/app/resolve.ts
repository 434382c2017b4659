// SPDX-License-Identifier: Apache-2.0
// Finds an app's modules, for rollup: what the manifests name, what TypeScript finds, and then what the app's npm packages have.
import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { relative } from "node:path";
import type { Plugin } from "rollup";
import ts from "typescript";
import { Failure } from "../toolchain/failure.js";

/**
 * Finds what the manifests name, and the app's own files as TypeScript does: by tsconfig.json's paths, without extension, index.ts.
 * @param modules import specifier to file, from the manifests.
 */
export function resolveModules(modules: ReadonlyMap<string, string>, options: ts.CompilerOptions): Plugin {
  const cache = ts.createModuleResolutionCache(process.cwd(), (name) => name, options);
  return {
    name: "tinyxs-modules",
    resolveId(source, importer) {
      if (!importer) return { id: source, moduleSideEffects: "no-treeshake" }; // all of main.ts runs, a loop that does nothing too
      if (source === "tslib" || /^\0|\?/.test(source + importer)) return null;
      const named = modules.get(source);
      if (named) return named;
      if (isPackaged(importer)) return null;
      const { resolvedModule } = ts.resolveModuleName(source, importer, options, ts.sys, cache);
      return resolvedModule && !resolvedModule.isExternalLibraryImport ? codeOf(resolvedModule) : null;
    },
  };
}

/** Says who wanted a module that nobody has found. */
export function refuseMissing(): Plugin {
  return {
    name: "tinyxs-missing",
    resolveId: {
      order: "post",
      handler(source, importer) {
        if (!importer || source.startsWith("\0")) return null;
        throw new Failure(`${show(importer.replace(/^\0|\?.*/g, ""))}: ${explainMissing(source)}`);
      },
    },
  };
}

/** Of a module that isn't there: why, and what to do. */
export function explainMissing(source: string): string {
  if (isBuiltin(source))
    return `module "${source}" is of Node.js, which devices don't have: do without, or use a package that doesn't need it`;
  if (/^[./]/.test(source)) return `cannot find module "${source}": create it, or correct the path`;
  return `cannot find module "${source}": name it in manifest.json, in "modules" or by "include", or run \`npm install ${packageOf(source)}\``;
}

/** Whether it is of an npm package, and not the app's own. */
export function isPackaged(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file);
}

/** The path as seen from the current folder. */
export function show(path: string): string {
  const seen = relative(process.cwd(), path);
  return seen.startsWith("../../") ? path : seen;
}

function packageOf(source: string): string {
  return source.split("/", source.startsWith("@") ? 2 : 1).join("/");
}

/** A declaration stands for the JavaScript beside it. */
function codeOf({ resolvedFileName: file }: ts.ResolvedModuleFull): string | null {
  const code = file.replace(/\.d\.([cm]?)ts$/, ".$1js");
  return existsSync(code) ? code : null;
}
