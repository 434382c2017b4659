// SPDX-License-Identifier: Apache-2.0
// `tinyxs operators`: what builds with the Moddable SDK link. test/mcconfig.test.ts has what the SDK makes of it.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listOperators } from "../tools/shared/operators.js";
import { buildFolder } from "../tools/toolchain/folders.js";
import { type Outcome, execute, tinyxs } from "./support/cli.js";
import { program, root, simulator, temporaryFolder } from "./support/environment.js";
import { buildModel, type ModelSpec } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

const needed = {
  classifier: ["ADD", "CONV_2D", "FULLY_CONNECTED", "SOFTMAX"],
  counter: ["ADD", "CALL_ONCE", "VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE"],
};
const symbols = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase());

/** Compiles the registry with these folders before its own in the include path. */
function compileRegistry(option: "-E" | "-fsyntax-only", folders: readonly string[]): Outcome {
  const includes = [...folders, join(root, "native"), join(root, "native/include")].map((folder) => `-I${folder}`);
  return execute(process.env.CC ?? "cc", [option, "-P", ...includes, join(root, "native/operators/registry.c")]);
}

/** Symbols of the operators that the registry lists when the header is in an include path. */
function registered(...folders: string[]): string[] {
  const { status, stdout, stderr } = compileRegistry("-E", folders);
  assert.equal(status, 0, stderr);
  return [...stdout.matchAll(/&tinyxs_operator_(\w+)/g)].map(([, symbol = ""]) => symbol);
}

describe("the table of operators", () => {
  const table = listOperators();

  it("is what the registry has, in its order", () => {
    assert.deepEqual(
      registered(),
      table.map(({ symbol }) => symbol),
    );
    assert.ok(table.length > 100);
  });

  it("names the file that has each operator", async () => {
    await program("tinyxs-engine");
    const { stdout } = execute("nm", ["-A", join(buildFolder, "native/native/libtinyxs.a")]);
    const files = new Map(
      [...stdout.matchAll(/([\w.]+)\.o\)?: *[0-9a-f]+ T _?tinyxs_prepare_(\w+)/g)].map(([, file, symbol]) => [
        symbol,
        file,
      ]),
    );
    for (const { symbol, file } of table) assert.equal(files.get(symbol), file, symbol);
  });
});

