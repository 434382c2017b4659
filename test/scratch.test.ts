// SPDX-License-Identifier: Apache-2.0
// Kernels that want scratch memory get it where it fits without a byte more of arena, and nowhere else.
import assert from "node:assert/strict";
import { parseCounts } from "./support/counts.js";
import { execute } from "./support/cli.js";
import { needShared, program } from "./support/environment.js";

/** Layers of each model that may want scratch, and how many of them run while memory is at its peak. */
const models: Readonly<Record<string, readonly [layers: number, atPeak: number]>> = {
  hello_world_int8: [3, 3],
  keyword_scrambled_8bit: [5, 0],
  micro_speech_quantized: [2, 1],
  mlperf_ad_int8: [10, 2],
  mlperf_ic_int8: [10, 1],
  mlperf_kws_int8: [10, 8],
  mlperf_sww_int8: [9, 1],
  mlperf_vww_int8: [28, 1],
  mww_v2_okay_nabu: [12, 0],
  mww_v2_vad: [8, 0],
  person_detect: [28, 1],
};
/** Run without sanitizers: a run takes long. */
const large = ["mlperf_ic_int8", "mlperf_vww_int8", "person_detect"];

describe("scratch memory of kernels", () => {
  for (const [name, [layers, atPeak]] of Object.entries(models))
    it(name, async function () {
      const file = needShared(this, "models", name, "model.tflite");
      const { status, stdout, stderr } = execute(await program("scratch", !large.includes(name)), [file]);
      assert.deepEqual([status, stderr], [0, ""]);
      const counts = parseCounts(stdout);
      assert.deepEqual([counts.layers, counts["at-peak"]], [layers, atPeak]);
      assert.ok((counts.refused ?? 0) > 0 && (atPeak === layers || (counts.given ?? 0) > 0));
      const measured = execute(await program("tinyxs-engine"), ["measure", file]).stdout;
      const targets = JSON.parse(measured) as Readonly<Record<string, { readonly arena: number }>>;
      assert.equal(counts.arena, targets[64]?.arena, "the arena of the portable kernels");
    });
});
