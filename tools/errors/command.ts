// SPDX-License-Identifier: Apache-2.0
// tinyxs errors: what the engine's error codes mean, and what to do.
import type { Command } from "commander";
import { readErrors } from "../shared/errors.js";
import { colors } from "../shared/text.js";
import { Failure } from "../toolchain/failure.js";

/** Adds the command. Status: 0, 2 for a code that doesn't exist. */
export function registerErrors(program: Command): void {
  program
    .command("errors [code]")
    .description("explain the codes of the engine's errors")
    .option("--json", "print JSON")
    .action((code: string | undefined, { json }: { json?: boolean }) => {
      const all = readErrors();
      const chosen = code ? Object.entries(all).filter(([name]) => name === code.toUpperCase()) : Object.entries(all);
      if (!chosen.length) throw new Failure(`there is no code ${code}: ${Object.keys(all).join(", ")}`, 2);
      if (json) console.log(JSON.stringify(Object.fromEntries(chosen)));
      else for (const [name, entry] of chosen) console.log(explain(name, entry.meaning, entry.remedy));
    });
}

function explain(code: string, meaning: string, remedy: string): string {
  return `${colors(process.stdout).bold(code)}\n  ${meaning}\n  ${remedy}`;
}
