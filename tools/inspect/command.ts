// SPDX-License-Identifier: Apache-2.0
// tinyxs inspect: what a model holds and needs, and what the engine lacks for it.
import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { boardNames } from "../board/boards.js";
import { FileFailure } from "../shared/command.js";
import { number } from "../shared/text.js";
import { Failure, messageOf } from "../toolchain/failure.js";
import { drawPlan } from "./draw-plan.js";
import { measureFlash } from "./flash.js";
import { inspect } from "./inspect.js";
import { readPlan } from "./plan.js";
import { show, showFlash } from "./show.js";

interface Options {
  tensors?: boolean;
  plan?: string;
  target?: string;
  json?: boolean;
}

/** Adds the command. */
export function registerInspect(program: Command): void {
  program
    .command("inspect <model>")
    .description("show a .tflite model's operators, tensors, memory and what the engine lacks for it")
    .option("--tensors", "list all tensors")
    .option("--plan <file.svg>", "draw what is where in the arena, and when (-: to standard output)")
    .option("--target <board>", `the flash it takes there, by operator: ${boardNames().join(", ")}`)
    .option("--json", "print JSON; with --plan, the plan too")
    .action(inspectModel);
}

async function inspectModel(path: string, options: Options): Promise<void> {
  const { plan: picture } = options;
  // Such as the model itself.
  if (picture !== undefined && picture !== "-" && !picture.endsWith(".svg"))
    throw new Failure(`--plan takes the name of an SVG file, such as plan.svg, not "${picture}"`, 2);
  const { report, model } = await inspect(path);
  const { tensors, ...rest } = report;
  const plan = picture === undefined ? undefined : await readPlan(path, model);
  const flash = options.target === undefined ? undefined : await measureFlash(options.target, model, report.bytes);
  const drawn = plan && drawPlan(basename(path), report.weights, plan);
  if (drawn && picture && picture !== "-") write(picture, drawn);
  if (options.json) {
    const asked = { ...(options.tensors && { tensors }), ...(plan && { plan }), ...(flash && { flash }) };
    console.log(JSON.stringify({ ...rest, ...asked }, null, 2));
  } else if (drawn && picture === "-") process.stdout.write(drawn);
  else {
    show(path, rest, options.tensors ? tensors : []);
    if (flash) showFlash(flash);
    if (plan) console.log(`\nThe plan of its ${number(plan.targets[32].arena)} bytes is in ${picture}.`);
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new FileFailure(file, `can't be written: ${messageOf(error)}`);
  }
}
