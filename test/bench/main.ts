// SPDX-License-Identifier: Apache-2.0
// npm run bench: counts all models on all targets, and tells what isn't as results.json has it. With --write it writes results.json
// and docs/performance.md instead; names of models, targets, "log-mel" or "calls" as arguments count only those.
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { format } from "prettier";
import { benchCalls } from "../../tools/bench/calls.js";
import { runAll } from "../../tools/bench/command.js";
import { benchLogMel } from "../../tools/bench/features.js";
import { findTarget, prepareTarget, targetNames } from "../../tools/bench/targets.js";
import { messageOf } from "../../tools/toolchain/failure.js";
import { buildFolder } from "../../tools/toolchain/folders.js";
import { makeScratch } from "../../tools/toolchain/scratch.js";
import { root } from "../support/environment.js";
import { readCompilers } from "./compilers.js";
import { countModel } from "./count.js";
import { listModels } from "./models.js";
import { pageFile, writePage } from "./page.js";
import { type Figures, callFigures, compareFigures, featureFigures, readResults, resultsFile } from "./results.js";

const wanted = process.argv.slice(2).filter((argument) => argument !== "--write");
const write = process.argv.includes("--write");

/** One count, and where it stands in the results. */
interface Job {
  readonly path: readonly [section: "models" | "log-mel" | "calls", ...names: string[]];
  count(): Promise<Figures>;
}

function listJobs(scratch: string): Job[] {
  const targets = targetNames().map(findTarget);
  const models = listModels().flatMap((model) => {
    return targets.map((target): Job => {
      return { path: ["models", model.name, target.name], count: () => countModel(model, target, scratch) };
    });
  });
  const features = targets.map((target): Job => {
    return { path: ["log-mel", target.name], count: async () => featureFigures(await benchLogMel(target, scratch)) };
  });
  const calls: Job = { path: ["calls", "cortex-m4"], count: async () => callFigures(await benchCalls(scratch)) };
  const all = [calls, ...features, ...models]; // the longest first
  return all.filter(({ path }) => wanted.every((name) => path.includes(name)));
}

async function bench(): Promise<void> {
  for (const name of targetNames()) await prepareTarget(findTarget(name));
  const jobs = listJobs(makeScratch(join(buildFolder, "run")));
  if (!jobs.length) throw new Error(`there is nothing called ${wanted.join(" and ")}`);
  const figures = await runAll(jobs, (job) => job.count());
  const was = readResults();
  const find = (path: Job["path"]): Figures | undefined =>
    path.reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], was) as
      Figures | undefined;
  const changes = jobs.flatMap(({ path }, i) =>
    compareFigures(path.slice(-2).join(" on "), find(path), figures[i] ?? {}),
  );
  for (const line of changes) console.log(line);
  console.log(`${jobs.length} counts, ${changes.length} figures changed`);
  if (!write) {
    if (changes.length) console.log("`npm run bench -- --write` records them");
    process.exitCode = changes.length ? 1 : 0;
    return;
  }
  const results = structuredClone(was) as unknown as Record<string, Record<string, unknown>>;
  results.compilers = readCompilers();
  jobs.forEach(({ path }, i) => {
    const [section, first, second] = path;
    const group = (results[section] ??= {});
    if (second === undefined) group[first ?? ""] = figures[i];
    else group[first ?? ""] = { ...(group[first ?? ""] as object | undefined), [second]: figures[i] };
  });
  writeFileSync(resultsFile, await format(JSON.stringify(sort(results)), { parser: "json", printWidth: 120 }));
  writeFileSync(pageFile, await writePage());
  console.log(`written: ${relative(root, resultsFile)}, ${relative(root, pageFile)}`);
}

/** Models and targets by name; figures stay in their order. */
function sort(node: object): object {
  const entries = Object.entries(node) as [string, unknown][];
  if (entries.some(([, value]) => typeof value !== "object" || value === null)) return node;
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, sort(value as object)]),
  );
}

try {
  await bench();
} catch (error) {
  console.error(`error: ${messageOf(error)}`);
  process.exitCode = 1;
}
