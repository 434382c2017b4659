// SPDX-License-Identifier: Apache-2.0
// results.json: what the models take on each target, and whether that has changed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchResult } from "../../tools/bench/bench.js";
import type { CallResult } from "../../tools/bench/calls.js";
import type { FeatureResult } from "../../tools/bench/features.js";
import { root } from "../support/environment.js";

export const resultsFile = join(root, "test/bench/results.json");

/** Instructions and bytes by what is counted. */
export type Figures = Readonly<Record<string, number>>;

export interface Results {
  /** What compiled the engine: other versions give other counts. */
  readonly compilers: Readonly<Record<string, string>>;
  /** By model and target. */
  readonly models: Readonly<Record<string, Readonly<Record<string, Figures>>>>;
  /** By target. */
  readonly "log-mel": Readonly<Record<string, Figures>>;
  readonly calls: Readonly<Record<string, Figures>>;
}

export function readResults(): Results {
  return JSON.parse(readFileSync(resultsFile, "utf8")) as Results;
}

export function modelFigures({ stack, flash, cycles, ...result }: BenchResult): Figures {
  const { macs, instructions, load, measure, arena } = result;
  return {
    ...{ macs, instructions, load, measure, arena },
    ...(flash === null ? {} : { flash }),
    ...(stack ? { stackLoad: stack.load, stackRun: stack.run } : {}),
    ...(cycles === null ? {} : { cycles }),
  };
}

export function featureFigures({ perSecond, create, memory, cyclesPerSecond }: FeatureResult): Figures {
  return { perSecond, create, memory, ...(cyclesPerSecond === null ? {} : { cyclesPerSecond }) };
}

export function callFigures({ run, write, read, blockRead, blockFeed }: CallResult): Figures {
  return { run, write, read, blockRead, blockFeed };
}

/** What may not change at all; everything else by 1 %. */
const exact = ["arena", "unpreparedArena", "memory", "macs"];

/** A line for each figure that is not what it was. */
export function compareFigures(what: string, was: Figures | undefined, is: Figures): string[] {
  if (!was) return [`${what} is new`];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.flatMap((name) => {
    const [before, after] = [was[name] ?? NaN, is[name] ?? NaN];
    const most = exact.includes(name) ? 0 : 0.01 * before;
    if (Math.abs(after - before) <= most) return [];
    const percent = (100 * (after - before)) / before;
    return [`${what}: ${name} was ${before}, is ${after} (${percent > 0 ? "+" : ""}${percent.toFixed(1)} %)`];
  });
}
