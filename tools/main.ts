#!/usr/bin/env node
// The `tinyxs` command.
import { Command } from "commander";
import { registerBuild } from "./build/command.js";
import { registerErrors } from "./errors/command.js";
import { registerInspect } from "./inspect/command.js";
import { registerInvoke } from "./invoke/command.js";
import { registerNew } from "./new/command.js";
import { registerOperators } from "./operators/command.js";
import { registerRun } from "./run/run.js";
import { report } from "./shared/command.js";
import { version } from "./toolchain/folders.js";

const program = new Command("tinyxs")
  .description("Machine learning on microcontrollers from TypeScript.")
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .showHelpAfterError(false);
registerNew(program);
registerRun(program);
registerBuild(program);
registerInvoke(program);
registerInspect(program);
registerErrors(program);
registerOperators(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error, process.argv.includes("--json"));
}
