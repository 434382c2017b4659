// SPDX-License-Identifier: Apache-2.0
// What one model takes on one target.
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { chooseOperators } from "../shared/operators.js";
import { readParts } from "../board/parts.js";
import { countMacs } from "../tflite/macs.js";
import { FileFailure } from "../shared/command.js";
import { runEngine } from "../shared/engine.js";
import { type ModelFacts, readModel } from "../tflite/model.js";
import { Failure } from "../toolchain/failure.js";
import { countCycles, countInstructions, countOnHost } from "./count.js";
import { chooseInputs } from "./inputs.js";
import { linkBench } from "./link.js";
import { compareOutputs, runReference } from "./reference.js";
import type { Target } from "./targets.js";
import { type Account, type Work, median } from "./work.js";

/** Counts are instructions, sizes bytes. What differs from frame to frame is the median of all frames that give outputs. */
export interface BenchResult {
  readonly model: string;
  readonly target: string;
  /** How the engine runs the model. */
  readonly mode: "interpreter";
  readonly frames: number;
  /** Of one run. */
  readonly instructions: number;
  /** Of the first run on an RP2040; null elsewhere. */
  readonly cycles: number | null;
  readonly macs: number;
  readonly arena: number;
  /** Of the arena; `scratch` is part of the activations; `workspace` is what loading needs besides. */
  readonly memory: Readonly<Record<"structures" | "variables" | "activations" | "workspace" | "scratch", number>>;
  /** What each call takes of the stack; null on the desktop. */
  readonly stack: Readonly<Record<"measure" | "load" | "run", number>> | null;
  /** To tell the arena's size, and to load. */
  readonly measure: number;
  readonly load: number;
  /** All code of the engine that the model needs, without the model itself; null on the desktop. */
  readonly flash: number | null;
  readonly flashParts: Readonly<Record<string, number>> | null;
  /** In the order in which they run; instructions as profiled, which takes a few more than running. */
  readonly operators: readonly OperatorResult[];
}

export interface OperatorResult {
  readonly name: string;
  readonly instructions: number;
  readonly macs: number;
  /** Which of the engine's kernels ran; null: the operator has but one way. */
  readonly kernel: string | null;
}

export interface BenchOptions {
  /** A file for each input; none: noise. */
  readonly inputs?: readonly string[];
  /** What the outputs must be, besides the plain reference engine's: all frames of each. */
  readonly golden?: readonly Buffer[];
}

/**
 * Runs a model on a target.
 * @param parent a folder to work in.
 * @throws FileFailure when the model can't run, or gives wrong outputs.
 */
export async function benchModel(
  model: string,
  target: Target,
  options: BenchOptions,
  parent: string,
): Promise<BenchResult> {
  try {
    return await bench(model, target, options, mkdtempSync(join(parent, "bench-")));
  } catch (error) {
    if (error instanceof FileFailure || !(error instanceof Failure)) throw error;
    throw new FileFailure(model, `on ${target.name}, ${error.message}`);
  }
}

async function bench(model: string, target: Target, options: BenchOptions, scratch: string): Promise<BenchResult> {
  const facts = readFacts(model);
  const inputs = chooseInputs(model, facts, options.inputs ?? [], scratch);
  const wanted = await runReference(model, facts, inputs, scratch);
  const names = facts.subgraphs.flatMap(({ operators }) => operators.map(({ name }) => name));
  const work: Work = {
    program: "model",
    operators: chooseOperators(names).operators.map(({ symbol }) => symbol),
    model: resolve(model),
    frames: inputs.frames,
    outputs: inputs.frames,
    inputs: inputs.files.map((file) => resolve(file)),
  };
  const image = target.board && (await linkBench(target.board, work, scratch));
  const account =
    target.board && image
      ? await countInstructions(target.board, image.elf, scratch)
      : await countOnHost(work, scratch);
  const outputs = collectOutputs(account, wanted.length);
  compareOutputs(outputs, wanted, facts, "the plain reference engine's");
  if (options.golden) compareOutputs(outputs, options.golden, facts, "the golden ones");
  const flash = image && readFlash(image.map);
  return {
    model,
    target: target.name,
    mode: "interpreter",
    frames: inputs.frames,
    instructions: medianRun(account),
    cycles: await readCycles(target, work, scratch),
    macs: sum(facts.subgraphs.flatMap((subgraph) => subgraph.operators.map((one) => countMacs(one, subgraph)))),
    ...readMemory(account, await readScratch(model)),
    stack: target.board ? readStack(account) : null,
    measure: account.spans("measure")[0]?.[0] ?? 0,
    load: account.spans("load")[0]?.[0] ?? 0,
    flash: flash ? sum(Object.values(flash)) : null,
    flashParts: flash ?? null,
    operators: readOperators(account, facts),
  };
}

