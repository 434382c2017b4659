// SPDX-License-Identifier: Apache-2.0
// npm run test:mutants [-- PATTERN]: breaks a copy of the code in one place after the other, and runs the tests that must notice.
// Prints a line for each; fails when one isn't noticed, can't be made, or when its tests fail without it. PATTERN chooses by
// file or by what is protected. The copy and what is built in it stay in build/mutants.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { buildFolder } from "../../tools/toolchain/folders.js";
import { root, shared } from "../support/environment.js";
import { mutants } from "./all.js";
import type { Mutant } from "./mutant.js";

const home = join(buildFolder, "mutants");
const tree = join(home, "tree");

/**
 * What git has and what it would take, and what is compiled from it. A file that is the same stays, and stays as new as it is: what is
 * built in the copy may be of a mutant that was older.
 */
function copyTree(): void {
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root });
  const files = list
    .toString()
    .split("\0")
    .filter((file) => file && existsSync(join(root, file)));
  const wanted = new Set([...files, ...listFiles("dist", root)]);
  for (const file of listFiles("", tree)) if (!wanted.has(file)) rmSync(join(tree, file));
  for (const file of wanted) {
    const [from, to] = [join(root, file), join(tree, file)];
    if (!existsSync(to) || !readFileSync(from).equals(readFileSync(to))) cpSync(from, to);
  }
  if (!existsSync(join(tree, "node_modules"))) symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
}

/** The files below a folder of `home`, as paths from there. */
function listFiles(folder: string, home: string): string[] {
  if (!existsSync(join(home, folder))) return [];
  return readdirSync(join(home, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)));
}

/** The text with the mutant in it. */
function mutate({ file, from, to }: Mutant): string {
  const parts = readFileSync(join(root, file), "utf8").split(from);
  if (parts.length !== 2) throw new Error(`its text is there ${parts.length - 1} times`);
  return parts.join(to);
}

/** Puts a text in a file's place in the copy; a script of tools is compiled, others are with the app or the test. */
function put(file: string, text: string): void {
  writeFileSync(join(tree, file), text);
  if (!/^tools\/.*\.ts$/.test(file)) return;
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  writeFileSync(join(tree, "dist", file.replace(/\.ts$/, ".js")), outputText);
}

/** How many of the tests pass and fail, and all they say. */
function test([file, titles]: Mutant["tests"]): { passed: number; failed: number; output: string } {
  const mocha = join(root, "node_modules/mocha/bin/mocha.js");
  const { stdout, stderr } = spawnSync(process.execPath, [mocha, `dist/test/${file}.test.js`, "--grep", titles], {
    cwd: tree,
    encoding: "utf8",
    env: { ...process.env, TINYXS_BUILD: join(home, "build"), TINYXS_SHARED: shared },
    maxBuffer: 1 << 26,
  });
  const [, passed = 0, failed = 0] = /^(\d+) passed, (\d+) failed/m.exec(stdout) ?? [];
  return { passed: Number(passed), failed: Number(failed), output: stdout + stderr };
}

/** Tests that have passed on the copy as it is. */
const sound = new Map<string, boolean>();
function isSound(tests: Mutant["tests"]): boolean {
  const name = tests.join(": ");
  const known = sound.get(name);
  if (known !== undefined) return known;
  const { passed, failed, output } = test(tests);
  if (!passed || failed) process.stderr.write(output);
  sound.set(name, passed > 0 && failed === 0);
  return passed > 0 && failed === 0;
}

function judge(mutant: Mutant): string {
  const text = mutate(mutant);
  if (!isSound(mutant.tests)) return "its tests don't pass without it";
  put(mutant.file, text);
  const { failed, output } = test(mutant.tests);
  put(mutant.file, readFileSync(join(root, mutant.file), "utf8"));
  if (/native build failed|error TS\d+|: TS\d+: /.test(output)) return `it doesn't compile:\n${output}`;
  return failed ? "noticed" : "SURVIVES";
}

const pattern = new RegExp(process.argv[2] ?? "", "i");
mkdirSync(home, { recursive: true });
copyTree();
let wrong = 0;
for (const mutant of mutants.filter(({ file, protects }) => pattern.test(file) || pattern.test(protects))) {
  let verdict: string;
  try {
    verdict = judge(mutant);
  } catch (error) {
    verdict = String(error);
  }
  if (verdict !== "noticed") wrong++;
  console.log(`${verdict.padEnd(8)}  ${mutant.file}: ${mutant.protects}`);
}
if (wrong) console.log(`${wrong} not noticed`);
process.exitCode = wrong ? 1 : 0;
