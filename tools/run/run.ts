// `tinyxs run`: an app in the desktop simulator.
import { symlinkSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { buildProgram } from "../toolchain/build.js";
import { Failure, messageOf } from "../toolchain/failure.js";
import { buildFolder } from "../toolchain/folders.js";
import { makeScratch } from "../toolchain/scratch.js";
import { type App, readApp, replaceModel } from "./app.js";
import { prepareAudio } from "./audio.js";
import { compile } from "./compile.js";
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
}

/** Adds the command `run`. Status: 0, 1 after an error of the app's, 2 for wrong usage, 130 after Ctrl-C. */
export function registerRun(program: Command): void {
  program
    .command("run")
    .description("run an app in the simulator")
    .argument("<app>", "folder with main.ts, and manifest.json if it needs more than tinyxs")
    .option(
      "--audio <file...>",
      'what the microphone hears: WAV files, or "silence:2.5" (the first file of recordings/)',
    )
    .option("--model <file>", "another .tflite in place of the app's, with the .json beside it if there is one")
    .option("--realtime", "on the real clock instead of as fast as possible")
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
  const program = buildProgram("tinyxs-simulator");
  program.catch(() => undefined); // reported below, after what is wrong with the app itself
  const scratch = makeScratch(join(buildFolder, "run"));
  const simulatorOptions = [
    ...(await placeResources(scratch, app, options)),
    ...(await placeAudio(scratch, app, options)),
  ];
  for (const name of ["heap", "seed", "seconds"] as const) {
    const value = options[name];
    if (value !== undefined) simulatorOptions.push(`--${name}`, value);
  }
  if (options.realtime) simulatorOptions.push("--realtime");
  const { main, folder } = await compile(app, options.bundle ?? false, scratch);
  return await simulate({
    program: await program,
    arguments: [...simulatorOptions, main],
    folder,
    json: options.json ?? false,
  });
}

/** One folder with all resources under the names by which the app asks for them. */
async function placeResources(folder: string, app: App, { model }: RunOptions): Promise<string[]> {
  const resources = join(folder, "resources");
  const data = model ? replaceModel(app.manifest.data, model) : app.manifest.data;
  for (const [name, file] of data) {
    const path = join(resources, name);
    await mkdir(dirname(path), { recursive: true });
    try {
      symlinkSync(file, path);
    } catch (error) {
      throw new Failure(`Resource "${name}" (${file}): ${messageOf(error)}`);
    }
  }
  return ["--resources", resources];
}

async function placeAudio(folder: string, app: App, options: RunOptions): Promise<string[]> {
  const sources = options.audio ?? (app.recording ? [app.recording] : []);
  if (!sources.length) return [];
  const samples = prepareAudio(sources, app.sampleRate, (text) => process.stderr.write(`${text}\n`));
  const file = join(folder, "audio.s16");
  await writeFile(file, samples);
  return ["--audio", file, "--audio-rate", String(app.sampleRate)];
}
