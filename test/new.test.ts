// SPDX-License-Identifier: Apache-2.0
// `tinyxs new` from a checkout: the app it makes, and when it makes none. test/package.test.ts has what it does when installed.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { makeBuildFolder } from "./support/build.js";
import { tinyxs } from "./support/cli.js";
import { root, simulator, temporaryFolder } from "./support/environment.js";
import { output, run } from "./support/run.js";

describe("tinyxs new", () => {
  const temporary = temporaryFolder();
  let count = 0;
  const unused = (): string => join(temporary, `app-${++count}`);

  it("makes an app, and tells how to run it", () => {
    const app = unused();
    const { status, stdout, stderr } = tinyxs(["new", app]);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.ok(stdout.includes(`cd ${app}\n  npm install\n  npm start`), stdout);
    assert.match(readFileSync(join(app, "README.md"), "utf8"), /^# app-\d+\n/);
    const sample = join(root, "apps/wake-word");
    for (const file of ["main.ts", "wake-word.tflite", "wake-word.json", "recordings/demo.wav"])
      assert.deepEqual(readFileSync(join(app, file)), readFileSync(join(sample, file)), file);
  });

  it("lists the app's files as JSON", () => {
    const app = unused();
    const { status, stdout } = tinyxs(["new", app, "--template", "wake-word", "--json"]);
    assert.equal(status, 0);
    const { name, folder, files } = JSON.parse(stdout) as { name: string; folder: string; files: string[] };
    assert.deepEqual([name, folder], [relative(temporary, app), app]);
    for (const file of ["main.ts", "manifest.json", "package.json", "tsconfig.json", "README.md", ".gitignore"])
      assert.ok(files.includes(file), file);
    for (const file of files) assert.ok(existsSync(join(app, file)), file);
    assert.ok(!files.some((file) => file.startsWith("train/")), "training stays with the sample");
  });

  it("makes an app that runs with the checkout it came from", async () => {
    await simulator();
    const app = unused();
    assert.equal(tinyxs(["new", app]).status, 0);
    const { dependencies } = JSON.parse(readFileSync(join(app, "package.json"), "utf8")) as {
      dependencies: { tinyxs: string };
    };
    const path = /^file:(.*)/.exec(dependencies.tinyxs)?.[1] ?? "";
    assert.equal(realpathSync(join(realpathSync(app), path)), realpathSync(root));

    const env = { TINYXS_BUILD: makeBuildFolder(join(temporary, "build")) };
    const { status, stderr } = run(app, [], env);
    assert.equal(status, 1);
    assert.match(stderr, /node_modules\/tinyxs\/.*isn't there: run `npm install`/);
    mkdirSync(join(app, "node_modules"));
    symlinkSync(root, join(app, "node_modules/tinyxs")); // as npm does
    assert.equal(output(app, ["--json"], env), output("apps/wake-word", ["--json"]));
    assert.equal(tinyxs(["operators", app, "--check"]).status, 0);
  });

  it("makes it in an empty folder, or one with nothing but .git", () => {
    const app = unused();
    mkdirSync(join(app, ".git"), { recursive: true });
    const { status, stdout } = tinyxs(["new", app, "--json"]);
    assert.equal(status, 0);
    assert.ok(!stdout.includes(".git/"));
  });

  it("overwrites nothing", () => {
    const app = unused();
    mkdirSync(app);
    writeFileSync(join(app, "main.ts"), "mine");
    const { status, stdout, stderr } = tinyxs(["new", app, "--json"]);
    assert.deepEqual([status, stdout], [1, ""]);
    const { error } = JSON.parse(stderr) as { error: { file: string; message: string } };
    assert.equal(error.file, app);
    assert.match(error.message, /there are files in it already.*choose another folder/);
    assert.deepEqual(readdirSync(app), ["main.ts"]);
    assert.equal(readFileSync(join(app, "main.ts"), "utf8"), "mine");
    assert.match(tinyxs(["new", join(app, "main.ts")]).stderr, /main\.ts: is a file: choose another name/);
  });

  it("refuses wrong usage", () => {
    const list = readdirSync(temporary);
    for (const [args, message] of [
      [["My App"], /"My App" can't be the name of an app: choose another folder/],
      [["tinyxs"], /"tinyxs" can't be the name of an app/],
      [["node_modules"], /"node_modules" can't be the name/],
      [["a", "--template", "none"], /--template.*'none' is invalid.*wake-word/],
      [[], /missing required argument 'folder'/],
    ] as const) {
      const [name, ...options] = args;
      const { status, stdout, stderr } = tinyxs(["new", ...(name ? [join(temporary, name)] : []), ...options]);
      assert.deepEqual([status, stdout], [2, ""], stderr);
      assert.match(stderr, message);
    }
    assert.deepEqual(readdirSync(temporary), list);
  });
});
