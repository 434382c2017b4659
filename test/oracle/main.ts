// SPDX-License-Identifier: Apache-2.0
// npm run test:oracle [-- options] [pattern]: compares the engine with TensorFlow Lite Micro's own interpreter, or with TensorFlow
// Lite's where a family says so, on random models of every family whose name matches, and prints a table: cases compared, cases
// that one of both refuses, differences. With --second all are compared with LiteRT, whose kernels are others: XNNPACK's mostly.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { Failure, messageOf } from "../../tools/toolchain/failure.js";
import type { Case, Family } from "../support/case.js";
import { assertOutputs } from "../support/compare.js";
import { runAll } from "../support/engines.js";
import { program } from "../support/environment.js";
import { families } from "../support/families.js";
import { closeness, type Closeness } from "./closeness.js";
import { runInterpreter } from "./interpreters.js";
import { explained, ordinary } from "./second.js";

interface Row {
  family: string;
  compared: number;
  /** Cases that the other interpreter refuses, and those that only tinyxs refuses. */
  refusedThere: number;
  refusedHere: number;
  /** Of those compared: equal, different by as little as other kernels may (with --second only), and by more. */
  exact: number;
  close: number;
  differences: number;
  /** Why the differences are none of ours. */
  explained?: string;
  /** The first of what is wrong, with the parameters that make it again. */
  example?: string;
  /** The first of what the other interpreter says. */
  refusal?: string;
}

interface Settings {
  second: boolean;
  cases: number;
  seed: number;
  keep: boolean;
  json: boolean;
}

/** TensorFlow Lite Micro's outputs must be ours. */
function sameness(actual: Buffer, expected: Buffer, one: Case): { verdict: Closeness; what: string } {
  try {
    assertOutputs(actual, expected, one, "case");
    return { verdict: "exact", what: "" };
  } catch (error) {
    return { verdict: "different", what: messageOf(error) };
  }
}

function compare(family: Family, engine: string, { cases, seed, keep, second }: Settings): Row {
  const work = mkdtempSync(join(tmpdir(), "tinyxs-oracle-"));
  const samples = family.sample(cases, seed);
  const build = (parameters: unknown): Case => {
    const one = family.build(parameters);
    return second ? { ...one, model: ordinary(one.model) } : one;
  };
  const placed = samples.map((parameters, i) => ({ one: build(parameters), folder: join(work, `${i}`) }));
  for (const { folder } of placed) mkdirSync(folder);
  const theirs = runInterpreter(second ? "litert" : family.oracle, placed);
  const ours = runAll(engine, placed);
  const counts = { compared: 0, refusedThere: 0, refusedHere: 0, exact: 0, close: 0, differences: 0 };
  const row: Row = { family: family.name, ...counts };
  placed.forEach(({ one, folder }, i) => {
    const [mine, other] = [ours[i], theirs[i]];
    const problem = (what: string): string => `${what}: ${folder} ${JSON.stringify(samples[i])}`;
    if (typeof other === "string") {
      row.refusedThere++;
      row.refusal ??= other;
    } else if (typeof mine === "string") {
      row.refusedHere++;
      row.example ??= problem(mine);
    } else {
      row.compared++;
      const { verdict, what } = (second ? closeness : sameness)(mine ?? Buffer.of(), other ?? Buffer.of(), one);
      row[verdict === "different" ? "differences" : verdict]++;
      if (verdict === "different") row.example ??= problem(what);
    }
  });
  const reason = explained.find(([name]) => second && name.test(family.name))?.[1];
  if (row.differences && reason) row.explained = reason;
  if (!keep) rmSync(work, { recursive: true });
  return row;
}

async function main(pattern: string | undefined, settings: Settings): Promise<void> {
  const chosen = families.filter(({ name }) => new RegExp(pattern ?? "", "i").test(name));
  if (!chosen.length) throw new Failure(`no family matches ${pattern}: ${families.map(({ name }) => name).join(", ")}`);
  const engine = process.env.TINYXS_ENGINE ?? (await program("tinyxs-engine"));
  const rows = chosen.map((family) => {
    const row = compare(family, engine, settings);
    const { compared, refusedThere, refusedHere, exact, close, differences } = row;
    const columns = [compared, refusedThere, refusedHere, ...(settings.second ? [exact, close] : []), differences];
    const numbers = columns.map((value) => String(value).padStart(6));
    if (!settings.json) console.log(numbers.join(" "), row.family);
    const remark = row.explained ?? row.example;
    if (!settings.json && remark) console.log(`       ${remark}`);
    return row;
  });
  if (settings.json) console.log(JSON.stringify(rows, null, 1));
  const sum = (key: "compared" | "differences" | "refusedHere", of = rows): number =>
    of.reduce((all, row) => all + row[key], 0);
  const unexplained = rows.filter((row) => !row.explained);
  const [differences, ours] = [sum("differences"), sum("differences", unexplained)];
  console.error(
    `${sum("compared")} compared, ${differences} differ${differences > ours ? ` (${differences - ours} explained)` : ""}, ` +
      `${sum("refusedHere")} refused here only`,
  );
  process.exitCode = ours + sum("refusedHere") ? 1 : 0;
}

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Failure(`${text} is not a positive number`);
  return Number(text);
};

try {
  await new Command("test:oracle")
    .description(
      "Compare the engine with TensorFlow Lite Micro: columns are compared, refused there, refused here, different. " +
        "With --second, those that are exact and those that are close come before those that are different.",
    )
    .argument("[pattern]", "regular expression for names of families, such as 'CONV_2D int8'")
    .option("--cases <count>", "random models per family", positive, 200)
    .option("--seed <number>", "of the random models", positive, 1)
    .option("--second", "compare with LiteRT: integers may be one step off, float32 1e-4 of the value or 1e-5", false)
    .option("--keep", "keep the models' folders", false)
    .option("--json", "print one JSON array", false)
    .action(main)
    .parseAsync();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = error.status;
}
