// SPDX-License-Identifier: Apache-2.0
// Where the engine places tensors and scratch: against plain searches on random graphs, and in steps that grow with the graph.
import assert from "node:assert/strict";
import { parseCounts } from "./support/counts.js";
import { execute } from "./support/cli.js";
import { program } from "./support/environment.js";

describe("placement", () => {
  for (const sanitize of [false, true])
    it(`is right, low and quick to find${sanitize ? ", with sanitizers" : ""}`, async () => {
      const cases = sanitize ? 60 : 300;
      const { status, stdout, stderr } = execute(await program("placement", sanitize), [String(cases)]);
      assert.deepEqual([status, stderr], [0, ""]);
      const { best = 0, "wasted-per-million": wasted = 1e6, ...steps } = parseCounts(stdout);
      assert.ok(best >= 0.98 * cases, `of ${cases} with up to 6 rings, ${best} are placed as low as any order does`);
      assert.ok(wasted < 8000, `${wasted} bytes of a million above the bound`);
      assert.equal(Object.keys(steps).length, 7);
    });
});
