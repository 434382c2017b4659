// SPDX-License-Identifier: Apache-2.0
// Cortex-M7.
import assert from "node:assert/strict";
import { join } from "node:path";
import { needBoard, runOnBoard } from "../support/boards.js";
import { temporaryFolder } from "../support/environment.js";
import { Random } from "../support/random.js";
import { describeWakeWord } from "../support/wake-word.js";
import { writeWav } from "../support/wav.js";

describeWakeWord("cortex-m7", [0, 4.5]);

describe("apps/wake-word for half a minute on cortex-m7", () => {
  const folder = temporaryFolder();

  it("allocates nothing while it listens: 30 seconds of noise take what 10 take", function () {
    this.timeout(600000);
    needBoard(this, "cortex-m7");
    const random = new Random(419);
    const noise = Float64Array.from({ length: 30 * 16000 }, () => 0.02 * (2 * random.next() - 1));
    const [short, long] = [10, 30].map((seconds) => {
      const file = join(folder, `${seconds}.wav`);
      writeWav(file, noise.subarray(0, seconds * 16000), 16000);
      const { status, stdout, stderr, figures } = runOnBoard("cortex-m7", "apps/wake-word", ["--audio", file]);
      assert.deepEqual([status, stdout, stderr], [0, "", ""]);
      return figures;
    });
    assert.ok(short && long && long.busyMicroseconds > 2 * short.busyMicroseconds);
    const taken = ({ allocations, slots, chunks, heap, xsHeap }: typeof short): number[] => [
      ...[allocations, slots, chunks],
      ...[heap, xsHeap],
    ];
    assert.deepEqual(taken(long), taken(short));
  });
});
