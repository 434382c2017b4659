// SPDX-License-Identifier: Apache-2.0
// The mutants of `npm run test:mutants`, which takes long: here only that each can be made, and that somebody looks for it.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mutants } from "./mutants/all.js";
import { root } from "./support/environment.js";

describe("mutants", () => {
  it("break code that is there once, and name tests that are there", () => {
    assert.ok(mutants.length > 70);
    for (const { file, protects, from, to, tests } of mutants) {
      assert.equal(readFileSync(join(root, file), "utf8").split(from).length, 2, `${file}: ${protects}`);
      assert.notEqual(from, to, protects);
      assert.ok(existsSync(join(root, "test", `${tests[0]}.test.ts`)), tests[0]);
      new RegExp(tests[1]);
    }
    assert.equal(new Set(mutants.map(({ protects }) => protects)).size, mutants.length);
  });
});
