// SPDX-License-Identifier: Apache-2.0
// tinyxs prepare: writes into a model what each load would otherwise find out.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { FileFailure, report } from "../shared/command.js";
import { runEngine } from "../shared/engine.js";
import { prepareModel, replaceFile } from "../shared/prepare.js";
import { number } from "../shared/text.js";
import { readModel } from "../tflite/model.js";
import { findPrepared } from "../tflite/prepared.js";
import { Failure } from "../toolchain/failure.js";
import { buildFolder } from "../toolchain/folders.js";
import { makeScratch } from "../toolchain/scratch.js";

interface Options {
  readonly output?: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

/** All in bytes, but for scales. */
export interface Preparation {
  readonly model: string;
  /** The prepared file: the model itself, unless there is an --output. */
  readonly output: string;
  /** Whether the model was what the command makes of it already. */
  readonly fresh: boolean;
  readonly bytes: { readonly before: number; readonly after: number };
  /** On targets with 32-bit pointers; null before, if the file was prepared by another version and has to be again. */
  readonly arena: { readonly before: number | null; readonly after: number };
  /** How many layers' channels have their multiplier and shift in flash. */
  readonly scales: number;
}

const details = `
A prepared model loads faster and takes less memory: multipliers and shifts of layers with scales per channel, and the best placement
found in memory, are in the file, in flash, as one metadata entry "tinyxs". It gives the same outputs, byte for byte. It stays a plain
.tflite that other interpreters read; what it was before follows in it byte for byte, so nothing is lost, and it can be prepared any
number of times. run and build prepare an app's models by themselves; builds with the Moddable SDK take the files as they are, and
\`tinyxs operators\` prepares those.`;

/** Adds the command. Status: 0, 1 when a model can't be prepared or --check finds one that isn't, 2 for wrong usage. */
export function registerPrepare(program: Command): void {
  program
    .command("prepare <model...>")
    .description("write into .tflite models what each load would otherwise find out")
    .option("--output <file>", "where the prepared model goes (the file itself)")
    .option("--check", "write nothing; fail when a model isn't prepared, or not by this version")
    .option("--json", "print JSON, one object for each model")
    .addHelpText("after", details)
    .action(prepareAll);
}

async function prepareAll(models: readonly string[], options: Options): Promise<void> {
  const { output, check, json = false } = options;
  if (output !== undefined && models.length > 1)
    throw new Failure(`--output is for one model, not ${models.length}: leave it out, or prepare one at a time`, 2);
  if (output !== undefined && check) throw new Failure("--check writes nothing: leave --output out", 2);
  const scratch = makeScratch(join(buildFolder, "run"));
  for (const model of models) {
    try {
      const done = await prepare(model, options, scratch);
      if (json) console.log(JSON.stringify(done));
      else show(done);
    } catch (error) {
      process.exitCode = report(error, json); // others may be fine
    }
  }
}

async function prepare(model: string, { output = model, check }: Options, scratch: string): Promise<Preparation> {
  const made = await prepareModel(model, scratch);
  const [before, after] = [readFileSync(model), readFileSync(made)];
  const fresh = before.equals(after);
  if (check && !fresh) throw new FileFailure(model, describe(before));
  const preparation = {
    ...{ model, output, fresh },
    bytes: { before: before.length, after: after.length },
    arena: {
      before: await measure(model).catch((error: unknown) => {
        if (error instanceof FileFailure) return null;
        throw error;
      }),
      after: await measure(made),
    },
    scales: findPrepared(readModel(after))?.scales ?? 0,
  };
  if (!fresh || output !== model) replaceFile(output, after);
  return preparation;
}

/** What is wrong with a model that isn't as prepareModel() makes it. */
function describe(bytes: Uint8Array): string {
  const prepared = findPrepared(readModel(bytes));
  return `${prepared ? "was prepared by another version of tinyxs" : "isn't prepared"}: run \`tinyxs prepare\` on it`;
}

async function measure(model: string): Promise<number> {
  return ((await runEngine(["measure", model])) as Record<"32", { arena: number }>)["32"].arena;
}

function show({ model, output, fresh, bytes, arena, scales }: Preparation): void {
  const was = (before: number | null): string => (fresh || before === null ? "" : ` (before: ${number(before)})`);
  const file = output === model ? model : `${model} -> ${output}`;
  console.log(
    `${file}: ${fresh ? "is prepared" : "prepared"}: ${number(bytes.after)} bytes${was(bytes.before)}, ` +
      `${number(arena.after)} of memory on 32-bit targets${was(arena.before)}, ${number(scales)} scales in flash`,
  );
}
