// Random models whose outputs TensorFlow Lite Micro gave once (vectors/*.json, made by vectors/generate.ts).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TensorType } from "../tools/tflite/generated/tensor-type.js";
import { assertEqual } from "./support/compare.js";
import { run, writeCase } from "./support/engines.js";
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
        own.forEach(({ parameters, output }, i) => {
          const one = family.build(parameters);
          writeCase(one, folder);
          const float = one.model.tensors[one.model.outputs[0] ?? -1]?.type === TensorType.FLOAT32;
          assertEqual(run(engine, one, folder), Buffer.from(output, "base64"), float, `vector ${i}`);
        });
      });
    }
  }
});
