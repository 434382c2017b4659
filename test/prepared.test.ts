// SPDX-License-Identifier: Apache-2.0
// Prepared models whose additions are damaged: an error, or the same outputs with exactly the memory that is measured.
import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseCounts } from "./support/counts.js";
import { execute } from "./support/cli.js";
import { needShared, program, temporaryFolder } from "./support/environment.js";
import { buildModel, type ModelSpec } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

/** Random damage to each model. */
const times = Number(process.env.TINYXS_SEEDS ?? 2000);

describe("damaged prepared models", () => {
  const folder = temporaryFolder();
  let checked: string;
  let quick: string;
  let malformed: string;
  let engine: string;
  before(async () => {
    checked = await program("prepared", true);
    quick = await program("prepared");
    malformed = await program("malformed", true);
    engine = await program("tinyxs-engine");
  });

  function survives(program: string, file: string, count: number): Readonly<Record<string, number>> {
    const { status, signal, stdout, stderr } = execute(program, [file, String(count)]);
    assert.equal(stderr, "");
    assert.equal(signal ?? status, 0);
    const counts = parseCounts(stdout);
    assert.ok((counts.refused ?? 0) > count / 10 && (counts.same ?? 0) > 0, stdout);
    return counts;
  }

  function write(name: string, spec: ModelSpec): string {
    const file = join(folder, `${name}.tflite`);
    writeFileSync(file, buildModel(spec));
    return file;
  }

  for (const [name, make] of Object.entries({ classifier, counter }))
    it(`a ${name}, every value of every byte`, () => {
      const file = write(name, make());
      survives(checked, file, times);
      survives(quick, file, 1_000_000);
    });

  it("two of the name", () => {
    const twice = { ...classifier(), metadata: { tinyxt: Uint8Array.of(1, 2, 3, 4), min: new Uint8Array(16) } };
    assert.equal(survives(checked, write("twice", twice), times).twice, 1);
  });

  it("every bit of what was put before the model, and all lengths of that", () => {
    const [file, prepared] = [write("before", counter()), join(folder, "prepared.tflite")];
    assert.equal(execute(engine, ["prepare", file, "--output", prepared]).stderr, "");
    const added = statSync(prepared).size - statSync(file).size;
    for (const [kind, count] of [
      ["flips", 8 * added],
      ["bytes", 255 * added],
      ["cuts", added],
    ] as const) {
      const { status, stderr } = execute(malformed, [kind, prepared, "0", String(count)]);
      assert.deepEqual([status, stderr], [0, ""], kind);
    }
  });

  for (const name of ["hello_world_int8", "mww_v2_okay_nabu", "mlperf_kws_int8", "audio_preprocessor_int8"])
    it(name, function () {
      const file = needShared(this, "models", name, "model.tflite");
      survives(checked, file, statSync(file).size < 100_000 ? Math.min(times, 500) : 100);
      survives(quick, file, times);
    });
});
