// SPDX-License-Identifier: Apache-2.0
// Scales per channel as integers equal the doubles that they stand for, bit for bit.
import assert from "node:assert/strict";
import { execute } from "./support/cli.js";
import { program } from "./support/environment.js";
import { parseCounts } from "./support/counts.js";

describe("multipliers and shifts of channels", () => {
  for (const [sanitize, count] of [
    [false, 3_000_000],
    [true, 200_000],
  ] as const)
    it(`equal TensorFlow Lite's, ${count} of each kind${sanitize ? ", with sanitizers" : ""}`, async () => {
      const { status, stdout, stderr } = execute(await program("multipliers", sanitize), [String(count)]);
      assert.deepEqual([status, stderr], [0, ""]);
      const counts = parseCounts(stdout);
      for (const kind of ["any", "usual", "subnormal", "limits", "halves", "wholes", "powers"])
        assert.ok((counts[kind] ?? 0) >= count, kind);
      // Places where rounding and limits are decided: they must have been met.
      for (const place of ["rounded-up-to-a-power", "shift-31", "zero", "shift30", "saturated"])
        assert.ok((counts[place] ?? 0) > count / 50, `${place}: ${counts[place]}`);
    });
});
