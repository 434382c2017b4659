// SPDX-License-Identifier: Apache-2.0
// `tinyxs build`: an app's firmware for a board, and what it takes.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { type App, chooseResources, prepareModels, readApp, warnOfLeftOut } from "../app/index.js";
import { type Board, boardNames, findBoard } from "../board/boards.js";
import { buildImage } from "../board/image.js";
import { requireBoardTools } from "../board/library.js";
import { readParts } from "../board/parts.js";
import { number, table } from "../shared/text.js";
import { buildFolder } from "../toolchain/folders.js";
import { Progress } from "../toolchain/progress.js";
import { makeScratch } from "../toolchain/scratch.js";
import { writeFormats } from "./formats.js";
import { type Measurement, measure } from "./measure.js";

interface BuildOptions {
  readonly board: string;
  readonly output?: string;
  readonly audio?: readonly string[];
  readonly model?: string;
  readonly json?: boolean;
}

/** All in bytes, but for instructions. */
export interface Report {
  readonly app: string;
  readonly board: string;
  readonly files: readonly string[];
  readonly flash: { readonly total: number; readonly parts: Readonly<Record<string, number>> };
  readonly ram: { readonly total: number; readonly parts: Readonly<Record<string, number>> };
  readonly speed: Measurement["speed"];
}

/** Adds the command. Status: 0, 1 after an error, 2 for wrong usage. */
export function registerBuild(program: Command): void {
  program
    .command("build")
    .description("build an app's firmware for a board, and report its flash, RAM and instructions")
    .argument("<app>", "folder with main.ts")
    .requiredOption("--board <name>", `one of ${boardNames().join(", ")}`)
    .option("--output <folder>", "where the files go (build/<app>-<board>)")
    .option("--audio <file...>", "what the microphone hears while it is measured (the app's own recording)")
    .option("--model <file>", "another .tflite in place of the app's")
    .option("--json", "the report as JSON")
    .action(async (folder: string, options: BuildOptions) => {
      const report = await build(readApp(folder), findBoard(options.board), options);
      if (options.json) console.log(JSON.stringify(report, null, 2));
      else show(report);
    });
}

async function build(app: App, board: Board, options: BuildOptions): Promise<Report> {
  warnOfLeftOut(app);
  const output = resolve(options.output ?? join("build", `${app.name}-${board.name}`));
  const scratch = makeScratch(join(buildFolder, "run"));
  requireBoardTools(board);
  const resources = await prepareModels(chooseResources(app, options.model), scratch);
  const image = await buildImage(app, resources, board, scratch);
  mkdirSync(output, { recursive: true });
  const elf = join(output, `${app.name}.elf`);
  copyFileSync(image.elf, elf);
  copyFileSync(image.map, join(output, `${app.name}.map`));
  const progress = new Progress(`Measuring ${app.name} on ${board.name}`);
  const measured = await measure(app, resources, board, elf, scratch, options.audio).finally(() => progress.stop());

  const { flash, variables } = readParts(image.map);
  const flashParts = new Map(flash).set("XS's built-in objects", image.rom);
  const ramParts = new Map([["variables", total(variables)], ...Object.entries(measured.ram)]);
  const report = {
    app: app.name,
    board: board.name,
    files: [elf, ...writeFormats(board, elf, output, app.name)],
    flash: { total: total(flashParts), parts: sorted(flashParts) },
    ram: { total: total(ramParts), parts: Object.fromEntries(ramParts) },
    speed: measured.speed,
  };
  writeFileSync(join(output, "report.json"), JSON.stringify(report, null, 2) + "\n");
  return report;
}

function total(parts: ReadonlyMap<string, number>): number {
  return [...parts.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function sorted(parts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...parts].filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a));
}

function show({ app, board, files, flash, ram, speed }: Report): void {
  const list = (title: string, { total, parts }: Report["flash"]): string =>
    table([title, " bytes"], [...Object.entries(parts).map(([name, bytes]) => [name, number(bytes)]), ["in all", number(total)]]);
  const millions = (value: number): string => (value / 1e6).toFixed(1);
  console.log(`${app} for ${board}: ${files.join(", ")}\n`);
  console.log(`${list("flash", flash)}\n\n${list("RAM", ram)}\n`);
  console.log(`XS is ready after ${number(speed.boot)} ${speed.unit}, the app has started after ${millions(speed.start)} million.`);
  console.log(
    `A second of audio takes ${millions(speed.perSecondOfAudio)} million ${speed.unit}: ` +
      `${(speed.perSecondOfAudio / speed.hertz).toFixed(2)} s at ${speed.hertz / 1e6} million a second.`,
  );
}
