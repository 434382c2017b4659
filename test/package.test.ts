// SPDX-License-Identifier: Apache-2.0
// The npm package: what is in the tarball that `npm pack` makes, and whether it serves an app in an empty folder.
import assert from "node:assert/strict";
import { appendFileSync, cpSync, existsSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { basename, dirname, join, normalize, relative } from "node:path";
import { list } from "tar";
import { findBoard } from "../tools/board/boards.js";
import { buildLibrary } from "../tools/board/library.js";
import { version } from "../tools/toolchain/folders.js";
import { needBoard } from "./support/boards.js";
import { makeBuildFolder } from "./support/build.js";
import { type Outcome, execute, tinyxs } from "./support/cli.js";
import { program, root, temporaryFolder } from "./support/environment.js";
import { output } from "./support/run.js";

/** Not part of the sources: npm pack works on a copy without them, since it writes JavaScript beside the TypeScript for a moment. */
const generated = ["node_modules", "build", "dist", ".git", ".cache"];

describe("the npm package", () => {
  const temporary = temporaryFolder();
  const app = join(temporary, "my-app");
  /** Where an installed package keeps what it builds. */
  const cache = join(temporary, "cache/tinyxs", version);
  let tarball: string;
  /** Paths from the package's folder, without the packages that are bundled. */
  const files: string[] = [];
  let ownBytes = 0;

  before(async () => {
    for (const name of ["tinyxs-engine", "tinyxs-simulator", "tinyxs-bytecode"]) await program(name);
    makeBuildFolder(cache);
    const copy = join(temporary, "copy");
    cpSync(root, copy, {
      recursive: true,
      filter: (path) => !generated.includes(relative(root, path)) && !/\.tgz$|__pycache__$/.test(path),
    });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    npm("pack", copy, "--pack-destination", temporary);
    tarball = join(temporary, `tinyxs-${version}.tgz`);
    await list({
      file: tarball,
      onReadEntry: ({ path, size }) => {
        if (path.startsWith("package/node_modules/")) return;
        files.push(path.replace(/^package\//, ""));
        ownBytes += size;
      },
    });
    const left = walk(copy).filter((file) => /^(modules|hosts)\/.*(\.js|tsbuildinfo)$/.test(file));
    assert.deepEqual(left, [], "npm pack left what it made");

    assert.equal(tinyxs(["new", app]).status, 0);
    npm("install", tarball, "--prefix", app, "--prefer-offline", "--no-audit", "--no-fund");
  });

  it("has all native sources and hosts, modules as JavaScript with types, sample apps", () => {
    const sources = walk(root, ...generated).filter(
      (file) => /^(native|hosts|tools\/native|tools\/new\/template)\//.test(file) && !/\.ts$|(^|\/)\.[^/]*$/.test(file),
    );
    const scripts = walk(root, ...generated).filter(
      (file) => /^(modules|hosts)\/.*(?<!\.d)\.ts$/.test(file) && !file.includes("/test/"),
    );
    assert.ok(sources.length > 100 && scripts.length > 4);
    const wanted = [
      ...["package.json", "manifest.json", "CMakeLists.txt", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE"],
      ...["main.ts", "manifest.json", "wake-word.tflite", "recordings/demo.wav"].map(
        (name) => `apps/wake-word/${name}`,
      ),
      ...["modules/hosts.d.ts", "modules/native.d.ts", "dist/tools/main.js"],
      ...sources,
      ...scripts.map((file) => file.replace(/\.ts$/, ".js")),
      ...scripts.filter((file) => file.startsWith("modules/")).map((file) => file.replace(/\.ts$/, ".d.ts")),
    ];
    assert.deepEqual(
      wanted.filter((file) => !files.includes(file)),
      [],
    );
  });

  it("has no tests, training, build output or TypeScript of modules", () => {
    const unwanted =
      /(^|\/)(test|train|node_modules|\.[^/]+)\/|^build\/|\.(map|tgz|tsbuildinfo|test\.js)$|^(?!apps\/|.*\.d\.ts$).*\.ts$/;
    assert.deepEqual(
      files.filter((file) => unwanted.test(file)),
      [],
    );
    assert.deepEqual(
      files.filter((file) =>
        /^(?!dist|apps|hosts|modules|native|tools\/native|tools\/new\/template)[^/]+\//.test(file),
      ),
      [],
    );
  });

  it("is small", () => {
    assert.ok(ownBytes < 3_000_000, `${ownBytes} bytes of our own`);
    assert.ok(statSync(tarball).size < 7_000_000, `${statSync(tarball).size} bytes`);
  });

  it("brings a compiler that an app's npm scripts, and mcconfig in them, don't find", () => {
    const programs = readdirSync(join(app, "node_modules/.bin"));
    assert.ok(programs.includes("tinyxs"));
    assert.ok(!programs.includes("tsc"), programs.join(" "));
    assert.ok(existsSync(installed("node_modules/typescript/lib/typescript.js")));
  });

  it("has everything that its manifests name", () => {
    const manifests = files.filter((file) => basename(file) === "manifest.json");
    assert.ok(manifests.length > 4);
    for (const manifest of manifests)
      for (const path of paths(JSON.parse(readFileSync(installed(manifest), "utf8")))) {
        const target = normalize(join(dirname(manifest), path));
        const [stem, star] = target.split("*", 2);
        const found = files.some((file) =>
          star === undefined && !target.endsWith("/")
            ? file === target || file.replace(/(\.d)?\.[^./]+$/, "") === target
            : file.startsWith(stem ?? ""),
        );
        assert.ok(found, `${manifest}: ${path}`);
      }
  });

  it("runs an app in the simulator as the checkout does", () => {
    assert.equal(run(), output("apps/wake-word", ["--json"]));
  });

  it("runs it on an emulated board", async function () {
    needBoard(this, "cortex-m7");
    await buildLibrary(findBoard("cortex-m7")); // else the command would tell that it builds it
    assert.equal(run("--board", "cortex-m7"), output("apps/wake-word", ["--json"]));
  });

  it("keeps what it builds in the user's cache", () => {
    run();
    assert.ok(readdirSync(join(cache, "run")).some((name) => name.startsWith("my-app-")));
    assert.ok(!existsSync(installed("build")));
  });

  it("looks up C functions once, not at each call", () => {
    run();
    const compiled = walk(join(cache, "run")).filter((file) =>
      file.endsWith("node_modules/tinyxs/modules/ml/model.js"),
    );
    assert.equal(compiled.length, 1);
    const text = readFileSync(join(cache, "run", compiled[0] ?? ""), "utf8");
    assert.match(text, /^const (native_\w+ = native\("\w+"\)(, |;$))+/m);
    assert.doesNotMatch(text, /native\("\w+"\)\./);
  });

  it("makes apps that depend on its version", () => {
    const other = join(temporary, "other");
    succeed(execute(command(), ["new", other]));
    const { dependencies } = JSON.parse(readFileSync(join(other, "package.json"), "utf8")) as { dependencies: object };
    assert.deepEqual(dependencies, { tinyxs: `^${version}` });
  });

  it("has types for an editor", () => {
    const check = (): Outcome =>
      execute(process.execPath, [installed("node_modules/typescript/bin/tsc"), "--project", app]);
    assert.deepEqual(succeed(check()).stdout, "");
    appendFileSync(join(app, "main.ts"), 'model.run("now");\nmel.rewind();\nmicrophone.read("all");\n');
    const errors = [...check().stdout.matchAll(/error (TS\d+)/g)].map(([, code]) => code);
    assert.deepEqual(errors, ["TS2554", "TS2339", "TS2769"]);
  });

  /** A file of the package in the app. */
  function installed(path: string): string {
    return join(app, "node_modules/tinyxs", path);
  }

  function command(): string {
    return join(app, "node_modules/.bin/tinyxs");
  }

  /** What the app says; the simulator must be there already, since its sources are those of the checkout. */
  function run(...options: string[]): string {
    const env = { TINYXS_BUILD: undefined, XDG_CACHE_HOME: join(temporary, "cache") };
    const { stdout, stderr } = succeed(execute(command(), ["run", app, "--json", ...options], env));
    assert.equal(stderr, "");
    return stdout;
  }
});

function npm(...args: string[]): void {
  succeed(execute("npm", args));
}

function succeed(outcome: Outcome): Outcome {
  assert.equal(outcome.status, 0, outcome.stderr + outcome.stdout);
  return outcome;
}

/** All files below a folder, as paths from there; `without` names folders at its top. */
function walk(folder: string, ...without: string[]): string[] {
  const found = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !without.includes(name));
  return found.flatMap((entry) => {
    if (entry.isDirectory()) return walk(join(folder, entry.name)).map((path) => `${entry.name}/${path}`);
    return entry.isFile() ? [entry.name] : [];
  });
}

/** The paths in a manifest's include, modules and data, also of its platforms; but not the SDK's own. */
function paths(value: unknown): string[] {
  if (typeof value === "string") return value.startsWith(".") ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(paths) : [];
}
