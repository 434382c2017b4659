// SPDX-License-Identifier: Apache-2.0
// Makes an app's folder from one of the package's own sample apps and the files of template/.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { FileFailure } from "../shared/command.js";
import { Failure, messageOf } from "../toolchain/failure.js";
import { installed, packageFolder, version } from "../toolchain/folders.js";

export interface CreatedApp {
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
  /** Paths of all its files, from the folder. */
  readonly files: readonly string[];
}

const apps = join(packageFolder, "apps");

/** What stays with the sample app: what made its model, and what the new app has of its own. */
const leftOut = ["train", "README.md", "plan.svg", "manifest.json", "package.json"];

/** The names of the sample apps. */
export function templates(): string[] {
  return readdirSync(apps).filter((name) => existsSync(join(apps, name, "main.ts")));
}

/**
 * Makes the app, whose name is that of its folder.
 * @param path a folder that is empty or doesn't exist yet.
 * @param template one of templates().
 * @throws Failure for a name that npm would refuse; FileFailure when there are files already or none can be written.
 */
export function createApp(path: string, template: string): CreatedApp {
  const folder = resolve(path);
  const name = checkName(basename(folder));
  try {
    checkEmpty(folder, path);
    mkdirSync(folder, { recursive: true });
    const source = join(apps, template);
    const own = ownFiles(source, folder, name);
    for (const entry of readdirSync(source))
      if (!leftOut.includes(entry)) cpSync(join(source, entry), join(folder, entry), { recursive: true });
    for (const [file, text] of own) writeFileSync(join(folder, file), text);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new FileFailure(path, `${messageOf(error)}: choose a folder that you may write to`);
  }
  return { name, folder, files: listFiles(folder) };
}

/** The name goes into package.json, and mcconfig names files after it. */
function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,99}$/.test(name) && !["node_modules", "tinyxs"].includes(name)) return name;
  throw new Failure(
    `"${name}" can't be the name of an app: choose another folder, named in a-z, 0-9, "-", "_" and ".", such as my-app`,
    2,
  );
}

function checkEmpty(folder: string, path: string): void {
  const status = statSync(folder, { throwIfNoEntry: false });
  if (!status) return;
  if (!status.isDirectory()) throw new FileFailure(path, "is a file: choose another name");
  if (readdirSync(folder).some((name) => name !== ".git"))
    throw new FileFailure(path, "there are files in it already, and none is overwritten: choose another folder");
}

function ownFiles(source: string, folder: string, name: string): [string, string][] {
  const template = (file: string): string => readFileSync(join(packageFolder, "tools/new/template", file), "utf8");
  const manifest = readFileSync(join(source, "manifest.json"), "utf8");
  return [
    // What a sample app includes by its place in the package, an app has from where npm puts the package.
    ["manifest.json", manifest.replaceAll('"../../', '"./node_modules/tinyxs/')],
    ["package.json", `${JSON.stringify(describePackage(folder, name), null, 2)}\n`],
    ["README.md", template("README.md").replaceAll("{{name}}", name)],
    ["tsconfig.json", template("tsconfig.json")],
    [".gitignore", template("gitignore")], // npm would take a .gitignore for its own and not ship it
  ];
}

function describePackage(folder: string, name: string): object {
  const checkout = `file:${relative(realpathSync(folder), packageFolder).split(sep).join("/")}`;
  return {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    scripts: { start: "tinyxs run ." },
    dependencies: { tinyxs: installed ? `^${version}` : checkout },
  };
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => !/^\.git($|[\\/])/.test(file) && statSync(join(folder, file)).isFile())
    .map((file) => file.split(sep).join("/"))
    .sort();
}
