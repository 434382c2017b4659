#!/usr/bin/env node
// The `tinyxs` command.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { registerInspect } from "./inspect/command.js";
import { registerInvoke } from "./invoke/command.js";
import { registerRun } from "./run/run.js";
import { report } from "./shared/command.js";
import { packageFolder } from "./toolchain/folders.js";

const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };

const program = new Command("tinyxs")
  .description("Machine learning on microcontrollers from TypeScript.")
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .showHelpAfterError(false);
registerRun(program);
registerInvoke(program);
registerInspect(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error, process.argv.includes("--json"));
}
