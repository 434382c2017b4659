// Runs an app of tests in the simulator: every test of modules/test/test.ts becomes one of mocha's.
import assert from "node:assert/strict";
import { join } from "node:path";
import Mocha from "mocha";
import { tinyxs } from "./cli.js";
import { root } from "./environment.js";

interface Line {
  readonly test?: string;
  readonly ok?: boolean;
  readonly error?: string;
  /** The last line: how many tests there were. */
  readonly tests?: number;
}

/** A suite of the app's tests. The app fails as a whole if it breaks off, says nothing, or ends with an error. */
export function describeApp(folder: string, ...args: string[]): void {
  describe(`${folder} on XS`, () => {
    let check: () => void;
    before(function () {
      const { status, signal, stdout, stderr } = tinyxs(["run", join(root, folder), "--json", ...args]);
      const lines = stdout.split("\n").filter(Boolean);
      const results = lines.map((line) => JSON.parse(line) as Line);
      for (const { test, ok, error } of results) {
        if (test === undefined) continue;
        this.test?.parent?.addTest(new Mocha.Test(test, () => assert.ok(ok, error)));
      }
      check = () => {
        assert.equal(signal, null, stderr);
        assert.equal(status, 0, stderr);
        const last = results.at(-1)?.tests;
        assert.ok(last !== undefined, `the app ended after ${results.at(-1)?.test ?? "nothing"}\n${stderr}`);
        assert.equal(results.length, last + 1);
      };
    });

    it("runs to its end", () => check());
  });
}
