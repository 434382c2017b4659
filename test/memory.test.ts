// SPDX-License-Identifier: Apache-2.0
// The memory that is measured is what loading takes, to 16 bytes: on the desktop and with pointers of 4 bytes, of models as they are and
// prepared.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { execute } from "./support/cli.js";
import { parseCounts } from "./support/counts.js";
import { program, root, shared, skip, temporaryFolder } from "./support/environment.js";
import { buildModel } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

/** Every .tflite file below a folder. */
function list(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tflite") && !name.includes("node_modules"))
    .map((name) => join(folder, name))
    .sort();
}

const publicModels = list(join(shared, "models"));
const others = ["apps", "test/converter"].flatMap((name) => list(join(root, name)));

/** Of models so small that what each model has, 92 bytes, is more than what their operators leave: bytes of structures. */
const small: Readonly<Record<string, number>> = { hello_world_float: 432, simple_add_model: 176 };

describe("memory", () => {
  const folder = temporaryFolder();
  const own: string[] = [];
  before(() => {
    mkdirSync(folder, { recursive: true });
    for (const [name, make] of Object.entries({ classifier, counter })) {
      own.push(join(folder, `${name}.tflite`));
      writeFileSync(own.at(-1) ?? "", buildModel(make()));
    }
  });

  function measure(program: string, file: string): Readonly<Record<string, number>> {
    const { status, signal, stdout, stderr } = execute(program, [file]);
    assert.deepEqual([signal ?? status, stderr], [0, ""], file);
    return parseCounts(stdout);
  }

  it("is what loading takes, under sanitizers", async function () {
    if (publicModels.length === 0) skip(this, `there are no models in ${shared}`);
    const memory = await program("memory", true);
    const large = /mlperf_ic|mlperf_vww|person_detect/;
    for (const file of [...publicModels, ...others, ...own].filter((name) => !large.test(name))) measure(memory, file);
  });

  it("is what the desktop says it is with pointers of 4 bytes; files are prepared to the same bytes", async function () {
    const compiler = spawnSync(process.env.CC ?? "cc", ["-m32", "-xc", "-", "-o", join(folder, "m32")], {
      input: '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n',
    });
    if (compiler.status !== 0) skip(this, "the compiler has no -m32: sudo apt-get install gcc-multilib");
    const [wide, narrow] = [await program("memory"), await program("memory-32")];
    for (const file of [...publicModels, ...others, ...own]) {
      // Outputs of float models come of the C library's functions, which are others there.
      const [facts, facts32] = [wide, narrow].map((program) => measure(program, file));
      assert.deepEqual([facts?.bits, facts32?.bits], [64, 32]);
      assert.deepEqual({ ...facts32, bits: 64 }, facts, file);
    }
  });

  it("has small structures on targets with pointers of 4 bytes", async () => {
    const memory = await program("memory");
    for (const file of publicModels) {
      const facts = measure(memory, file);
      const [structures = Infinity, operators = 0, tensors = 0] = [
        facts["prepared-structures-32"],
        facts.operators,
        facts["runtime-tensors"],
      ];
      const most = small[basename(dirname(file))] ?? 96 * operators + 24 * tensors;
      assert.ok(structures <= most, `${file}: ${structures} bytes, not ${most}`);
      const [plain = 0, prepared = Infinity] = [facts["plain-arena-32"], facts["prepared-arena-32"]];
      assert.ok(prepared <= plain, `${file}: prepared it takes ${prepared} bytes, before ${plain}`);
    }
  });
});
