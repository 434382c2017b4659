// SPDX-License-Identifier: Apache-2.0
// `tinyxs inspect --target`: the flash that a model takes on a board. test/build.test.ts compares it with a whole image.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { boardNames } from "../tools/board/boards.js";
import type { FlashReport } from "../tools/inspect/flash.js";
import { needBoard } from "./support/boards.js";
import { execute, tinyxs } from "./support/cli.js";
import { program, root, temporaryFolder } from "./support/environment.js";
import { buildModel } from "./support/model.js";
import { classifier } from "./support/networks.js";

describe("tinyxs inspect --target", () => {
  const folder = temporaryFolder();
  const model = join(folder, "model.tflite");
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine");
    writeFileSync(model, buildModel(classifier()));
  });

  it("tells each operator's flash, and what the engine lacks", function () {
    needBoard(this, "cortex-m0plus");
    const file = join(folder, "lacking.tflite");
    const spec = classifier();
    spec.operators[3] = { code: 32, custom: "Telepathy", inputs: [6], outputs: [7] };
    writeFileSync(file, buildModel(spec));
    const { status, stdout, stderr } = tinyxs(["inspect", file, "--target", "cortex-m0plus", "--json"]);
    assert.equal(status, 0, stderr);
    const { flash } = JSON.parse(stdout) as { flash: FlashReport };
    assert.deepEqual(flash.missing, ["Telepathy"]);
    assert.deepEqual(flash.operators.map(({ source }) => source).sort(), ["add.c", "conv_2d.c", "fully_connected.c"]);
    for (const { bytes, operators } of flash.operators) assert.ok(bytes > 300 && bytes < 8000, operators.join());
    assert.ok(flash.engine > 10_000 && flash.engine < 40_000);
    assert.ok(flash.shared > 1000 && flash.shared < 20_000, `shared by operators: ${flash.shared}`);
    assert.equal(flash.model, readFileSync(file).length);
    const parts = [...flash.operators, ...flash.kernels].reduce((sum, { bytes }) => sum + bytes, 0);
    assert.equal(flash.total, parts + flash.shared + flash.engine + flash.cLibrary + flash.model);
    const shown = tinyxs(["inspect", file, "--target", "cortex-m0plus"]).stdout;
    assert.match(shown, /flash on cortex-m0plus\n[^]* CONV_2D +[\d,]+\n[^]*engine +[\d,]+\n[^]*lacks: Telepathy/);
  });

  it("names the boards when there is no such board", () => {
    const { status, stderr } = tinyxs(["inspect", model, "--target", "toaster"]);
    assert.equal(status, 2);
    for (const name of boardNames()) assert.ok(stderr.includes(name), name);
  });

  it("names the cross compiler when it is missing", () => {
    const arguments_ = [join(root, "dist/tools/main.js"), "inspect", model, "--target", "riscv32", "--json"];
    const env = { PATH: folder, TINYXS_ENGINE: engine };
    const { status, stdout, stderr } = execute(process.execPath, arguments_, env);
    assert.deepEqual([status, stdout], [1, ""]);
    const { error } = JSON.parse(stderr) as { error: { message: string } };
    assert.match(error.message, /riscv32 needs riscv64-unknown-elf-gcc\.\n.*apt-get install gcc-riscv64-unknown-elf/);
  });
});