describe("tinyxs operators", () => {
  const temporary = temporaryFolder();
  let count = 0;

  /** An app with these models, and a manifest. */
  function makeApp(models: Record<string, ModelSpec>, manifest: object): string {
    const app = join(temporary, `app-${++count}`);
    mkdirSync(app);
    writeFileSync(join(app, "main.ts"), 'trace("{}\\n");\n');
    writeFileSync(join(app, "manifest.json"), JSON.stringify(manifest));
    for (const [name, spec] of Object.entries(models)) writeFileSync(join(app, `${name}.tflite`), buildModel(spec));
    return app;
  }
  const modules = { "*": ["./main", "./tinyxs_operators"] };
  const plain = (): string => makeApp({ one: classifier() }, { modules, data: { "*": "./one" } });
  const header = (app: string): string => join(app, "tinyxs_operators.h");

  it("selects what a model needs", () => {
    const app = plain();
    const { status, stdout, stderr } = tinyxs(["operators", app]);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^4 of \d+ operators, for one\.tflite:\n {2}ADD\n {2}CONV_2D\n/);
    assert.deepEqual(registered(app), symbols(needed.classifier));
    assert.equal(tinyxs(["operators", app, "--check"]).status, 0);
  });

  it("selects for all models, those of single platforms and of included manifests too, each operator once", () => {
    const app = makeApp(
      { one: classifier(), two: counter(), three: counter() },
      {
        include: "./more.json",
        modules,
        data: { "*": "./one" },
        platforms: { pico: { data: { "*": "./two" } }, esp32: {} },
      },
    );
    writeFileSync(
      join(app, "more.json"),
      JSON.stringify({ include: "$(MODDABLE)/examples/manifest_base.json", data: { third: "./three" } }),
    );
    const { status, stdout, stderr } = tinyxs(["operators", app, "--json"]);
    assert.deepEqual([status, stderr], [0, ""]);
    const { operators, models } = JSON.parse(stdout) as { operators: string[]; models: string[] };
    const all = [...new Set([...needed.classifier, ...needed.counter])];
    assert.equal(models.length, 3);
    assert.deepEqual(operators, all);
    assert.deepEqual(registered(app), symbols(all));
  });

  it("tells which modules mcconfig won't find", () => {
    const app = makeApp({ one: classifier() }, { modules: { "*": ["./main", "./a"] }, data: { "*": "./one" } });
    mkdirSync(join(app, "lib"));
    writeFileSync(join(app, "main.ts"), 'import { a } from "./a";\nimport { x } from "./lib";\ntrace(a + x);\n');
    writeFileSync(join(app, "a.ts"), "export const a = 'a';\n");
    writeFileSync(join(app, "lib/index.ts"), "export const x = 'x';\n");
    const { status, stdout, stderr } = tinyxs(["operators", app, "--json"]);
    assert.equal(status, 0);
    assert.deepEqual((JSON.parse(stdout) as { unnamed: string[] }).unnamed, ["lib/index.ts"]);
    assert.match(
      stderr,
      /^note: mcconfig takes only modules that a manifest names, not lib\/index\.ts: add to "modules"\n$/,
    );
  });

  it("checks without writing", () => {
    const app = plain();
    const check = (about: RegExp): void => {
      const { status, stdout, stderr } = tinyxs(["operators", app, "--check"]);
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, /^error: .*tinyxs_operators\.h: /);
      assert.match(stderr, about);
    };
    check(/isn't there: `tinyxs operators` makes it/);
    assert.ok(!existsSync(header(app)));
    tinyxs(["operators", app]);
    writeFileSync(join(app, "one.tflite"), buildModel(counter()));
    check(/leaves out call_once, var_handle, read_variable, assign_variable, which the app's models need: run/);
    tinyxs(["operators", app]);
    const text = readFileSync(header(app), "utf8");
    writeFileSync(header(app), text.replace("X(add)", "X(add) X(svdf)"));
    check(/has svdf, which no model/);
    writeFileSync(header(app), text);
    writeFileSync(join(app, "manifest.json"), JSON.stringify({ modules: { "*": "./main" }, data: { "*": "./one" } }));
    check(/manifest\.json doesn't name it: add ".\/tinyxs_operators"/);
    assert.match(tinyxs(["operators", app]).stdout, /To link only these, .*add ".\/tinyxs_operators"/);
  });

  it("doesn't compile with a header in another order, or with what the engine lacks", () => {
    const app = plain();
    tinyxs(["operators", app]);
    const text = readFileSync(header(app), "utf8");
    assert.equal(compileRegistry("-fsyntax-only", [app]).status, 0);
    for (const [wrong, about] of [
      [
        text.replace("X(conv_2d)", "X(softmax)").replace(/X\(softmax\)$/m, "X(conv_2d)"),
        /old order: run `tinyxs operators`/,
      ],
      [text.replace("X(conv_2d)", "X(telepathy)"), /telepathy/],
    ] as const) {
      writeFileSync(header(app), wrong);
      const { status, stderr } = compileRegistry("-fsyntax-only", [app]);
      assert.equal(status, 1);
      assert.match(stderr, about);
    }
  });

  it("doesn't touch a header that is right: the SDK would compile everything again", () => {
    const app = plain();
    tinyxs(["operators", app]);
    const { mtimeMs } = statSync(header(app));
    tinyxs(["operators", app]);
    assert.equal(statSync(header(app)).mtimeMs, mtimeMs);
  });

  it("prepares the app's models in place, not those of packages, and checks that they are", () => {
    const app = makeApp(
      { one: classifier() },
      { include: "./node_modules/other/manifest.json", modules, data: { "*": "./one" } },
    );
    const other = join(app, "node_modules/other");
    mkdirSync(other, { recursive: true });
    writeFileSync(join(other, "manifest.json"), JSON.stringify({ data: { "*": "./two" } }));
    const [one, two] = [join(app, "one.tflite"), join(other, "two.tflite")];
    const unprepared = readFileSync(one);
    writeFileSync(two, unprepared);
    tinyxs(["operators", app]);
    assert.equal(tinyxs(["prepare", one, "--check"]).status, 0);
    assert.ok(readFileSync(two).equals(unprepared));
    assert.equal(tinyxs(["operators", app, "--check"]).status, 0);
    const { mtimeMs } = statSync(one);
    tinyxs(["operators", app]);
    assert.equal(statSync(one).mtimeMs, mtimeMs);
    writeFileSync(one, unprepared);
    const { status, stdout, stderr } = tinyxs(["operators", app, "--check"]);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^error: .*one\.tflite: isn't prepared by this version of tinyxs: run `tinyxs operators`\n$/);
    assert.ok(readFileSync(one).equals(unprepared));
  });

  it("notes which model can't be prepared, and links its operators all the same", () => {
    const spec = classifier();
    const image = spec.tensors[0];
    assert.ok(image);
    const tensors = [{ ...image, shape: [1, 6, 5, 2] }, ...spec.tensors.slice(1)]; // not what its operators give
    const app = makeApp({ one: { ...spec, tensors } }, { modules, data: { "*": "./one" } });
    const file = readFileSync(join(app, "one.tflite"));
    const { status, stdout, stderr } = tinyxs(["operators", app]);
    assert.equal(status, 0);
    assert.match(stdout, /^4 of /);
    assert.match(stderr, /^note: .*one\.tflite: .*CONV_2D/);
    assert.ok(readFileSync(join(app, "one.tflite")).equals(file));
  });

  it("tells what is wrong with an app", () => {
    const lacking = classifier();
    lacking.operators[1] = { code: 32, custom: "Telepathy", inputs: [3, 3], outputs: [4] };
    const broken = plain();
    writeFileSync(join(broken, "one.tflite"), "GIF89a");
    const nothing = makeApp({}, { modules });
    for (const [app, about] of [
      [makeApp({ one: lacking }, { modules, data: { "*": "./one" } }), /one\.tflite: the engine lacks Telepathy/],
      [broken, /one\.tflite: the model can't be read/],
      [nothing, /manifest\.json: there is no \.tflite file in its "data", so all operators are linked/],
      [makeApp({}, { modules, data: { "*": "./gone" } }), /names \.\/gone, but there is no such file/],
      [join(temporary, "nowhere"), /nowhere\/manifest\.json: there is no such file/],
    ] as const) {
      const { status, stdout, stderr } = tinyxs(["operators", app]);
      assert.deepEqual([status, stdout], [1, ""], stderr);
      assert.match(stderr, about);
      assert.ok(!existsSync(header(app)));
    }
  });

  it("has `tinyxs run` tell of a model that devices would refuse", async () => {
    await simulator();
    const app = plain();
    tinyxs(["operators", app]);
    assert.equal(tinyxs(["run", app]).stderr, "");
    writeFileSync(join(app, "one.tflite"), buildModel(counter()));
    const { status, stderr } = tinyxs(["run", app]);
    assert.equal(status, 0);
    assert.match(
      stderr,
      /^note: tinyxs_operators\.h leaves out .*CALL_ONCE.*, which one\.tflite needs.*run `tinyxs operators`.*\n$/,
    );
    rmSync(header(app));
    assert.match(tinyxs(["run", app]).stderr, /names \.\/tinyxs_operators, .*`tinyxs operators` makes it/);
  });

  it("is what the engine's error names", async () => {
    const engine = await program("tinyxs-engine");
    const spec = classifier();
    spec.operators[1] = { code: 32, custom: "Telepathy", inputs: [3, 3], outputs: [4] };
    const file = join(temporary, "unknown.tflite");
    writeFileSync(file, buildModel(spec));
    const { status, stderr } = tinyxs(["invoke", file], engine);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /operator 1 \(custom Telepathy\): this build has no such operator; .*`tinyxs operators` links it/,
    );
  });
});
