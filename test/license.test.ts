// SPDX-License-Identifier: Apache-2.0
// Every source says under which license it is, so that a copy of one file does, too.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/environment.js";

describe("sources", () => {
  it("name their license in one of the first two lines", function () {
    const { status, stdout } = spawnSync("git", ["ls-files"], { cwd: root, encoding: "utf8" });
    if (status !== 0) this.skip(); // not a checkout
    const sources = stdout
      .split("\n")
      .filter((file) => /\.(c|h|cc|ld|ts|mjs|cjs|py|sh|cmake)$|CMakeLists\.txt$/.test(file))
      .filter(
        (file) => !/^(test\/fixtures|tools\/tflite\/generated|tools\/new\/template)\/|tinyxs_operators\.h$/.test(file),
      );
    const without = sources.filter((file) => {
      const start = readFileSync(join(root, file), "utf8").split("\n", 2).join("\n");
      return !start.includes("SPDX-License-Identifier: Apache-2.0");
    });
    assert.ok(sources.length > 300);
    assert.deepEqual(without, []);
  });
});
