// SPDX-License-Identifier: Apache-2.0
// Build folders that can't be written to: what has been made is used, and what can't be made says which folder to name instead.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeBuildFolder } from "./support/build.js";
import { execute, type Outcome } from "./support/cli.js";
import { program, root, temporaryFolder } from "./support/environment.js";
import { fixture } from "./support/run.js";

/** Runs the command as somebody whom permissions stop, as they don't stop root. */
function run(build: string): Outcome {
  const privileges = ["-dac_override", "-dac_read_search"].join();
  const limit = process.getuid?.() === 0 ? ["setpriv", `--bounding-set=${privileges}`, `--inh-caps=${privileges}`] : [];
  const [file = "", ...args] = [...limit, process.execPath, join(root, "dist/tools/main.js"), "run", fixture("timers")];
  return execute(file, args, { TINYXS_BUILD: build });
}

function lock(folder: string, mode: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) lock(join(folder, entry.name), mode);
  if (statSync(folder).isDirectory()) chmodSync(folder, mode);
}

describe("a build folder that can't be written to", () => {
  const temporary = temporaryFolder();

  it("is named, with the setting that chooses another", () => {
    const build = join(temporary, "empty");
    mkdirSync(build, { mode: 0o555 });
    const { status, stderr } = run(build);
    assert.equal(status, 1);
    assert.match(stderr, /^error: .*empty: what tinyxs builds can't be written: .*: let TINYXS_BUILD name another/);
  });

  it("does when all has been built", async () => {
    await program("tinyxs-simulator");
    await program("tinyxs-engine");
    const build = makeBuildFolder(join(temporary, "build"));
    const before = run(build);
    assert.deepEqual([before.status, before.stderr], [0, ""]);
    lock(build, 0o555);
    try {
      assert.deepEqual(run(build), before);
    } finally {
      lock(build, 0o755);
    }
  });
});
