// Kernels on random shapes and options: the build that ships equals the plain reference kernels byte for byte, and, where an
// operator's arithmetic is cheap to state in exact numbers, equals that.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bytesOf, runAll, runApart, writeCase } from "./support/engines.js";
import { program, temporaryFolder } from "./support/environment.js";
import { families } from "./support/families.js";

/** Random models per family; more of them for a longer look. */
const cases = Number(process.env.TINYXS_CASES ?? 25);

describe("kernels", () => {
  const folder = temporaryFolder();
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
      const plain = runAll(reference, placed);
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
