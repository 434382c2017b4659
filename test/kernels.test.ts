// Kernels on random shapes and options: the build that ships equals the plain reference kernels byte for byte, and, where an
// operator's arithmetic is cheap to state in exact numbers, equals that.
import assert from "node:assert/strict";
import { bytesOf, run, runApart, writeCase } from "./support/engines.js";
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
      family.check(cases, (one) => {
        writeCase(one, folder);
        const actual = run(engine, one, folder);
        assert.deepEqual(actual, run(reference, one, folder), "differs from the reference kernels");
        if (one.expected) assert.deepEqual(actual, bytesOf(one.expected()), "differs from exact arithmetic");
        if (one.apart)
          assert.deepEqual(actual, runApart(engine, one, folder), "differs from its operators run one by one");
      });
    });
  }
});
