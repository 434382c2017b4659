// SPDX-License-Identifier: Apache-2.0
// `tinyxs bench`, and whether test/bench/results.json and docs/performance.md are still so.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BenchResult, benchModel } from "../tools/bench/bench.js";
import { benchCalls } from "../tools/bench/calls.js";
import { type FeatureResult, benchLogMel } from "../tools/bench/features.js";
import { findTarget, prepareTarget, targetNames } from "../tools/bench/targets.js";
import { runEngine } from "../tools/shared/engine.js";
import { prepareModel } from "../tools/shared/prepare.js";
import { Failure } from "../tools/toolchain/failure.js";
import { readCompilers } from "./bench/compilers.js";
import { listModels } from "./bench/models.js";
import { pageFile, writePage } from "./bench/page.js";
import { countModel } from "./bench/count.js";
import { callFigures, compareFigures, featureFigures, readResults } from "./bench/results.js";
import { execute, tinyxs } from "./support/cli.js";
import { needShared, root, skip, temporaryFolder } from "./support/environment.js";
import { buildModel } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

/** Skips the test unless a target can be counted on; in CI that is a failure. */
async function needTarget(context: Mocha.Context, name: string): Promise<void> {
  try {
    await prepareTarget(findTarget(name));
  } catch (error) {
    if (process.env.CI || !(error instanceof Failure)) throw error;
    skip(context, error.message.replace(/\n/g, " "));
  }
}

