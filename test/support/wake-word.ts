// SPDX-License-Identifier: Apache-2.0
// The wake-word app on a board: it hears what the simulator hears.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import wavefile from "wavefile";
import { needBoard, runOnBoard } from "./boards.js";
import { needShared, root, simulator, temporaryFolder } from "./environment.js";
import { output } from "./run.js";
import { writeWav } from "./wav.js";

const app = "apps/wake-word";

/** The tests of one board. `part` is how much of the demo, in seconds, it can hear in a quarter of a minute; all when left out. */
export function describeWakeWord(board: string, part?: readonly [from: number, to: number]): void {
  describe(`apps/wake-word on ${board}`, function () {
    this.timeout(600000);
    const folder = temporaryFolder();
    before(simulator);

    const compare = (args: readonly string[]): void => {
      const expected = output(app, ["--json", ...args]);
      assert.match(expected, /"label":"yes"/);
      const { status, stdout, stderr } = runOnBoard(board, app, ["--json", ...args]);
      assert.deepEqual([status, stdout, stderr], [0, expected, ""]);
    };
    const strict = board === "cortex-m0plus" ? ", without one unaligned access" : "";

    it(`prints for the demo what the simulator prints${strict}`, function () {
      needBoard(this, board);
      compare(part ? ["--audio", cutDemo(join(folder, "demo.wav"), ...part)] : []);
    });

    if (board === "cortex-m0plus") return; // its emulator is slow, and hears a person's yes in the demo
    it(`prints for a person's yes what the simulator prints${strict}`, function () {
      needBoard(this, board);
      compare(["--audio", needShared(this, "recordings", "yes_1000ms.wav")]);
    });
  });
}

/** Writes a part of the app's demo, in seconds. */
export function cutDemo(file: string, from: number, to: number): string {
  const demo = new wavefile.WaveFile(readFileSync(join(root, app, "recordings/demo.wav")));
  const samples = (demo.getSamples(false, Int16Array) as unknown as Int16Array).slice(from * 16000, to * 16000);
  const signal = Float64Array.from(samples, (sample) => sample / 32767);
  writeWav(file, signal, 16000);
  return file;
}
