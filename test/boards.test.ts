// SPDX-License-Identifier: Apache-2.0
// Apps as firmware, whatever the board: images, options, missing tools. boards/ has what each board must do.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { boardNames } from "../tools/board/boards.js";
import { buildFolder } from "../tools/toolchain/folders.js";
import { needBoard, runOnBoard } from "./support/boards.js";
import { root, simulator, temporaryFolder } from "./support/environment.js";
import { run } from "./support/run.js";
import { cutDemo } from "./support/wake-word.js";

const app = "apps/wake-word";
const names = ["cortex-m0plus", "cortex-m33", "cortex-m4", "cortex-m55", "cortex-m7", "riscv32"];

/** What its tools are in Debian. */
const arm = "gcc-arm-none-eabi libnewlib-arm-none-eabi";
const packages: Record<string, string> = {
  "cortex-m0plus": arm,
  riscv32: "gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc",
};

describe("apps/wake-word on a board", () => {
  const folder = temporaryFolder();
  before(simulator);

  it("prints the same bytes and takes the same on every run, of an image that is linked once", function () {
    needBoard(this, "cortex-m4");
    const args = ["--json", "--seed", "7", "--audio", cutDemo(join(folder, "again.wav"), 2.5, 3.7)];
    const first = runOnBoard("cortex-m4", app, args);
    const images = globImages("wake-word", "cortex-m4");
    assert.ok(images.length);
    assert.ok(first.figures.busyMicroseconds > 0 && first.stdout);
    assert.deepEqual(runOnBoard("cortex-m4", app, args), first);
    assert.deepEqual(globImages("wake-word", "cortex-m4"), images);
    // Another model makes another image.
    const model = join(folder, "other.tflite");
    writeFileSync(model, Buffer.concat([readFileSync(join(root, app, "wake-word.tflite")), Buffer.from(randomUUID())]));
    assert.equal(runOnBoard("cortex-m4", app, [...args, "--model", model]).stdout, first.stdout);
    assert.equal(globImages("wake-word", "cortex-m4").length, images.length + 1);
  });
});

describe("tinyxs run --board", () => {
  it("lists the boards when asked for another", () => {
    assert.deepEqual(boardNames(), names);
    const { status, stdout, stderr } = run(app, ["--board", "nothing"]);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.ok(stderr.includes(`--board nothing: there is no such board: give one of ${names.join(", ")}\n`), stderr);
  });

  for (const name of names)
    it(`says what to install for ${name} when its tools are missing`, () => {
      const { status, stdout, stderr } = run(app, ["--board", name], { PATH: "/nonexistent" });
      assert.deepEqual([status, stdout], [1, ""]);
      const line = `On Debian or Ubuntu: sudo apt-get install ${packages[name] ?? `${arm} qemu-system-arm`}\n`;
      assert.ok(stderr.includes(`The board ${name} needs `) && stderr.endsWith(line), stderr);
    });

  it("refuses what only the simulator has, and figures without a board", () => {
    for (const [args, message] of [
      [["--board", "cortex-m4", "--heap", "2048"], /--heap is for the simulator: leave it out with --board/],
      [["--board", "cortex-m4", "--bundle"], /--bundle is for the simulator/],
      [["--figures"], /--figures is for boards: add --board/],
    ] as const) {
      const { status, stdout, stderr } = run(app, args);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, message);
    }
  });
});

/** The images of an app for a board that are kept, with the times they were made. */
function globImages(app: string, board: string): string[] {
  const runs = join(buildFolder, "run");
  return readdirSync(runs)
    .filter((name) => name.startsWith(`${app}-`))
    .flatMap((name) => readdirSync(join(runs, name)).map((image) => join(runs, name, image)))
    .filter((path) => basename(path).startsWith(`${board}-`))
    .map((path) => `${path} ${statSync(join(path, "image.elf")).mtimeMs}`);
}
