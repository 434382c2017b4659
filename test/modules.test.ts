// SPDX-License-Identifier: Apache-2.0
// tinyxs/ml on XS: the tests in modules/ml/test, with models of our own builder.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildMlModels, mlModels } from "./support/ml-models.js";
import { describeApp } from "./support/xs.js";

describe("modules/ml/test/models", () => {
  it("are what test/support/ml-models.ts makes", () => {
    const models = buildMlModels();
    assert.deepEqual(readdirSync(mlModels).sort(), [...models.keys()].sort());
    for (const [name, bytes] of models)
      assert.deepEqual(new Uint8Array(readFileSync(join(mlModels, name))), bytes, name);
  });
});

describeApp("modules/ml/test");
