// SPDX-License-Identifier: Apache-2.0
// Keeps what an app was compiled to: TypeScript and rollup take seconds, and most runs change nothing.
import { mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFolder } from "../toolchain/folders.js";
import { hash, keep } from "../toolchain/kept.js";
import type { App } from "./app.js";

/** An app in JavaScript. */
export interface Compiled {
  /** Holds the modules and their source maps. */
  readonly folder: string;
  /** The path of the app's first module. */
  readonly main: string;
  /** Modules that no manifest names, which mcconfig doesn't find. */
  readonly unnamed: readonly string[];
}

const { resolve } = createRequire(import.meta.url);

/** What turns TypeScript into JavaScript; each file stands for its package's version. */
const compilers = [
  ...["typescript/package.json", "rollup/package.json"].map((name) => resolve(name)),
  ...["commonjs", "json", "node-resolve", "typescript"].map((name) => resolve(`@rollup/plugin-${name}`)),
  ...["bundle", "diagnose", "hoist-natives", "refuse-intl", "resolve", "typescript"].map((name) =>
    fileURLToPath(new URL(`${name}.js`, import.meta.url)),
  ),
];

/**
 * The app in JavaScript: that of an earlier run if all that it was made from is as it was. Folders are kept in
 * build/run/<app>-<hash>/<stamp> and never change, so that any number of runs may use them.
 * @param single one file instead of one per module.
 * @param scratch a folder to work in; the result is inside when it can't be kept.
 * @throws Failure with every type error.
 */
export async function compile(app: App, single: boolean, scratch: string): Promise<Compiled> {
  const [home, settings] = locate(app, single);
  const kept = find(home, settings);
  if (kept) return kept;
  const checked = find(...locate(app, !single)) !== undefined; // the same sources in the other form

  const started = Date.now();
  const { bundle } = await import("./bundle.js"); // rollup and TypeScript take half a second to load
  const output = join(scratch, "app");
  mkdirSync(output);
  const { main, inputs, unnamed } = await bundle({
    main: realpathSync(app.main),
    modules: app.manifest.modules,
    output,
    single,
    checked,
  });
  writeFileSync(join(output, "main.json"), JSON.stringify({ main, unnamed }));
  // A source changed meanwhile: nobody knows which text the compiler saw.
  if (inputs.some((file) => statSync(file).mtimeMs > started - 10)) return load(output);
  return keepApp(home, settings, inputs, output, scratch);
}

/** Where an app in one form is kept, and what it depends on besides its sources. */
function locate(app: App, single: boolean): [home: string, settings: string] {
  const name = `${app.name}-${hash(realpathSync(dirname(app.main)), String(single)).slice(0, 8)}`;
  return [join(buildFolder, "run", name), JSON.stringify([app.main, single, [...app.manifest.modules]])];
}

/** `inputs.json` names all files that the last compilation read; together with the settings, their contents name the folder. */
function find(home: string, settings: string): Compiled | undefined {
  try {
    const inputs = JSON.parse(readFileSync(join(home, "inputs.json"), "utf8")) as string[];
    return load(join(home, stamp(settings, inputs)));
  } catch {
    return undefined; // nothing kept, or one of the files is gone
  }
}

function load(folder: string): Compiled {
  const { main, unnamed } = JSON.parse(readFileSync(join(folder, "main.json"), "utf8")) as Omit<Compiled, "folder">;
  return { folder, main: join(folder, main), unnamed };
}

function keepApp(home: string, settings: string, inputs: readonly string[], output: string, scratch: string): Compiled {
  const folder = keep(output, home, stamp(settings, inputs));
  if (folder === output) return load(output);
  const list = join(scratch, "inputs.json");
  writeFileSync(list, JSON.stringify(inputs));
  renameSync(list, join(home, "inputs.json"));
  return load(folder);
}

/** Over the contents of all files, and the names of the scripts beside them: a new one may take the place of another. */
function stamp(settings: string, inputs: readonly string[]): string {
  const folders = [...new Set(inputs.map((file) => dirname(file)))];
  return hash(
    settings,
    ...[...inputs, ...compilers].map((file) => `${file} ${hash(readFileSync(file))}`),
    ...folders.flatMap((folder) => readdirSync(folder).filter((name) => /\.(json|[cm]?[jt]sx?)$/.test(name))),
  ).slice(0, 16);
}
