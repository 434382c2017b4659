// SPDX-License-Identifier: Apache-2.0
// docs/performance.md, made from results.json and baseline.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { findBoard } from "../../tools/board/boards.js";
import { number } from "../../tools/shared/text.js";
import { root } from "../support/environment.js";
import { type Figures, type Results, readResults } from "./results.js";

export const pageFile = join(root, "docs/performance.md");

interface Baseline {
  readonly source: string;
  /** By model, target and kernels. */
  readonly models: Readonly<Record<string, Readonly<Record<string, Readonly<Record<"tflm" | "cmsis-nn", Figures>>>>>>;
}

export async function writePage(): Promise<string> {
  const results = readResults();
  const baseline = JSON.parse(readFileSync(join(root, "test/bench/baseline.json"), "utf8")) as Baseline;
  const text = [
    "# Performance",
    "Made by `npm run bench -- --write`; the tests count again and fail when this isn't so.",
    "Instructions are exact: an emulator counts them, and two runs give the same. They aren't cycles; on a Cortex-M4 or M33 most take one. " +
      "Public models run on their golden inputs, the sample apps' on noise, and the figure is the median of all frames; every output is compared with " +
      "the plain reference kernels'. Sizes are bytes: the arena holds everything that the engine needs for a model, flash all code that " +
      "it needs, without the model. `tinyxs bench model.tflite` counts any model, operator by operator.",
    ...["cortex-m4", "cortex-m0plus", "cortex-m55"].flatMap((target) => [
      `## Beside TensorFlow Lite Micro: ${describe(target)}`,
      compare(results, baseline, target),
    ]),
    baseline.source,
    "## Instructions of one run on each target",
    everywhere(results),
    "`host` is x86-64. Cortex-M0+ code ran on a Cortex-M3 in QEMU for its instructions, and for its cycles on an RP2040 in rp2040js, which " +
      "knows no waiting for flash.",
    "## Loading a model on Cortex-M4",
    loading(results),
    "## Audio features: log-mel",
    features(results),
    "## From JavaScript on Cortex-M4",
    calls(results),
    `Compilers: ${Object.entries(results.compilers)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}.`,
  ];
  return format(text.join("\n\n"), { parser: "markdown", printWidth: 120 });
}

const describe = (target: string): string => findBoard(target).description.replace(/^.*: /, "");

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i ? "--:" : "---"))), ...rows.map(line)].join("\n");
}

const cell = (value: number | undefined): string => (value === undefined ? "" : number(value));

function compare({ models }: Results, baseline: Baseline, target: string): string {
  const rows = Object.entries(models).map(([name, targets]) => {
    const ours = targets[target] ?? {};
    const { tflm, "cmsis-nn": cmsis } = baseline.models[name]?.[target] ?? {};
    const { instructions = 0, macs = 0 } = ours;
    return [
      name,
      ...[instructions, tflm?.instructions, cmsis?.instructions].map(cell),
      macs ? (instructions / macs).toFixed(2) : "",
      ...[ours.arena, tflm?.arena, cmsis?.arena, ours.flash, tflm?.flash, cmsis?.flash].map(cell),
    ];
  });
  const head = ["model", "instructions", "TFLM", "CMSIS-NN", "ours a MAC"];
  return markdown([...head, "arena", "TFLM", "CMSIS-NN", "flash", "TFLM", "CMSIS-NN"], rows);
}

function everywhere({ models }: Results): string {
  const targets = [...new Set(Object.values(models).flatMap((figures) => Object.keys(figures)))].sort();
  const rows = Object.entries(models).map(([name, figures]) => [
    name,
    ...targets.map((target) => cell(figures[target]?.instructions)),
    cell(figures["cortex-m0plus"]?.cycles),
  ]);
  return markdown(["model", ...targets, "RP2040 cycles"], rows);
}

function loading({ models }: Results): string {
  const rows = Object.entries(models).map(([name, figures]) => {
    const { load, unpreparedLoad, measure, arena, unpreparedArena, stackLoad, stackRun } = figures["cortex-m4"] ?? {};
    return [name, ...[load, unpreparedLoad, measure, arena, unpreparedArena, stackLoad, stackRun].map(cell)];
  });
  const heads = ["to load", "unprepared", "to tell the arena", "arena", "unprepared", "stack of loading", "of running"];
  return markdown(["model", ...heads], rows);
}

function features({ "log-mel": targets }: Results): string {
  const rows = Object.entries(targets).map(([target, { perSecond, cyclesPerSecond, create, memory }]) => [
    target,
    ...[perSecond, cyclesPerSecond, create, memory].map(cell),
  ]);
  return markdown(["target", "a second of audio", "RP2040 cycles", "to make the tables", "memory"], rows);
}

function calls({ calls: targets }: Results): string {
  const { run, write, read, blockRead, blockFeed } = targets["cortex-m4"] ?? {};
  return markdown(
    ["call", "instructions"],
    [
      ["`model.run()`, besides the engine", cell(run)],
      ["`input.write(Int8Array)` of the wake-word model", cell(write)],
      ["`output.read(Float32Array)`", cell(read)],
      ["reading a block of 20 ms from the microphone", cell(blockRead)],
      ["`mel.feed()` of it, features included", cell(blockFeed)],
    ],
  );
}
