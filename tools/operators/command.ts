// SPDX-License-Identifier: Apache-2.0
// tinyxs operators: what an app's build with the Moddable SDK takes as it is: the list of operators to link, and prepared models.
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import type { Command } from "commander";
import { type Selection, compile, headerName, readApp, selectOperators } from "../app/index.js";
import { FileFailure } from "../shared/command.js";
import { listOperators } from "../shared/operators.js";
import { prepareModel, replaceFile } from "../shared/prepare.js";
import { Failure, messageOf } from "../toolchain/failure.js";
import { buildFolder } from "../toolchain/folders.js";
import { makeScratch } from "../toolchain/scratch.js";

interface Options {
  readonly check?: boolean;
  readonly json?: boolean;
}

const remedy = `add "./${basename(headerName, ".h")}" to "modules": {"*": [...]}`;

const details = `
The app's .tflite files are prepared too, in place, as by \`tinyxs prepare\`, but for those of packages in node_modules. Modules which
mcconfig won't find, since no manifest names them, are listed.`;

/** Adds the command. Status: 0, 1 when the header can't be made or --check finds it or a model wrong, 2 for wrong usage. */
export function registerOperators(program: Command): void {
  program
    .command("operators <app>")
    .description(`link only what an app's models need in builds with the Moddable SDK: writes ${headerName}`)
    .option("--check", "write nothing; fail when it isn't what the models need, or one of them isn't prepared")
    .option("--json", "print JSON")
    .addHelpText("after", details)
    .action(async (folder: string, { check = false, json }: Options) => {
      const selection = selectOperators(resolve(folder));
      if (check) verify(selection);
      else update(selection);
      const scratch = makeScratch(join(buildFolder, "run"));
      await prepareInPlace(selection, check, scratch);
      const unnamed = await findUnnamed(folder, scratch);
      const { header, models, operators, named } = selection;
      if (json)
        console.log(JSON.stringify({ header, models, operators: operators.map(({ name }) => name), named, unnamed }));
      else show(folder, selection);
      if (unnamed.length)
        process.stderr.write(
          `note: mcconfig takes only modules that a manifest names, not ${unnamed.join(", ")}: add to "modules"\n`,
        );
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

/** A model that can't be prepared stays as it is, and a note says why: another engine may take it. */
async function prepareInPlace({ models }: Selection, check: boolean, scratch: string): Promise<void> {
  for (const model of models) {
    if (model.split(sep).includes("node_modules")) continue;
    const made = await prepareModel(model, scratch).catch((error: unknown) => {
      if (!(error instanceof FileFailure)) throw error;
      process.stderr.write(`note: ${error.message}\n`);
      return model;
    });
    const bytes = readFileSync(made);
    if (bytes.equals(readFileSync(model))) continue;
    if (check) throw new FileFailure(model, "isn't prepared by this version of tinyxs: run `tinyxs operators`");
    replaceFile(model, bytes);
  }
}

/** The app's modules that no manifest names, from its folder. One that doesn't compile here may be for the SDK alone. */
async function findUnnamed(folder: string, scratch: string): Promise<string[]> {
  if (!existsSync(join(folder, "main.ts"))) return [];
  try {
    const { unnamed } = await compile(readApp(folder), false, scratch);
    return unnamed.map((file) => relative(realpathSync(folder), file));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`note: ${error.message}\n`);
    return [];
  }
}

function show(folder: string, { models, operators, named }: Selection): void {
  console.log(
    `${operators.length} of ${listOperators().length} operators, for ${models.map((model) => basename(model)).join(", ")}:`,
  );
  console.log(operators.map(({ name }) => `  ${name}`).join("\n"));
  if (!named) console.log(`To link only these, in ${folder}/manifest.json ${remedy}.`);
}
