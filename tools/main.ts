#!/usr/bin/env node
// The `tinyxs` command.
import { Command } from "commander";
import { registerBench } from "./bench/command.js";
import { registerBuild } from "./build/command.js";
import { registerErrors } from "./errors/command.js";
import { registerInspect } from "./inspect/command.js";
import { registerInvoke } from "./invoke/command.js";
import { registerNew } from "./new/command.js";
import { registerOperators } from "./operators/command.js";
import { registerRun } from "./run/command.js";
import { report } from "./shared/command.js";
import { version } from "./toolchain/folders.js";

const program = new Command("tinyxs")
  .description("Machine learning on microcontrollers from TypeScript.")
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .showHelpAfterError(false);
const commands = [
  ...[registerNew, registerRun, registerBuild],
  ...[registerInvoke, registerInspect, registerBench, registerErrors, registerOperators],
];
for (const register of commands) register(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error, process.argv.includes("--json"));
}
