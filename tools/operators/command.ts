// SPDX-License-Identifier: Apache-2.0
// tinyxs operators: which of the engine's operators an app's build with the Moddable SDK links.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { type Selection, headerName, selectOperators } from "../app/index.js";
import { FileFailure } from "../shared/command.js";
import { listOperators } from "../shared/operators.js";
import { messageOf } from "../toolchain/failure.js";

interface Options {
  readonly check?: boolean;
  readonly json?: boolean;
}

const remedy = `add "./${basename(headerName, ".h")}" to "modules": {"*": [...]}`;

/** Adds the command. Status: 0, 1 when the header can't be made or --check finds it wrong, 2 for wrong usage. */
export function registerOperators(program: Command): void {
  program
    .command("operators <app>")
    .description(`link only what an app's models need in builds with the Moddable SDK: writes ${headerName}`)
    .option("--check", "write nothing; fail when it isn't what the models need")
    .option("--json", "print JSON")
    .action((folder: string, { check, json }: Options) => {
      const selection = selectOperators(resolve(folder));
      if (check) verify(selection);
      else update(selection);
      const { header, models, operators, named } = selection;
      if (json) console.log(JSON.stringify({ header, models, operators: operators.map(({ name }) => name), named }));
      else show(folder, selection);
    });
}

function verify({ header, text, named }: Selection): void {
  const fail = (what: string): never => {
    throw new FileFailure(header, what);
  };
  const [old, wanted] = [existsSync(header) ? readFileSync(header, "utf8") : "", text].map(listSymbols);
  if (!old?.length) fail("isn't there: `tinyxs operators` makes it");
  const missing = wanted?.filter((symbol) => !old?.includes(symbol)) ?? [];
  const more = old?.filter((symbol) => !wanted?.includes(symbol)) ?? [];
  if (missing.length) fail(`leaves out ${missing.join(", ")}, which the app's models need: run \`tinyxs operators\``);
  if (more.length) fail(`has ${more.join(", ")}, which no model of the app needs: run \`tinyxs operators\``);
  if (!named) fail(`the app's manifest.json doesn't name it: ${remedy}`);
}

function listSymbols(text: string): string[] {
  return [...text.matchAll(/\bX\((\w+)\)/g)].flatMap(([, symbol]) => symbol ?? []);
}

function update({ header, text }: Selection): void {
  try {
    // The SDK compiles all of C again when a header is newer.
    if (!existsSync(header) || readFileSync(header, "utf8") !== text) writeFileSync(header, text);
  } catch (error) {
    throw new FileFailure(header, `can't be written: ${messageOf(error)}`);
  }
}

function show(folder: string, { models, operators, named }: Selection): void {
  console.log(
    `${operators.length} of ${listOperators().length} operators, for ${models.map((model) => basename(model)).join(", ")}:`,
  );
  console.log(operators.map(({ name }) => `  ${name}`).join("\n"));
  if (!named) console.log(`To link only these, in ${folder}/manifest.json ${remedy}.`);
}
