// SPDX-License-Identifier: Apache-2.0
// TypeScript as people write it, in apps with their own tsconfig.json, JSON modules and npm packages; and what XS can't run.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, simulator, temporaryFolder } from "./support/environment.js";
import { output, run } from "./support/run.js";

type Files = Readonly<Record<string, string | object>>;

describe("an app in TypeScript", () => {
  const folder = temporaryFolder();
  let count = 0;
  before(simulator);

  /** Writes an app of these files; objects become JSON. */
  function makeApp(files: Files): string {
    const app = join(folder, `app-${++count}`);
    for (const [name, content] of Object.entries({ "manifest.json": {}, ...files })) {
      mkdirSync(dirname(join(app, name)), { recursive: true });
      writeFileSync(join(app, name), typeof content === "string" ? content : JSON.stringify(content));
    }
    return app;
  }

  /** It prints the same as modules and in one file. */
  function prints(files: Files, text: string): void {
    const app = makeApp(files);
    assert.equal(output(app), `${text}\n`);
    assert.equal(output(app, ["--bundle"]), `${text}\n`);
  }

  function refuses(files: Files, ...messages: RegExp[]): void {
    const { status, stdout, stderr } = run(makeApp(files));
    assert.deepEqual([status, stdout], [1, ""], stderr);
    for (const message of messages) assert.match(stderr, message);
  }

  it("may await at the top, without an import, and sleep as everywhere", () => {
    const sleeping = "await new Promise<void>((resolve) => setTimeout(resolve, 10));\ntrace('slept');";
    prints({ "main.ts": sleeping }, "slept");
    prints({ "main.ts": `import Timer from "timer";\n${sleeping.replace("setTimeout", "Timer.set")}` }, "slept");
  });

  it("may have decorators of the standard, and accessors", () => {
    prints(
      {
        "main.ts": `
          function twice(get: () => number) { return () => 2 * get(); }
          class Sensor { @twice read() { return 4; } accessor name = "imu"; }
          trace(new Sensor().read(), new Sensor().name);`,
      },
      "8imu",
    );
  });

  it("has what its own tsconfig.json says: decorators of old, paths, strictness", () => {
    const lib = "export const twice = (x: number) => 2 * x;";
    const compilerOptions = { experimentalDecorators: true, paths: { "@lib/*": ["./lib/*"] }, noUnusedLocals: true };
    const main = `import { twice } from "@lib/math";
      function log(_: object, key: string) { trace(key); }
      class A { @log four() { return twice(2); } }
      trace(new A().four());`;
    const files = { "main.ts": main, "lib/math.ts": lib, "tsconfig.json": { compilerOptions } };
    prints(files, "four4");
    prints(
      {
        ...files,
        "tsconfig.json": { extends: "./base.json" },
        "base.json": { compilerOptions: { ...compilerOptions, baseUrl: "." } },
      },
      "four4",
    );
    refuses({ ...files, "main.ts": `${main} const unused = 1;` }, /main\.ts:4:\d+: TS6133: 'unused' is declared/);
    refuses({ ...files, "tsconfig.json": { compilerOptions: { strct: true } } }, /tsconfig\.json:.*'strct'.*'strict'/);
  });

  it("is built for XS whatever tsconfig.json says of other hosts", () => {
    const compilerOptions = {
      target: "ES5",
      module: "commonjs",
      lib: ["DOM"],
      noEmit: true,
      composite: true,
      outDir: "/",
    };
    prints({ "main.ts": "trace(2 ** 3)", "tsconfig.json": { compilerOptions, include: ["nothing"] } }, "8");
    refuses(
      { "main.ts": "document.title = ''", "tsconfig.json": { compilerOptions } },
      /'document'.*XS doesn't have it/,
    );
  });

  it("may have its own declarations", () => {
    prints({ "main.ts": "const x: Shared = 1; trace(x);", "types/shared.d.ts": "type Shared = number;" }, "1");
  });

  it("imports files as TypeScript does: folders, other extensions, JSON, on demand", () => {
    prints(
      {
        "main.ts": `
          import { x } from "./lib";
          import { x as same } from "./lib/index.js";
          import { m } from "./m.mjs";
          import { t } from "./t.ts";
          import { plain } from "./plain.mjs";
          import config, { list } from "./config.json" with { type: "json" };
          const { late } = await import("./late");
          trace([x, same, m, t, plain, config.threshold, list.length, late].join(" "));`,
        "lib/index.ts": "export const x = 1;",
        "m.mts": "export const m: number = 2;",
        "t.ts": "export const t: number = 3;",
        "plain.mjs": "export const plain = 4;",
        "config.json": { threshold: 0.5, list: [1, 2] },
        "late.ts": "export const late = 'late';",
      },
      "1 1 2 3 4 0.5 2 late",
    );
  });

  it("imports npm packages, of ES and CommonJS modules, with their types, and without", () => {
    const files = {
      "main.ts": `
        import { mean } from "es";
        import common from "common";
        import part from "@scope/parts/part";
        import untyped from "untyped";
        trace([mean([1, 3]), common.size, common.inner, part, untyped.x].join(" "));`,
      "node_modules/es/package.json": {
        name: "es",
        exports: { types: "./index.d.ts", import: "./index.mjs", require: "./wrong.cjs" },
      },
      "node_modules/es/index.d.ts": "export declare function mean(values: number[]): number;",
      "node_modules/es/index.mjs": 'export { mean } from "./lib/mean.mjs";',
      "node_modules/es/lib/mean.mjs": "export const mean = (v) => v.reduce((a, b) => a + b, 0) / v.length;",
      "node_modules/common/package.json": { name: "common", main: "lib", types: "types.d.ts" },
      "node_modules/common/types.d.ts": "declare const common: { size: number; inner: string }; export = common;",
      "node_modules/common/lib/index.js":
        "module.exports = { size: require('./data.json').size, inner: require('inner') };",
      "node_modules/common/lib/data.json": { size: 7 },
      "node_modules/common/node_modules/inner/package.json": { name: "inner" },
      "node_modules/common/node_modules/inner/index.js": "module.exports = 'inner';",
      "node_modules/@scope/parts/package.json": {
        name: "@scope/parts",
        exports: { "./*": "./src/*.js" },
        type: "module",
      },
      "node_modules/@scope/parts/src/part.js": "export default 'part';",
      "node_modules/untyped/package.json": { name: "untyped" },
      "node_modules/untyped/index.js": "exports.x = 'untyped';",
    };
    prints(files, "2 7 inner part untyped");
    refuses({ ...files, "main.ts": 'import { mean } from "es"; mean("x");' }, /main\.ts:1:33: TS2345/);
  });

  it("may have a package in its manifest, as mcconfig needs it, with the package's types", () => {
    const files = {
      "main.ts": 'import { one } from "numbers"; const x: number = one; trace(x);',
      "manifest.json": { modules: { numbers: "./node_modules/numbers/dist/numbers.js" } },
      "node_modules/numbers/package.json": { name: "numbers", module: "dist/other.mjs", types: "index.d.ts" },
      "node_modules/numbers/index.d.ts": "export declare const one: number;",
      "node_modules/numbers/dist/other.mjs": "export const one = 2;",
    };
    prints({ ...files, "node_modules/numbers/dist/numbers.js": "export const one = 1;" }, "1");
    const { status, stdout, stderr } = run(makeApp(files));
    assert.deepEqual([status, stdout], [0, "2\n"]);
    assert.match(
      stderr,
      /^note: .*manifest\.json: "modules" names \.\/node_modules\/numbers\/dist\/numbers\.js, which isn't there/,
    );
  });

  it("runs a module that is larger than XS's own buffer, and its map", () => {
    const long = "x".repeat(200_000);
    const lines = Array.from(
      { length: 150 },
      (_, i) => `function f${i}() {\n${"  n++;\n".repeat(100)}}\nf${i}();\n`,
    ).join("");
    prints(
      {
        "main.ts": 'import * as all from "./large"; trace(all.long.length, all.n);',
        "large.ts": `export const long = "${long}";\nlet n = 0;\n${lines}export { n };`,
      },
      "20000015000",
    );
  });

  it("has the modules and types that all hosts have", () => {
    prints(
      {
        "manifest.json": {
          include: join(root, "manifest.json"),
          data: { m: join(root, "apps/wake-word/wake-word.tflite") },
        },
        "main.ts": `
          import AudioIn from "embedded:io/audio/in";
          import device from "embedded:provider/builtin";
          import Resource from "Resource";
          import Model from "tinyxs/ml";
          const [input] = new Model({ data: new Resource("m.tflite") }).inputs;
          const view = new Int8Array(input!.buffer);
          trace(device.io.AudioIn === AudioIn, view.length === input!.buffer.byteLength);`,
      },
      "truetrue",
    );
  });

  it("fills any typed array from the microphone", () => {
    const app = makeApp({
      "main.ts": `
        import AudioIn from "embedded:io/audio/in";
        const arrays = [Int8Array, Uint16Array, Int16Array, Float32Array].map((type) => new type(640 / type.BYTES_PER_ELEMENT));
        const views = [new BigInt64Array(80), new DataView(new ArrayBuffer(640)), ...arrays];
        const microphone = new AudioIn({ onReadable() {
          const view = views.pop();
          if (!view) return this.close();
          trace(this.read(view), " ");
        } });
        microphone.start();`,
    });
    assert.equal(output(app, ["--audio", "silence:1"]), `${"640 ".repeat(6)}\n`);
  });

  for (const [what, main, message] of [
    [
      "a module of Node's",
      'import fs from "node:fs"; trace(fs);',
      /main\.ts: module "node:fs" is of Node\.js.*do without/,
    ],
    ["one without prefix", 'import { join } from "path"; trace(join);', /module "path" is of Node\.js/],
    ["a type of it", 'import type { Stats } from "fs"; trace(0 as Stats);', /main\.ts:1:\d+: .*"fs" is of Node\.js/],
    ["a global of Node's", "trace(process.argv)", /main\.ts:1:7: TS\d+: .*'process'.*XS doesn't have it/],
    ["WebAssembly", "trace(WebAssembly)", /'WebAssembly'.*XS doesn't have it/],
    ["a browser's object", "trace(localStorage)", /'localStorage'.*XS doesn't have it/],
    ["Intl", "trace(new Intl.NumberFormat().format(1))", /main\.ts:1:11: XS doesn't have Intl/],
    ["what came after ES2022", "trace([1].toSorted())", /'toSorted'.*XS doesn't have it: it has ES2022/],
    [
      "a package that isn't there",
      'import x from "@a/b/c"; trace(x);',
      /"@a\/b\/c": name it .*run `npm install @a\/b`/,
    ],
    ["a file that isn't there", 'import x from "./x"; trace(x);', /"\.\/x": create it, or correct the path/],
  ] as const)
    it(`names ${what}`, () => refuses({ "main.ts": main }, message));

  it("names what a package needs of Node's", () => {
    refuses(
      {
        "main.ts": 'import x from "needy"; trace(x);',
        "node_modules/needy/package.json": { name: "needy", main: "index.js" },
        "node_modules/needy/index.js": "module.exports = require('crypto').randomBytes(4);",
      },
      /needy\/index\.js: module "crypto" is of Node\.js/,
    );
  });

  it("may have an Intl of its own", () => {
    prints({ "main.ts": "const Intl = { x: 1 }; trace(Intl.x);" }, "1");
  });
});
