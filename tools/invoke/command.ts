// SPDX-License-Identifier: Apache-2.0
// tinyxs invoke: runs a model on raw tensors with the native engine and tells the time and memory it takes.
import type { Command } from "commander";
import { wholeNumber } from "../shared/command.js";
import { runEngine } from "../shared/engine.js";
import { number, table } from "../shared/text.js";

interface Options {
  input: string[];
  output: string[];
  repeat?: number;
  arena?: number;
  profile?: boolean;
  json?: boolean;
}

/** What one operator takes; in the order in which they run. */
interface Step {
  name: string;
  microseconds: number;
}

/** What running a model took. */
export interface Invocation {
  /** Bytes. */
  arena: number;
  /** Median of one inference. */
  microseconds: number;
  /** Inferences per pass over the input files. */
  frames: number;
}

const details = `
Files are raw little-endian tensors, one file per input and output, in the model's order; a file may hold several frames one after
the other, which run in order with the model's state kept. Inputs that are left out are zero. Outputs have the frames for which the
model gives any: some streaming models need the input of several first.`;

/** Adds the command. */
export function registerInvoke(program: Command): void {
  const collect = (file: string, files: string[]): string[] => [...files, file];
  program
    .command("invoke <model>")
    .description("run a .tflite model on files of raw tensors")
    .option("--input <file...>", "the input tensors' bytes, one file for each", collect, [])
    .option("--output <file...>", "where to write the output tensors' bytes, one file for each", collect, [])
    .option("--repeat <n>", "run all frames n times, from the start state", wholeNumber("--repeat", 1, 1_000_000))
    .option("--arena <bytes>", "give the model this much memory", wholeNumber("--arena", 1, 2 ** 30))
    .option("--profile", "tell the time of each operator")
    .option("--json", "print JSON")
    .addHelpText("after", details)
    .action(async (model: string, options: Options) => {
      const result = await invoke(model, options);
      const steps = options.profile ? await profile(model, options) : undefined;
      if (options.json) console.log(JSON.stringify(steps ? { ...result, operators: steps } : result));
      else show(result, steps);
    });
}

async function invoke(model: string, options: Options): Promise<Invocation> {
  return (await runEngine(
    ["invoke", model, ...common(options), ...options.output.flatMap((file) => ["--output", file])],
    options.json ? undefined : "Running",
  )) as Invocation;
}

async function profile(model: string, options: Options): Promise<Step[]> {
  return (await runEngine(["profile", model, ...common(options)], options.json ? undefined : "Profiling")) as Step[];
}

function common({ input, repeat, arena }: Options): string[] {
  return [
    ...input.flatMap((file) => ["--input", file]),
    ...(repeat ? ["--repeat", String(repeat)] : []),
    ...(arena ? ["--arena", String(arena)] : []),
  ];
}

function show({ microseconds, arena, frames }: Invocation, steps: Step[] | undefined): void {
  console.log(`${microseconds.toFixed(1)} microseconds per inference (median), ${number(arena)} bytes of arena`);
  if (frames > 1) console.log(`${number(frames)} frames`);
  if (!steps) return;
  const total = steps.reduce((sum, step) => sum + step.microseconds, 0) || 1;
  const rows = steps.map(({ name, microseconds: time }, i) => [
    String(i),
    name,
    time.toFixed(1),
    `${((100 * time) / total).toFixed(1)} %`,
  ]);
  console.log(`\n${table([" #", "operator", " microseconds", " share"], rows)}`);
}