describe("tinyxs bench", () => {
  const folder = temporaryFolder();
  const model = join(folder, "model.tflite");
  before(() => writeFileSync(model, buildModel(classifier())));

  it("tells what a model takes, the same every time", async function () {
    await needTarget(this, "cortex-m4");
    await needTarget(this, "riscv32");
    const args = ["bench", model, "--target", "cortex-m4", "riscv32", "--json"];
    const { status, stdout, stderr } = tinyxs(args);
    assert.equal(status, 0, stderr);
    const results = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as BenchResult);
    assert.deepEqual(
      results.map(({ target }) => target),
      ["cortex-m4", "riscv32"],
    );
    for (const result of results) {
      assert.equal(result.model, model);
      assert.equal(result.mode, "interpreter");
      assert.equal(result.macs, 36 * 4 * 18 + 3 * 144);
      const { operators, instructions, memory, stack, flash, flashParts } = result;
      assert.deepEqual(
        operators.map(({ name, macs }) => [name, macs]),
        [
          ["CONV_2D", 36 * 4 * 18],
          ["ADD", 0],
          ["FULLY_CONNECTED", 3 * 144],
          ["SOFTMAX", 0],
        ],
      );
      const profiled = operators.reduce((sum, one) => sum + one.instructions, 0);
      assert.ok(instructions > 5 * result.macs && instructions < 60 * result.macs, `${instructions}`);
      assert.ok(profiled > 0.9 * instructions && profiled < 1.1 * instructions, `${profiled} of ${instructions}`);
      assert.ok(result.load > 10_000 && result.measure > 10_000);
      assert.ok(result.arena >= memory.structures + memory.variables + memory.activations);
      assert.ok(stack && stack.run > 100 && stack.run < 4096 && stack.load > 300 && stack.load < 8192);
      assert.ok(flash && flash > 10_000 && flash < 100_000 && flashParts);
      assert.equal(
        Object.values(flashParts).reduce((sum, bytes) => sum + bytes, 0),
        flash,
      );
      assert.ok(flashParts["operator add"] && flashParts.engine && !flashParts["operator svdf"]);
    }
    assert.equal(tinyxs(args).stdout, stdout);
  });

  it("counts on the desktop", async function () {
    await needTarget(this, "host");
    const { status, stdout, stderr } = tinyxs(["bench", model, "--target", "host", "--json"]);
    assert.equal(status, 0, stderr);
    const { instructions, operators, flash, stack } = JSON.parse(stdout) as BenchResult;
    assert.ok(instructions > 10_000 && instructions < 200_000);
    assert.deepEqual([operators.length, flash, stack], [4, null, null]);
  });

  it("counts cycles of an RP2040", async function () {
    await needTarget(this, "cortex-m0plus");
    const { status, stdout, stderr } = tinyxs(["bench", model, "--target", "cortex-m0plus", "--json"]);
    assert.equal(status, 0, stderr);
    const { instructions, cycles } = JSON.parse(stdout) as BenchResult;
    assert.ok(cycles && cycles > instructions && cycles < 3 * instructions, `${cycles} cycles, ${instructions}`);
  });

  it("runs all frames of the inputs with the model's state kept, and shows a table", async function () {
    await needTarget(this, "cortex-m4");
    const [file, input] = [join(folder, "counter.tflite"), join(folder, "in.bin")];
    writeFileSync(file, buildModel(counter()));
    writeFileSync(input, Int32Array.of(1, 2, 3));
    const { status, stdout, stderr } = tinyxs(["bench", file, "--input", input]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /counter\.tflite on cortex-m4: [\d,]+ instructions a run\n.*operator .*\n[^]* ADD +[\d,]+ /);
    for (const word of ["loading", "arena", "stack", "flash"]) assert.match(stdout, new RegExp(`^ {2}${word} `, "m"));
  });

  it("fails when outputs are wrong", async function () {
    await needTarget(this, "cortex-m4");
    const golden = [Buffer.from([1, 2, 3, 1, 2, 3, 1, 2, 3])];
    await assert.rejects(
      benchModel(model, findTarget("cortex-m4"), { golden }, folder),
      /model\.tflite: on cortex-m4, output 0 differs from the golden ones, first at byte \d/,
    );
  });

  it("tells what is wrong with its arguments", () => {
    const [broken, short] = [join(folder, "broken.tflite"), join(folder, "short.bin")];
    writeFileSync(broken, "GIF89a");
    writeFileSync(short, "abc");
    for (const [args, expected, about] of [
      [[], 2, /takes one or several \.tflite files, or --features/],
      [[model, "--target", "toaster"], 2, /--target toaster: there is no such target.*host, .*cortex-m4/],
      [[model, "--features", "log-mel"], 2, /--features takes neither a model nor/],
      [["--features", "mfcc"], 2, /--features mfcc: there is no such front end: give log-mel/],
      [["--calls", "--target", "riscv32"], 2, /--calls is for cortex-m4 only/],
      [[model, model, "--input", short], 2, /--input takes one model only/],
    ] as const) {
      const { status, stdout, stderr } = tinyxs(["bench", ...args]);
      assert.deepEqual([status, stdout], [expected, ""], stderr);
      assert.match(stderr, about);
    }
  });

  it("tells what is wrong with its files", async function () {
    await needTarget(this, "cortex-m4");
    for (const [args, about] of [
      [[join(folder, "nowhere.tflite")], /nowhere\.tflite: there is no such file/],
      [
        [join(folder, "broken.tflite")],
        /broken\.tflite: on cortex-m4, the model has only 6 bytes: it is empty or truncated/,
      ],
      [[model, "--input", join(folder, "short.bin")], /short\.bin: has 3 bytes; tensor image takes 72 bytes a frame/],
      [[model, "--input", join(folder, "gone.bin")], /gone\.bin: there is no such file/],
    ] as const) {
      const { status, stdout, stderr } = tinyxs(["bench", ...args]);
      assert.deepEqual([status, stdout], [1, ""], stderr);
      assert.match(stderr, about);
    }
  });

  it("names the tools that are missing", () => {
    const run = (target: string): string => {
      const main = join(root, "dist/tools/main.js");
      const { status, stderr } = execute(process.execPath, [main, "bench", model, "--target", target], {
        PATH: folder,
      });
      assert.equal(status, 1);
      return stderr;
    };
    assert.match(run("riscv32"), /riscv32 needs riscv64-unknown-elf-gcc and qemu-system-riscv32\.\n.*apt-get install/);
    assert.match(run("host"), /needs valgrind.*\n.*apt-get install valgrind/);
  });

  it("counts the audio front end", async function () {
    await needTarget(this, "riscv32");
    const { status, stdout, stderr } = tinyxs(["bench", "--features", "log-mel", "--target", "riscv32", "--json"]);
    assert.equal(status, 0, stderr);
    const { features, perSecond, create } = JSON.parse(stdout) as FeatureResult;
    assert.equal(features, "log-mel");
    assert.ok(perSecond > 1e6 && perSecond < 1e8 && create > 1e4);
  });
});

