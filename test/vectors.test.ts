// SPDX-License-Identifier: Apache-2.0
// Random models whose outputs TensorFlow Lite Micro gave once (vectors/*.json, made by vectors/generate.ts).
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assertOutputs } from "./support/compare.js";
import { runAll, writeCase } from "./support/engines.js";
import { program, root, temporaryFolder } from "./support/environment.js";
import { groups } from "./support/families.js";
import type { Vector } from "./vectors/vector.js";

describe("TensorFlow Lite Micro's outputs", () => {
  const folder = temporaryFolder();
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine");
  });

  for (const [group, families] of Object.entries(groups)) {
    const vectors = JSON.parse(readFileSync(join(root, `test/vectors/${group}.json`), "utf8")) as Vector[];
    for (const family of families) {
      it(family.name, () => {
        const own = vectors.filter((vector) => vector.family === family.name);
        assert.ok(own.length >= 6, "too few vectors: run vectors/generate.ts");
        const placed = own.map(({ parameters }, i) => ({
          one: family.build(parameters),
          folder: join(folder, `${i}`),
        }));
        for (const { one, folder } of placed) {
          mkdirSync(folder, { recursive: true });
          writeCase(one, folder);
        }
        const outputs = runAll(engine, placed);
        own.forEach(({ output }, i) => {
          const actual = outputs[i];
          assert.ok(actual instanceof Buffer, `vector ${i} is refused: ${actual}`);
          assertOutputs(actual, Buffer.from(output, "base64"), placed[i]?.one, `vector ${i}`);
        });
      });
    }
  }
});
