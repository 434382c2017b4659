// Apps as firmware on emulated boards: they print what they print in the simulator.
import assert from "node:assert/strict";
import { join } from "node:path";
import { boardNames } from "../tools/board/boards.js";
import type { RunFigures } from "../tools/board/run.js";
import { execute } from "./support/cli.js";
import { needBoard } from "./support/boards.js";
import { needShared, program, root } from "./support/environment.js";
import { output, parseLines, run } from "./support/run.js";

const app = "apps/wake-word";
/** What a first run says, and what one of a board that is slower than the recording does. */
const notes = /^(Building .*\n)*(note: at \d+ MHz this board doesn't keep up.*\n)?$/;

function onBoard(board: string, ...args: string[]): string {
  const { status, stdout, stderr } = run(app, ["--board", board, "--json", ...args]);
  assert.equal(status, 0, stderr);
  assert.match(stderr, notes);
  return stdout;
}

describe("emulated boards", function () {
  this.timeout(600000);
  before(() => program("tinyxs-simulator"));

  it("are six", () =>
    assert.deepEqual(boardNames(), [
      ...["cortex-m0plus", "cortex-m33", "cortex-m4", "cortex-m55", "cortex-m7", "riscv32"],
    ]));

  for (const board of ["cortex-m4", "cortex-m7"])
    it(`${board} hears in the demo what the simulator hears`, function () {
      needBoard(this, board);
      const expected = output(app, ["--json"]);
      assert.equal(expected.split("\n").length, 9);
      assert.equal(onBoard(board), expected);
    });

  for (const board of ["cortex-m33", "cortex-m55", "riscv32"])
    for (const word of ["yes", "no"])
      it(`${board} hears "${word}" as the simulator does`, function () {
        needBoard(this, board);
        const audio = ["--audio", needShared(this, "recordings", `${word}_1000ms.wav`), "silence:0.5"];
        const expected = output(app, ["--json", ...audio]);
        assert.match(expected, new RegExp(`"${word}"`));
        assert.equal(onBoard(board, ...audio), expected);
      });

  it("cortex-m0plus hears a word as the simulator does, with no unaligned access", function () {
    needBoard(this, "cortex-m0plus");
    const audio = ["--audio", needShared(this, "recordings", "yes_1000ms.wav")];
    const expected = output(app, ["--json", ...audio]);
    assert.equal(expected.split("\n").length, 2);
    // Its 4.5 seconds are enough for the 1.3 s until the word is reported; the emulator takes twenty times as long.
    assert.equal(onBoard("cortex-m0plus", ...audio, "--seconds", "4.5"), expected);
  });

  it("repeat a run exactly, instruction counts included", function () {
    needBoard(this, "cortex-m4");
    const [first, second] = [1, 2].map(() => onBoard("cortex-m4", "--figures", "--audio", "silence:0.5"));
    assert.equal(first, second);
    const [line] = parseLines<{ figures: RunFigures }>(first ?? "");
    assert.ok(line && line.figures.busyMicroseconds > 1000);
  });

  it("are named when there is no such board", () => {
    const { status, stderr } = run(app, ["--board", "toaster"]);
    assert.equal(status, 2);
    assert.match(stderr, /--board toaster: .*cortex-m0plus, .*riscv32/);
  });

  it("tell which packages are missing", () => {
    const command = join(root, "dist/tools/main.js");
    const { status, stderr } = execute(process.execPath, [command, "run", join(root, app), "--board", "riscv32"], {
      PATH: "/nonexistent",
    });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /needs riscv64-unknown-elf-gcc and qemu-system-riscv32\.\nOn Debian or Ubuntu: sudo apt-get install gcc-riscv64/,
    );
  });
});