describe("the recorded counts", () => {
  const folder = temporaryFolder();
  /** Counted in every run of the tests; `npm run bench` counts on all. */
  const targets = ["cortex-m4", "riscv32"];
  /** Those that run more than a few seconds are left to `npm run bench`. */
  const large = ["mlperf_ic_int8", "mlperf_vww_int8", "person_detect"];
  const results = readResults();

  before(function () {
    const compilers = Object.entries(readCompilers()).filter(([name]) => name !== "cc");
    const others = compilers.filter(([name, version]) => results.compilers[name] !== version);
    const what = others.map(([name, version]) => `${name} ${version}, not ${results.compilers[name]}`).join(", ");
    if (what) skip(this, `the counts are for other compilers than ${what}`);
  });

  for (const name of Object.keys(results.models).filter((name) => !large.includes(name)))
    it(`${name} takes on ${targets.join(" and ")} what it took`, async function () {
      const model = listModels().find((one) => one.name === name);
      if (!model) return void needShared(this, "models", name, "model.tflite");
      for (const target of targets) {
        await needTarget(this, target);
        const figures = await countModel(model, findTarget(target), folder);
        check(compareFigures(`${name} on ${target}`, results.models[name]?.[target], figures));
      }
    });

  it("names the arena that a desktop computes for every board", async function () {
    const boards = Object.keys(Object.values(results.models)[0] ?? {}).filter((name) => name !== "host");
    assert.ok(boards.length >= 6, boards.join());
    for (const model of listModels()) {
      const prepared = await prepareModel(model.file, folder);
      const { "32": desktop } = (await runEngine(["measure", prepared])) as Record<string, { arena: number }>;
      for (const board of boards)
        assert.equal(results.models[model.name]?.[board]?.arena, desktop?.arena, `${model.name} on ${board}`);
    }
  });

  it("log-mel takes what it took", async function () {
    for (const target of targets) {
      await needTarget(this, target);
      const result = await benchLogMel(findTarget(target), folder);
      check(compareFigures(`log-mel on ${target}`, results["log-mel"][target], featureFigures(result)));
    }
  });

  it("calls from JavaScript take what they took", async function () {
    await needTarget(this, "cortex-m4");
    check(compareFigures("calls on cortex-m4", results.calls["cortex-m4"], callFigures(await benchCalls(folder))));
  });

  it("are there for every model and target", () => {
    assert.ok(Object.keys(results.models).length >= 15);
    for (const [name, figures] of Object.entries(results.models))
      assert.deepEqual(Object.keys(figures).sort(), targetNames().sort(), name);
    assert.deepEqual(Object.keys(results["log-mel"]).sort(), targetNames().sort());
  });

  it("are in docs/performance.md", async () => {
    assert.equal(readFileSync(pageFile, "utf8"), await writePage(), "run `npm run bench -- --write`");
  });

  it("are noticed when they change", () => {
    const was = { instructions: 1000, arena: 100 };
    assert.deepEqual(compareFigures("x", was, { instructions: 1010, arena: 100 }), []);
    assert.deepEqual(compareFigures("x", was, { instructions: 1011, arena: 99 }), [
      "x: instructions was 1000, is 1011 (+1.1 %)",
      "x: arena was 100, is 99 (-1.0 %)",
    ]);
    assert.match(compareFigures("x", was, { instructions: 980, arena: 100 }).join(), /is 980 \(-2\.0 %\)/);
    assert.equal(compareFigures("x", was, { instructions: 1000 }).length, 1);
  });

  function check(changes: readonly string[]): void {
    assert.deepEqual(changes, [], "`npm run bench -- --write` records what is better; what is worse needs a reason");
  }
});
