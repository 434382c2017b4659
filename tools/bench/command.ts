// SPDX-License-Identifier: Apache-2.0
// `tinyxs bench`: how many instructions a model takes, and what else, on each target.
import { cpus } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { Failure } from "../toolchain/failure.js";
import { buildFolder } from "../toolchain/folders.js";
import { Progress } from "../toolchain/progress.js";
import { makeScratch } from "../toolchain/scratch.js";
import { benchModel } from "./bench.js";
import { benchCalls } from "./calls.js";
import { benchLogMel } from "./features.js";
import { show, showCalls, showFeatures } from "./show.js";
import { findTarget, prepareTarget, targetNames } from "./targets.js";

interface Options {
  readonly target: readonly string[];
  readonly input: readonly string[];
  readonly features?: string;
  readonly calls?: boolean;
  readonly json?: boolean;
}

const details = `
Counts are exact and the same every time: QEMU counts instructions for the boards, valgrind for host. The engine is compiled as in our
firmware, and its outputs are compared with the plain reference engine's. cortex-m0plus code runs on an emulated Cortex-M3 for its
instructions, and on an emulated RP2040 for its cycles.`;

/** Adds the command. Status: 0, 1 when a model can't run or gives wrong outputs, 2 for wrong usage. */
export function registerBench(program: Command): void {
  const collect = (value: string, values: string[]): string[] => [...values, value];
  program
    .command("bench")
    .description("count the instructions of a model on each target")
    .argument("[model...]", ".tflite files")
    .option("--target <name...>", `some of ${targetNames().join(", ")} (cortex-m4)`, collect, [])
    .option(
      "--input <file...>",
      "the input tensors' bytes, one file for each, with any number of frames (noise)",
      collect,
      [],
    )
    .option("--features <name>", "count the audio front end instead: log-mel")
    .option("--calls", "count the calls from JavaScript instead, in a firmware image for cortex-m4")
    .option("--json", "one JSON object a line, for each model and target")
    .addHelpText("after", details)
    .action(async (models: string[], options: Options) => {
      if (options.calls && options.target.some((name) => name !== "cortex-m4"))
        throw new Failure("--calls is for cortex-m4 only", 2);
      const targets = (options.target.length ? options.target : ["cortex-m4"]).map(findTarget);
      checkUsage(models, options);
      for (const target of targets) await prepareTarget(target);
      const scratch = makeScratch(join(buildFolder, "run"));
      if (options.calls) {
        print([await benchCalls(scratch)], showCalls, options.json);
      } else if (options.features) {
        const results = await runAll(targets, (target) => benchLogMel(target, scratch));
        print(results, showFeatures, options.json);
      } else {
        const jobs = models.flatMap((model) => targets.map((target) => ({ model, target })));
        const results = await runAll(jobs, ({ model, target }) =>
          benchModel(model, target, { inputs: options.input }, scratch),
        );
        print(results, show, options.json);
      }
    });
}

function checkUsage(models: readonly string[], { input, features, calls }: Options): void {
  if (calls && (features || models.length || input.length))
    throw new Failure("--calls takes no model, no --input and no --features", 2);
  if (features !== undefined && features !== "log-mel")
    throw new Failure(`--features ${features}: there is no such front end: give log-mel`, 2);
  if (features && (models.length || input.length)) throw new Failure("--features takes neither a model nor --input", 2);
  if (!calls && !features && !models.length)
    throw new Failure("tinyxs bench takes one or several .tflite files, or --features, or --calls", 2);
  if (models.length > 1 && input.length) throw new Failure("--input takes one model only", 2);
}

/** Runs as many jobs at a time as there are processors; results in the order of the jobs. */
export async function runAll<Job, Result>(jobs: readonly Job[], run: (job: Job) => Promise<Result>): Promise<Result[]> {
  const progress = new Progress("Counting");
  const results: Result[] = [];
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    for (let i = next++; i < jobs.length; i = next++) {
      results[i] = await run(jobs[i] as Job);
      progress.update(++done, jobs.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(cpus().length, jobs.length) }, work));
  } finally {
    progress.stop();
  }
  return results;
}

function print<Result>(results: readonly Result[], show: (result: Result) => string, json = false): void {
  console.log(results.map((result) => (json ? JSON.stringify(result) : show(result))).join(json ? "\n" : "\n\n"));
}
