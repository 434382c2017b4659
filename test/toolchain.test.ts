// SPDX-License-Identifier: Apache-2.0
// What decides whether something is built anew, and what is taken from the network.
import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Stamp from "../tools/toolchain/stamp.js";
import { makeBuildFolder } from "./support/build.js";
import { execute } from "./support/cli.js";
import { root, simulator, temporaryFolder } from "./support/environment.js";

/** The command in a package of its own, whose other parts are those of `links`. */
function copyPackage(folder: string, links: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  for (const name of ["package.json", "dist/tools"])
    cpSync(join(root, name), join(folder, name), { recursive: true, filter: (path) => !path.endsWith(".map") });
  for (const name of links) symlinkSync(join(root, name), join(folder, name));
  return join(folder, "dist/tools");
}

describe("the stamp of native programs", () => {
  const folder = join(temporaryFolder(), "package");
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  it("tells of changed, new and renamed sources wherever they are, but not of scripts", async () => {
    const tools = copyPackage(folder, []);
    const { stampSources } = (await import(pathToFileURL(join(tools, "toolchain/stamp.js")).href)) as typeof Stamp;
    const seen = new Set<string>();
    const changes = async (): Promise<boolean> => seen.size < seen.add(await stampSources("one")).size;
    assert.ok(await changes());
    for (const path of ["CMakeLists.txt", "native/engine/a.c", "hosts/runtime/b.h", "tools/native/c.c"]) {
      write(path, "");
      assert.ok(await changes(), `${path} is new`);
      write(path, "int one;");
      assert.ok(await changes(), `${path} has changed`);
    }
    renameSync(join(folder, "native/engine/a.c"), join(folder, "native/engine/b.c"));
    assert.ok(await changes(), "the same text under another name");
    seen.add(await stampSources("two"));
    assert.equal(seen.size, 11, "another setting");
    for (const path of ["hosts/runtime/modules/timer.ts", "native/README.md", "hosts/runtime/.b.h.swp"]) {
      write(path, "text");
      assert.ok(!(await changes()), path);
    }
  });
});

describe("the sources of XS", () => {
  const folder = temporaryFolder();

  it("are refused when they aren't those that the command was made with", () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    // npm, as from a registry where somebody else has put something under that name and version.
    const script = `#!${process.execPath}\nconst { writeFileSync } = require("node:fs");
      if (process.argv[2] !== "pack") process.exit(1);
      writeFileSync(process.argv[process.argv.length - 1] + "/other.tgz", "something else");
      console.log(JSON.stringify([{ filename: "other.tgz" }]));`;
    writeFileSync(join(bin, "npm"), script);
    chmodSync(join(bin, "npm"), 0o755);
    const build = join(folder, "build");
    const model = join(root, "apps/wake-word/wake-word.tflite");
    const { status, stdout, stderr } = execute(process.execPath, [join(root, "dist/tools/main.js"), "invoke", model], {
      TINYXS_BUILD: build,
      PATH: [bin, process.env.PATH].join(delimiter),
    });
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(
      stderr,
      /The download of @agoric\/xsnap \S+ is not the expected one: .*\nexpected sha512-.*\nfound {4}sha512-/,
    );
    assert.deepEqual(readdirSync(join(build, "xs")), [], "what was downloaded is gone");
  });
});

describe("a compiled app", () => {
  const folder = temporaryFolder();

  it("is compiled anew by another version of what compiles it", async () => {
    await simulator();
    const links = ["CMakeLists.txt", "native", "hosts", "modules", "manifest.json", "apps", "node_modules"];
    const tools = copyPackage(join(folder, "package"), links);
    mkdirSync(join(folder, "package/tools"));
    symlinkSync(join(root, "tools/native"), join(folder, "package/tools/native"));
    const app = join(folder, "app");
    mkdirSync(app);
    writeFileSync(join(app, "main.ts"), 'trace("here");\n');
    const build = makeBuildFolder(join(folder, "build"));
    const kept = (): number => {
      const { status, stderr } = execute(process.execPath, [join(tools, "main.js"), "run", app], {
        TINYXS_BUILD: build,
      });
      assert.deepEqual([status, stderr], [0, ""]);
      const [home = ""] = readdirSync(join(build, "run")).filter((name) => name.startsWith("app-"));
      return readdirSync(join(build, "run", home)).filter((name) => name !== "inputs.json").length;
    };
    assert.deepEqual([kept(), kept()], [1, 1]);
    appendFileSync(join(tools, "app/bundle.js"), "// another version\n");
    assert.equal(kept(), 2);
    appendFileSync(join(tools, "app/hoist-natives.js"), "// another version\n");
    assert.equal(kept(), 3);
  });
});
