// SPDX-License-Identifier: Apache-2.0
// The fuzzer, for a while: a minute in CI, some seconds elsewhere. `npm run fuzz` runs it as long as you like.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { execute } from "./support/cli.js";
import { root, skip } from "./support/environment.js";

const seconds = Number(process.env.TINYXS_FUZZ_SECONDS ?? (process.env.CI ? 60 : 10));

describe("fuzzing", () => {
  it(`the reader, the planner and the operators for ${seconds} seconds`, function () {
    this.timeout((seconds + 600) * 1000);
    if (spawnSync("clang", ["--version"]).status !== 0) {
      assert.ok(!process.env.CI, "clang is missing");
      skip(this, "clang is missing: sudo apt-get install clang libclang-rt-14-dev");
    }
    const { status, stderr } = execute(process.execPath, ["test/fuzz.mjs", String(seconds)], {}, "", root);
    assert.equal(status, 0, stderr.slice(-4000));
  });
});
