// The wake-word app as firmware: every emulated board hears what the simulator hears.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import wavefile from "wavefile";
import { boardNames } from "../tools/board/boards.js";
import { needBoard, runOnBoard } from "./support/boards.js";
import { needShared, program, root, temporaryFolder } from "./support/environment.js";
import { output, run } from "./support/run.js";
import { writeWav } from "./support/wav.js";

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
  before(() => program("tinyxs-simulator"));

  /** Part of the demo: as much as a board can hear in a quarter of a minute. */
  const record = (name: string): string[] => {
    if (name === "cortex-m7" || name === "riscv32") return [];
    if (name === "cortex-m0plus") return ["--audio", cutDemo(join(folder, "word.wav"), 2.8, 3.6)];
    return ["--audio", cutDemo(join(folder, "start.wav"), 0, 4.5)];
  };

  const compare = (name: string, args: readonly string[]): void => {
    const expected = output(app, ["--json", ...args]);
    assert.match(expected, /"label":"yes"/);
    const { status, stdout, stderr } = runOnBoard(name, app, ["--json", ...args]);
    assert.deepEqual([status, stdout, stderr], [0, expected, ""]);
  };

  for (const name of names) {
    const strict = name === "cortex-m0plus" ? ", without one unaligned access" : "";
    it(`${name} prints for the demo what the simulator prints${strict}`, function () {
      this.timeout(600000);
      needBoard(this, name);
      compare(name, record(name));
    });

    it(`${name} prints for a person's yes what the simulator prints${strict}`, function () {
      this.timeout(600000);
      needBoard(this, name);
      compare(name, ["--audio", needShared(this, "recordings", "yes_1000ms.wav")]);
    });
  }

  it("prints the same bytes and takes the same on every run", function () {
    needBoard(this, "cortex-m4");
    const args = ["--json", "--seed", "7", "--audio", cutDemo(join(folder, "again.wav"), 2.5, 3.7)];
    const first = runOnBoard("cortex-m4", app, args);
    assert.ok(first.figures.busyMicroseconds > 0 && first.stdout);
    assert.deepEqual(runOnBoard("cortex-m4", app, args), first);
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
/** Writes a part of the wake-word app's demo, in seconds. */
function cutDemo(file: string, from: number, to: number): string {
  const demo = new wavefile.WaveFile(readFileSync(join(root, "apps/wake-word/recordings/demo.wav")));
  const samples = (demo.getSamples(false, Int16Array) as unknown as Int16Array).slice(from * 16000, to * 16000);
  writeWav(
    file,
    Float64Array.from(samples, (sample) => sample / 32767),
    16000,
  );
  return file;
}
