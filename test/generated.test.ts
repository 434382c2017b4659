// SPDX-License-Identifier: Apache-2.0
// What is made from tables and committed: `npm run generate` makes it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateFiles } from "../tools/generate/files.js";
import { readSchema } from "../tools/generate/schema.js";
import { execute } from "./support/cli.js";
import { root } from "./support/environment.js";
import { makeNatives, nativesPath } from "./support/natives.js";

const files = { ...generateFiles(), [nativesPath]: makeNatives() };

describe("generated sources", () => {
  for (const [path, text] of Object.entries(files))
    it(`${path} is fresh`, () => {
      assert.ok(readFileSync(join(root, path), "utf8") === text, `${path} is stale: \`npm run generate\``);
    });

  it("gives tinyxs.h's types the schema's numbers", () => {
    const types = readSchema().find(({ name }) => name === "TensorType")?.numbers ?? [];
    const known = types.filter(([, number]) => number <= 17); // later ones are none of the engine's
    assert.equal(known.length, 18);
    const source = [
      '#include "engine/schema.h"',
      '#include "tinyxs.h"',
      ...known.map(([name]) => `_Static_assert((int)TINYXS_${name} == TENSOR_TYPE_${name}, "${name}");`),
    ].join("\n");
    const includes = ["native", "native/include"].map((folder) => `-I${join(root, folder)}`);
    const options = ["-x", "c", "-fsyntax-only", ...includes, "-"];
    const { status, stderr } = execute(process.env.CC ?? "cc", options, {}, source);
    assert.equal(status, 0, stderr);
  });
});
