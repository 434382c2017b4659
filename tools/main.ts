#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The `tinyxs` command.
import { Command } from "commander";
import { report } from "./shared/command.js";
import { version } from "./toolchain/folders.js";

const program = new Command("tinyxs")
  .description("Machine learning on microcontrollers from TypeScript.")
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .showHelpAfterError(false);

// Only what is asked for is loaded; all of them tell what they are for when it is none of them.
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  new: async () => (await import("./new/command.js")).registerNew,
  run: async () => (await import("./run/command.js")).registerRun,
  build: async () => (await import("./build/command.js")).registerBuild,
  invoke: async () => (await import("./invoke/command.js")).registerInvoke,
  prepare: async () => (await import("./prepare/command.js")).registerPrepare,
  inspect: async () => (await import("./inspect/command.js")).registerInspect,
  bench: async () => (await import("./bench/command.js")).registerBench,
  errors: async () => (await import("./errors/command.js")).registerErrors,
  operators: async () => (await import("./operators/command.js")).registerOperators,
};
const asked = Object.entries(commands).filter(([name]) => name === process.argv[2]);
for (const [, load] of asked.length ? asked : Object.entries(commands)) (await load())(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error, process.argv.includes("--json"));
}
