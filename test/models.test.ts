// SPDX-License-Identifier: Apache-2.0
// The public models: every golden output of TensorFlow Lite Micro's reference kernels, through `tinyxs invoke`, and memory.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyxs } from "./support/cli.js";
import { assertEqual } from "./support/compare.js";
import { needShared, program, shared, temporaryFolder } from "./support/environment.js";

interface Manifest {
  stateful: boolean;
  macs: number;
  arena_used_bytes: number;
  ops: Record<string, number>;
  inputs: { bytes: number }[];
  outputs: { dtype: string; bytes: number }[];
  cases: { frames: number; inputs: string[]; outputs: string[] }[];
}

interface Baseline {
  models: Record<string, Record<string, { arena?: number } | number> | undefined>;
}

const names = [
  "audio_preprocessor_int8",
  "hello_world_float",
  "hello_world_int8",
  "keyword_scrambled_8bit",
  "micro_speech_quantized",
  "mlperf_ad_int8",
  "mlperf_ic_int8",
  "mlperf_kws_int8",
  "mlperf_sww_int8",
  "mlperf_vww_int8",
  "mww_v2_okay_nabu",
  "mww_v2_vad",
  "person_detect",
  "simple_add_model",
];

function readManifest(context: Mocha.Context, name: string): Manifest {
  return JSON.parse(readFileSync(needShared(context, "models", name, "manifest.json"), "utf8")) as Manifest;
}

/** What TensorFlow Lite Micro's arena takes on Cortex-M4, or on the desktop if that isn't known. */
function readArena(name: string, manifest: Manifest): number {
  const file = join(shared, "bench", "baseline.json");
  const baseline = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Baseline) : { models: {} };
  const figures = baseline.models[name]?.["cortex-m4 reference"];
  return (typeof figures === "object" ? figures.arena : undefined) ?? manifest.arena_used_bytes;
}

for (const sanitize of [false, true]) {
  describe(`public models${sanitize ? " with sanitizers" : ""}`, () => {
    const folder = temporaryFolder();
    let engine: string;
    before(async () => {
      engine = await program("tinyxs-engine", sanitize);
    });

    for (const name of names) {
      it(name, function () {
        const manifest = readManifest(this, name);
        const model = join(shared, "models", name, "model.tflite");
        // The cases of a model without state run as frames of one sequence.
        const groups = manifest.stateful ? manifest.cases.map((one) => [one]) : [manifest.cases];
        for (const cases of groups) {
          const join_ = (files: string[]): Buffer =>
            Buffer.concat(files.map((file) => readFileSync(join(shared, "models", name, file))));
          const pick = (kind: "inputs" | "outputs", i: number): Buffer => join_(cases.map((one) => one[kind][i] ?? ""));
          const inputs = manifest.inputs.map((_, i) => {
            const file = join(folder, `in${i}.bin`);
            writeFileSync(file, pick("inputs", i));
            return file;
          });
          const outputs = manifest.outputs.map((_, i) => join(folder, `out${i}.bin`));
          const { status, stdout, stderr } = tinyxs(
            [
              ...["invoke", model, "--json"],
              ...inputs.flatMap((file) => ["--input", file]),
              ...outputs.flatMap((file) => ["--output", file]),
            ],
            engine,
          );
          assert.equal(stderr, "");
          assert.equal(status, 0);
          const frames = cases.reduce((sum, one) => sum + one.frames, 0);
          assert.equal((JSON.parse(stdout) as { frames: number }).frames, frames);
          manifest.outputs.forEach(({ dtype }, i) => {
            assertEqual(readFileSync(outputs[i] ?? ""), pick("outputs", i), dtype === "FLOAT32", `output ${i}`);
          });
        }
      });
    }
  });
}

describe("what the public models need", () => {
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine");
  });

  for (const name of names) {
    it(`${name}: operators, multiply-accumulates, no more memory than TensorFlow Lite Micro`, function () {
      const manifest = readManifest(this, name);
      const { status, stdout, stderr } = tinyxs(
        ["inspect", join(shared, "models", name, "model.tflite"), "--json"],
        engine,
      );
      assert.equal(stderr, "");
      assert.equal(status, 0);
      const { macs, arena, operators, unsupported } = JSON.parse(stdout) as {
        macs: number;
        arena: Record<string, number> | null;
        operators: { name: string; count: number }[];
        unsupported: unknown[];
      };
      assert.deepEqual(unsupported, []);
      assert.equal(macs, manifest.macs);
      assert.deepEqual(
        Object.fromEntries(operators.map((operator) => [operator.name, operator.count])),
        Object.fromEntries(Object.entries(manifest.ops).map(([key, count]) => [key.replace("CUSTOM:", ""), count])),
      );
      const most = readArena(name, manifest);
      assert.ok(arena && (arena["32"] ?? Infinity) <= most, `${arena?.["32"]} bytes of arena, more than ${most}`);
    });
  }
});
