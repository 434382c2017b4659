// SPDX-License-Identifier: Apache-2.0
// Kernels on random parameters: each of each set equals the reference byte for byte, as shipped and with sanitizers. And the engine
// on random models: the build that ships equals the one with the references only, and, where an operator's arithmetic is cheap
// to state in exact numbers, equals that.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./support/cli.js";
import { bytesOf, runAll, runApart, writeCase } from "./support/engines.js";
import { program, temporaryFolder } from "./support/environment.js";
import { families, groups } from "./support/families.js";

/** Random models per family; more of them for a longer look. */
const cases = Number(process.env.TINYXS_CASES ?? 25);

for (const sanitize of [false, true]) {
  describe(`kernels${sanitize ? " with sanitizers" : ""}`, () => {
    it("equal the reference, and the cheapest that fits is chosen", async () => {
      const drawn = 120 * cases;
      const { status, stdout, stderr } = execute(await program("kernels", sanitize), [String(drawn)]);
      assert.deepEqual([status, stderr], [0, ""]);
      const lines = stdout.trim().split("\n");
      for (const set of ["reference", "portable"])
        assert.ok(
          lines.some((line) => line.startsWith(`${set} `)),
          set,
        );
      assert.ok(lines.includes(`portable conv_2d reference ${drawn}`));
      for (const line of lines) assert.ok(Number(line.split(" ").pop()) > drawn / 3, `fits too few cases: ${line}`);
    });
  });
}

describe("random models", () => {
  const folder = temporaryFolder();
  const layers = new Set(
    [groups.convolutions, groups.elementwise, groups.hybrid, groups.pooling, groups.recurrent].flat(),
  );
  let engine: string;
  let reference: string;
  before(async () => {
    engine = await program("tinyxs-engine");
    reference = await program("tinyxs-engine-reference");
  });

  for (const family of families) {
    it(family.name, () => {
      const samples = family.sample(cases, 2026);
      const placed = samples.map((parameters, i) => ({ one: family.build(parameters), folder: join(folder, `${i}`) }));
      for (const { one, folder } of placed) {
        mkdirSync(folder, { recursive: true });
        writeCase(one, folder);
      }
      const actual = runAll(engine, placed);
      const plain = layers.has(family) ? runAll(reference, placed) : actual;
      placed.forEach(({ one, folder }, i) => {
        const what = JSON.stringify(samples[i]);
        assert.ok(actual[i] instanceof Buffer, `refused: ${String(actual[i])}: ${what}`);
        assert.deepEqual(actual[i], plain[i], `differs from the reference kernels: ${what}`);
        if (one.expected)
          assert.deepEqual(actual[i], bytesOf(one.expected()), `differs from exact arithmetic: ${what}`);
        if (one.apart)
          assert.deepEqual(actual[i], runApart(engine, one, folder), `differs from its operators run apart: ${what}`);
      });
    });
  }
});