function readFacts(model: string): ModelFacts {
  let file: Buffer;
  try {
    if (!statSync(model).isFile()) throw new Error("not a file");
    file = readFileSync(model);
  } catch {
    throw new FileFailure(model, "there is no such file, or it can't be read; give a .tflite file");
  }
  try {
    return readModel(file);
  } catch {
    throw new FileFailure(model, "the model can't be read; `tinyxs inspect` tells more");
  }
}

function collectOutputs(account: Account, count: number): Buffer[] {
  const told = account.all("output");
  return Array.from({ length: count }, (_, i) => Buffer.from(told.filter((_, at) => at % count === i).join(""), "hex"));
}

/** Of the frames that give outputs, or of all if none does. */
function medianRun(account: Account): number {
  const runs = account.spans("run").map(([run = 0]) => run);
  const stopped = account.all("stopped").map(Number);
  const whole = runs.filter((_, frame) => !stopped.includes(frame));
  return median(whole.length ? whole : runs);
}

/** One frame, without its outputs: they are the same code's as in QEMU. */
async function readCycles({ chip }: Target, work: Work, scratch: string): Promise<number | null> {
  if (!chip) return null;
  const image = await linkBench(chip, { ...work, frames: 1, outputs: 0 }, mkdtempSync(join(scratch, "chip-")));
  const [[cycles = 0] = []] = (await countCycles(chip, image.elf, scratch)).spans("run");
  return cycles;
}

function readMemory(account: Account, scratch: number): Pick<BenchResult, "arena" | "memory"> {
  const [arena = 0, structures = 0, variables = 0, activations = 0, workspace = 0] = account.numbers("memory") ?? [];
  return { arena, memory: { structures, variables, activations, workspace, scratch } };
}

/** The most that one operator has for itself while it runs. */
async function readScratch(model: string): Promise<number> {
  const { blocks } = (await runEngine(["plan", model])) as { blocks: { kind: string; bytes: number }[] };
  return Math.max(0, ...blocks.filter(({ kind }) => kind === "scratch").map(({ bytes }) => bytes));
}

function readStack(account: Account): NonNullable<BenchResult["stack"]> {
  const most = (name: string): number => account.numbers("stack", name)?.[0] ?? 0;
  return { measure: most("measure"), load: most("load"), run: most("run") };
}

/** What of the image an app with the model would have too. */
function readFlash(map: string): Record<string, number> {
  const { flash } = readParts(map);
  const others = ["app", "host", "padding", "models and other resources", "XS's built-in objects"];
  return Object.fromEntries(
    [...flash].filter(([part, bytes]) => bytes > 0 && !others.includes(part)).sort(([, a], [, b]) => b - a),
  );
}

function readOperators(account: Account, { subgraphs }: ModelFacts): OperatorResult[] {
  const profiles = account.spans("profile");
  const kernels = new Map(
    account.all("kernel").map((line): [number, string] => {
      const [, name = "", index] = /^(.*) (\d+)$/.exec(line) ?? [];
      return [Number(index), name];
    }),
  );
  const [main] = subgraphs;
  return (main?.operators ?? []).map((operator, i) => ({
    name: operator.name,
    instructions: median(profiles.map((spans) => spans[i] ?? 0)),
    macs: main ? countMacs(operator, main) : 0,
    kernel: kernels.get(i) ?? null,
  }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
