// SPDX-License-Identifier: Apache-2.0
// The benchmark's results for the console.
import { number, table } from "../shared/text.js";
import type { BenchResult } from "./bench.js";
import type { CallResult } from "./calls.js";
import type { FeatureResult } from "./features.js";

/** Instructions for each multiply-accumulate; empty for what has none. */
export function perMac(instructions: number, macs: number): string {
  return macs ? (instructions / macs).toFixed(2) : "";
}

export function show(result: BenchResult): string {
  const { model, target, instructions, cycles, macs, operators } = result;
  const head = [`${number(instructions)} instructions a run`];
  if (macs) head.push(`${perMac(instructions, macs)} for each of ${number(macs)} multiply-accumulates`);
  if (cycles !== null) head.push(`${number(cycles)} cycles`);
  const total = operators.reduce((sum, operator) => sum + operator.instructions, 0) || 1;
  const rows = operators.map(({ name, instructions, macs, kernel }, i) => [
    String(i),
    name,
    number(instructions),
    `${((100 * instructions) / total).toFixed(1)} %`,
    perMac(instructions, macs),
    kernel ?? "",
  ]);
  return [
    `${model} on ${target}: ${head.join(", ")}`,
    table([" #", "operator", " instructions", " share", " per mac", "kernel"], rows),
    ...describe(result).map(([title, text]) => `  ${title.padEnd(8)}${text}`),
  ].join("\n");
}

function describe({ arena, memory, stack, measure, load, flash, flashParts }: BenchResult): [string, string][] {
  const list = (parts: Readonly<Record<string, number>>): string =>
    Object.entries(parts)
      .filter(([, bytes]) => bytes)
      .map(([name, bytes]) => `${name} ${number(bytes)}`)
      .join(", ");
  return [
    ["loading", `${number(load)} instructions; ${number(measure)} to tell the arena's size before`],
    ["arena", `${number(arena)} bytes: ${list(memory)}`],
    ...(stack ? [["stack", `${list(stack)} bytes`] as [string, string]] : []),
    ...(flash && flashParts
      ? [["flash", `${number(flash)} bytes without the model: ${list(flashParts)}`] as [string, string]]
      : []),
  ];
}

export function showFeatures(result: FeatureResult): string {
  const { target, perSecond, cyclesPerSecond, create, memory, stack } = result;
  const cycles = cyclesPerSecond === null ? "" : ` (${number(cyclesPerSecond)} cycles)`;
  const used = stack ? `; stack: ${number(stack.create)} to make, ${number(stack.feed)} to feed` : "";
  return [
    `log-mel on ${target}: ${number(perSecond)} instructions${cycles} for a second of audio`,
    `  ${number(create)} to make its tables, ${number(memory)} bytes of memory${used}`,
  ].join("\n");
}

export function showCalls({ target, run, write, read, blockRead, blockFeed }: CallResult): string {
  const rows = [
    ["model.run(), besides the engine", number(run)],
    ["input.write(Int8Array)", number(write)],
    ["output.read(Float32Array)", number(read)],
    ["audio: reading a block of 20 ms", number(blockRead)],
    ["audio: a row of features of it", number(blockFeed)],
  ];
  return `From JavaScript on ${target}:\n${table(["call", " instructions"], rows)}`;
}
