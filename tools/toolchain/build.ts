// SPDX-License-Identifier: Apache-2.0
// Builds native programs with CMake when their sources have changed, and finds them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { Failure } from "./failure.js";
import { buildFolder, packageFolder } from "./folders.js";
import { withLock } from "./lock.js";
import { Progress } from "./progress.js";
import { stampSources } from "./stamp.js";
import { fetchXs } from "./xs.js";

const folder = join(buildFolder, "native");
const logFile = join(buildFolder, "native-build.log");

export interface BuildOptions {
  /** AddressSanitizer and UndefinedBehaviorSanitizer, in a build folder of their own; the default where TINYXS_SANITIZE is 1. */
  readonly sanitize?: boolean;
}

/**
 * The path of a native program, such as "tinyxs-simulator", built if need be.
 * @throws Failure naming the missing tool, or with the compiler's messages.
 */
export async function buildProgram(name: string, options: BuildOptions = {}): Promise<string> {
  const { sanitize = process.env.TINYXS_SANITIZE === "1" } = options;
  const target = sanitize ? `${folder}-sanitize` : folder;
  const fresh = await findFresh(target, name);
  if (fresh) return fresh;
  requireTools();
  await mkdir(buildFolder, { recursive: true });
  return withLock(`${target}.lock`, async () => {
    const made = await findFresh(target, name); // by the one that had the lock before
    if (made) return made;
    const stamp = await stampSources(process.env.TINYXS_TFLM ?? "");
    await build(target, name, sanitize);
    const found = find(target, name);
    if (!found) throw new Failure(`The build made no ${name}: delete ${target} and try again`);
    await writeFile(join(target, `${name}.stamp`), stamp);
    return found;
  });
}

/** The program if it is made from what is there now; of the tests' own programs, only CMake knows. */
async function findFresh(target: string, name: string): Promise<string | undefined> {
  if (!name.startsWith("tinyxs-")) return undefined;
  const program = find(target, name);
  const stamp = program && (await readFile(join(target, `${name}.stamp`), "utf8").catch(() => ""));
  return stamp && stamp === (await stampSources(process.env.TINYXS_TFLM ?? "")) ? program : undefined;
}

function find(target: string, name: string): string | undefined {
  return [join(target, name), join(target, "tools/native", name)].find((path) => existsSync(path));
}

async function build(target: string, name: string, sanitize: boolean): Promise<void> {
  const xs = await fetchXs();
  await mkdir(target, { recursive: true });
  const progress = new Progress(`Building ${name}`);
  const settings = [`-DTINYXS_XS=${xs}`, `-DTINYXS_SANITIZE=${sanitize ? "ON" : "OFF"}`];
  try {
    await configure(packageFolder, target, settings, progress);
    await cmake(["--build", target, "--target", name, "--parallel", String(cpus().length)], progress);
  } finally {
    progress.stop();
  }
}

/** Configures a build folder, anew if it was made with another generator or from another installation. */
export async function configure(
  source: string,
  target: string,
  settings: readonly string[],
  progress: Progress,
): Promise<void> {
  const generator = works("ninja") ? "Ninja" : "Unix Makefiles";
  const wanted = [`CMAKE_GENERATOR:INTERNAL=${generator}\n`, `CMAKE_HOME_DIRECTORY:INTERNAL=${source}\n`];
  const configured = await readFile(join(target, "CMakeCache.txt"), "utf8").catch(() => undefined);
  if (configured && !wanted.every((line) => configured.includes(line))) await rm(join(target, "CMakeCache.txt"));
  await cmake(["-S", source, "-B", target, "-G", generator, ...settings], progress);
}

/**
 * Runs cmake; Ninja says "[3/60]", make says "[  5%]".
 * @throws Failure with the compiler's first messages.
 */
export async function cmake(args: string[], progress: Progress): Promise<void> {
  const child = spawn("cmake", args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  const collect = (data: Buffer): void => {
    log += data.toString();
    const [, done, total] = /.*\[(\d+)\/(\d+)\]/s.exec(log) ?? [];
    const [, percent] = /.*\[ *(\d+)%\]/s.exec(log) ?? [];
    if (done && total) progress.update(Number(done), Number(total));
    else if (percent) progress.update(Number(percent), 100);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const status = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (status === 0) {
    await rm(logFile, { force: true });
    return;
  }
  await writeFile(logFile, log);
  const lines = log.split("\n").filter((line) => !/^\[/.test(line));
  const first = lines.findIndex((line) => /error|FAILED/i.test(line));
  const shown = lines.slice(Math.max(first, 0)).slice(0, 30).join("\n");
  if (/No space left on device/.test(log))
    throw new Failure(
      `The native build in ${buildFolder} failed: no space is left: let TINYXS_BUILD name another folder`,
    );
  throw new Failure(
    `The native build failed (cmake ${args[0]}; all of it in ${logFile}):\n${shown}\nIf that doesn't help, delete ${buildFolder} and try again.`,
  );
}

/** Whether there is such a program. */
export function works(command: string): boolean {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;
}

/** @throws Failure naming what is missing of CMake, a C compiler and a build tool, with the line that installs it. */
export function requireTools(): void {
  const compiler = process.env.CC ?? "cc";
  const missing = [
    works("cmake") ? [] : [{ what: "CMake", debian: "cmake" }],
    works(compiler) ? [] : [{ what: `a C compiler (${compiler})`, debian: "gcc libc6-dev" }],
    works("ninja") || works("make") ? [] : [{ what: "Ninja or make", debian: "ninja-build" }],
  ].flat();
  if (!missing.length) return;
  throw new Failure(
    `tinyxs builds its native programs once and needs ${missing.map(({ what }) => what).join(" and ")}.\n` +
      `On Debian or Ubuntu: sudo apt-get install ${missing.map(({ debian }) => debian).join(" ")}`,
  );
}
