// SPDX-License-Identifier: Apache-2.0
// Runs an app of tests in the simulator: every test of modules/test/test.ts becomes one of mocha's.
import assert from "node:assert/strict";
import { join } from "node:path";
import Mocha from "mocha";
import { execute, type Outcome } from "./cli.js";
import { program, root } from "./environment.js";

interface Line {
  readonly test?: string;
  readonly ok?: boolean;
  readonly error?: string;
  /** The last line: how many tests there were. */
  readonly tests?: number;
}

/**
 * Suites of the app's tests in the normal and the sanitizer build of the simulator. The app fails as a whole if it breaks off,
 * says nothing, or ends with an error.
 */
export function describeApp(folder: string): void {
  for (const sanitize of [false, true])
    describe(`${folder} on XS${sanitize ? " with sanitizers" : ""}`, () => {
      let check: () => void;
      before(async function () {
        const { status, stderr, stdout } = await runApp(folder, sanitize);
        const lines = stdout.split("\n").filter(Boolean);
        const results = lines.map((line) => JSON.parse(line) as Line);
        for (const { test, ok, error } of results) {
          if (test === undefined) continue;
          this.test?.parent?.addTest(new Mocha.Test(test, () => assert.ok(ok, error && shorten(error))));
        }
        check = () => {
          assert.equal(status, 0, stderr);
          const last = results.at(-1)?.tests;
          assert.ok(last !== undefined, `the app ended after "${results.at(-1)?.test ?? "nothing"}"\n${stderr}`);
          assert.equal(results.length, last + 1);
          if (sanitize) assert.match(stderr, /AddressSanitizer exit stats/, "the simulator was another one");
        };
      });

      it("runs to its end", () => check());
    });
}

async function runApp(folder: string, sanitize: boolean): Promise<Outcome> {
  const env: NodeJS.ProcessEnv = {};
  if (sanitize) {
    await program("tinyxs-simulator", true);
    env.TINYXS_SANITIZE = "1";
    env.ASAN_OPTIONS = "detect_leaks=0:atexit=1";
  }
  const main = join(root, "dist/tools/main.js");
  return execute(process.execPath, [main, "run", join(root, folder), "--json"], env);
}

/** Positions in a stack as paths within the package. */
function shorten(stack: string): string {
  return stack.replace(/\(\S*(?=modules\/)/g, "(");
}
