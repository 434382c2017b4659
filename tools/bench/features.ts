// SPDX-License-Identifier: Apache-2.0
// What the audio front end takes on one target.
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { countCycles, countInstructions, countOnHost } from "./count.js";
import { linkBench } from "./link.js";
import type { Target } from "./targets.js";
import type { Work } from "./work.js";

/** Counts are instructions, sizes bytes. */
export interface FeatureResult {
  readonly features: "log-mel";
  readonly target: string;
  /** For a second of audio: 16000 samples to 50 rows. */
  readonly perSecond: number;
  /** On an RP2040; null elsewhere. */
  readonly cyclesPerSecond: number | null;
  /** To make its tables. */
  readonly create: number;
  readonly memory: number;
  /** What each call takes of the stack; null on the desktop. */
  readonly stack: Readonly<Record<"create" | "feed", number>> | null;
}

/** Blocks of 20 ms in a second. */
const frames = 50;
const work: Work = { program: "log_mel", operators: [], frames, outputs: 0, inputs: [] };

export async function benchLogMel(target: Target, parent: string): Promise<FeatureResult> {
  const scratch = mkdtempSync(join(parent, "bench-"));
  const { board, chip } = target;
  const account = board
    ? await countInstructions(board, (await linkBench(board, work, scratch)).elf, scratch)
    : await countOnHost(work, scratch);
  const cycles = chip && (await countCycles(chip, (await linkBench(chip, work, scratch)).elf, scratch));
  const perSecond = (spans: readonly (readonly number[])[]): number =>
    spans.flat().reduce((sum, count) => sum + count, 0);
  return {
    features: "log-mel",
    target: target.name,
    perSecond: perSecond(account.spans("feed")),
    cyclesPerSecond: cycles ? perSecond(cycles.spans("feed")) : null,
    create: account.spans("create")[0]?.[0] ?? 0,
    memory: account.numbers("memory")?.[0] ?? 0,
    stack: board
      ? { create: account.numbers("stack", "create")?.[0] ?? 0, feed: account.numbers("stack", "feed")?.[0] ?? 0 }
      : null,
  };
}
