// SPDX-License-Identifier: Apache-2.0
// `tinyxs run`: an app in the desktop simulator.
import { symlinkSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import {
  type App,
  chooseResources,
  compile,
  prepareAudio,
  prepareModels,
  readApp,
  warnOfLeftOut,
  writeAudio,
} from "../app/index.js";
import { type Board, boardNames, findBoard, unitOf } from "../board/boards.js";
import { buildImage } from "../board/image.js";
import { requireBoardTools } from "../board/library.js";
import { runImage } from "../board/run.js";
import { writeStream } from "../board/stream.js";
import { buildProgram } from "../toolchain/build.js";
import { Failure, messageOf } from "../toolchain/failure.js";
import { buildFolder } from "../toolchain/folders.js";
import { makeScratch } from "../toolchain/scratch.js";
import { createOutput } from "./output.js";
import { simulate } from "./simulate.js";

interface RunOptions {
  readonly audio?: readonly string[];
  readonly model?: string;
  readonly realtime?: boolean;
  readonly bundle?: boolean;
  readonly json?: boolean;
  readonly heap?: string;
  readonly seed?: string;
  readonly seconds?: string;
  readonly board?: string;
  readonly figures?: boolean;
}

/** Adds the command `run`. Status: 0, 1 after an error of the app's, 2 for wrong usage, 130 after Ctrl-C. */
export function registerRun(program: Command): void {
  program
    .command("run")
    .description("run an app in the simulator, or as firmware on an emulated board")
    .argument("<app>", "folder with main.ts, and manifest.json if it needs more than tinyxs")
    .option(
      "--audio <file...>",
      'what the microphone hears: WAV files, or "silence:2.5" (the first file of recordings/)',
    )
    .option("--model <file>", "another .tflite in place of the app's, with the .json beside it if there is one")
    .option("--realtime", "on the real clock instead of as fast as possible")
    .option("--board <name>", `as firmware in an emulator: ${boardNames().join(", ")}`)
    .option("--figures", "with --board: at the end, what the run took, as JSON")
    .option("--bundle", "compile the app into one file")
    .option("--json", "only JSON objects on stdout, one a line; everything else on stderr")
    .option("--heap <KB>", "limit of the app's heap (8192)", number(1024, 1024 * 1024, true))
    .option("--seed <n>", "start of Math.random (1)", number(0, 0xffffffff, true))
    .option("--seconds <s>", "end after so much simulated time", number(0.001, 1e9))
    .action(async (folder: string, options: RunOptions) => {
      process.exitCode = await run(folder, options);
    });
}

/** Checks an option's number; the simulator gets its text. */
function number(low: number, high: number, whole = false): (text: string) => string {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= low && value <= high) || (whole && !Number.isInteger(value)))
      throw new InvalidArgumentError(`Give a ${whole ? "whole " : ""}number from ${low} to ${high}.`);
    return text;
  };
}

async function run(path: string, options: RunOptions): Promise<number> {
  const app = readApp(path);
  warnOfLeftOut(app);
  if (options.board !== undefined) return runOnBoard(app, findBoard(options.board), options);
  if (options.figures) throw new Failure("--figures is for boards: add --board", 2);
  const program = buildProgram("tinyxs-simulator");
  program.catch(() => undefined); // reported below, after what is wrong with the app itself
  const scratch = makeScratch(join(buildFolder, "run"));
  const resources = chooseResources(app, options.model);
  const simulatorOptions = placeAudio(scratch, app, options);
  for (const name of ["heap", "seed", "seconds"] as const) {
    const value = options[name];
    if (value !== undefined) simulatorOptions.push(`--${name}`, value);
  }
  if (options.realtime) simulatorOptions.push("--realtime");
  const { main, folder } = await compile(app, options.bundle ?? false, scratch);
  const simulator = await program;
  simulatorOptions.push(...(await placeResources(scratch, await prepareModels(resources, scratch))));
  return await simulate({
    program: simulator,
    arguments: [...simulatorOptions, main],
    folder,
    json: options.json ?? false,
  });
}

async function runOnBoard(app: App, board: Board, options: RunOptions): Promise<number> {
  for (const name of ["heap", "bundle"] as const)
    if (options[name] !== undefined) throw new Failure(`--${name} is for the simulator: leave it out with --board`, 2);
  const scratch = makeScratch(join(buildFolder, "run"));
  const samples = readSamples(app, options);
  requireBoardTools(board);
  const resources = await prepareModels(chooseResources(app, options.model), scratch);
  const { elf } = await buildImage(app, resources, board, scratch);
  const output = createOutput(options.json ?? false);
  process.stdout.on("error", () => process.exit(128 + 13)); // nobody reads any more, as after `| head`
  const { status, figures } = await runImage(board, elf, {
    folder: scratch,
    stream: writeStream({
      ...(samples ? { samples } : {}),
      sampleRate: app.sampleRate,
      seed: Number(options.seed ?? 1),
      seconds: Number(options.seconds ?? 0),
      realtime: options.realtime ?? false,
    }),
    onOutput: output,
    onErrors: (line) => process.stderr.write(`${line}\n`),
  });
  if (options.figures) process.stdout.write(`${JSON.stringify({ figures })}\n`);
  if (figures && figures.waitedMilliseconds > 0)
    process.stderr.write(
      `note: at ${board.instructionsPerMicrosecond} million ${unitOf(board)} a second this board doesn't keep up: the recording waited ${(figures.waitedMilliseconds / 1000).toFixed(1)} s ` +
        "for the app; --realtime shows what it would miss\n",
    );
  return status;
}

/** One folder with all resources under the names by which the app asks for them. */
async function placeResources(folder: string, data: ReadonlyMap<string, string>): Promise<string[]> {
  const resources = join(folder, "resources");
  for (const [name, file] of data) {
    const path = join(resources, name);
    try {
      await mkdir(dirname(path), { recursive: true });
      symlinkSync(file, path);
    } catch (error) {
      throw new Failure(`Resource "${name}" (${file}): ${messageOf(error)}`);
    }
  }
  return ["--resources", resources];
}

function placeAudio(folder: string, app: App, options: RunOptions): string[] {
  const sources = listSources(app, options);
  if (!sources.length) return [];
  const file = join(folder, "audio.s16");
  writeAudio(file, sources, app.sampleRate, warn);
  return ["--audio", file, "--audio-rate", String(app.sampleRate)];
}

/** What a board's microphone hears; undefined: there is no recording. */
function readSamples(app: App, options: RunOptions): Int16Array | undefined {
  const sources = listSources(app, options);
  return sources.length ? prepareAudio(sources, app.sampleRate, warn) : undefined;
}

function listSources(app: App, options: RunOptions): readonly string[] {
  return options.audio ?? (app.recording ? [app.recording] : []);
}

function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}
