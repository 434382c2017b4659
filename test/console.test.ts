// SPDX-License-Identifier: Apache-2.0
// console.log: values as Node prints them, whatever the app does to the built-in objects.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { needBoard, runOnBoard, writeApp } from "./support/boards.js";
import { execute } from "./support/cli.js";
import { simulator, temporaryFolder } from "./support/environment.js";
import { output, run } from "./support/run.js";

const primitives = `
console.log(1, -0, 1.5, 1e21, 1e-7, NaN, -Infinity, "text", true, null, undefined, Symbol("s"), Symbol());
console.log([1e21, -0, "it's", 'say "x"', \`both ' and "\`, "line\\nend\\t\\\\", "é", 10n, -123456789012345678901234567890n]);
console.log("a", 1, { c: "d" }, ["e"]);`;

const objects = `
class Foo { a = 1; #p = 2; get x() { return this.#p; } }
class Bar extends Foo { b = "b"; static z = 1; }
class Items extends Array {}
const bare = Object.create(null);
bare.k = 1;
console.log({}, { a: 1, "b-c": "x", 3: 4, [Symbol("k")]: 5 }, { "": 1, $a: 3, _b: 4 }, new Foo(), new Bar(), bare);
console.log({ a: { b: { c: { d: 1 } } } }, { a: { b: { c: {} } } }, [[[]]], [[[[]]]], [1, [2, [3, [4]]]], new Items(1, 2, 3));
console.log([new Bar()], Object.create({ constructor: undefined }), Object.create(Foo.prototype), Object.assign([1, 2], { x: 1 }));
console.log({ get a() { return 1; }, set a(v) {}, get b() { return 2; }, set c(v) {} });
console.log(function named() {}, () => 1, Foo, Bar, class {}, Math.max, Object.assign(() => 1, { x: 1 }), { f() {}, g: () => 1 });
console.log(Object(1), Object("s"), Object(false), Object(Symbol("q")), /a\\/b/gi, new RegExp(""));
(function (...rest) { console.log(arguments); })(1, 2);
console.log(new Proxy({ a: 1 }, {}), new Proxy([1], {}), Promise.resolve(1), new Promise(() => {}));
for (const time of [0, NaN, -1, 8.64e15, -8.64e15, Date.UTC(2024, 1, 29, 12, 34, 56, 789), Date.UTC(1899, 11, 31)])
  console.log(new Date(time), [new Date(time)]);`;

const collections = `
console.log(new Map([["a", 1], [{ k: 1 }, [1]]]), new Set([1, "2"]), new Map(), new Set(), new WeakMap(), new WeakSet());
console.log([new Map([[1, { a: { b: { c: 1 } } }]])], new Set(Array.from({ length: 12 }, (_, i) => i)));
console.log(new Int8Array(3), new Float32Array([0.5, 1.25]), new BigInt64Array([1n, -2n]), new Uint8Array(0), new Uint8Array(300));
console.log(new Float64Array(20).map((_, i) => i * 1.1), { a: [1, 2, 3, 4, 5, 6, 7, 8], b: new Float32Array(9) });
console.log(new ArrayBuffer(4), new ArrayBuffer(110), new DataView(new ArrayBuffer(2)));
console.log([1, , 3], new Array(5), [,], [1, , , 4, , ,], [undefined, null]);
for (const length of [6, 7, 26, 100, 101, 120]) console.log(Array.from({ length }, (_, i) => i * i));
console.log(Array.from({ length: 30 }, (_, i) => "s" + "x".repeat(i % 5)), Array.from({ length: 8 }, (_, i) => ({ i })));
console.log(Array.from({ length: 10 }, (_, i) => "label number " + i), ["x".repeat(100)]);`;

const layouts = `
const circular = { name: "c", list: [1, 2] };
circular.self = circular;
circular.inner = { back: circular };
const two = { p: {} };
two.p.q = two.p;
console.log(circular, two, [two]);
console.log({ long: "x".repeat(30), longer: "y".repeat(30), third: "z".repeat(20) }, { a: "x".repeat(70) });
for (let length = 40; length < 80; length++) console.log({ a: "x".repeat(length) }, { a: { b: ["x".repeat(length)] } });
console.log({ shape: [1, 49, 40, 1], type: "int8", scale: 0.00390625, zeroPoint: -128, name: "input_1", more: { a: 1, b: 2 } });`;

/** What the app breaks before it prints. */
const breaking = `
JSON.stringify = () => 5;
Object.prototype.toString = Error.prototype.toString = Symbol.prototype.toString = () => { throw 1; };
Array.prototype.join = Map.prototype.forEach = Promise.resolve = undefined;
for (const name of ["stack", "message"]) Object.defineProperty(Error.prototype, name, { get() { throw 2; } });
Object.defineProperty(Object.prototype, "code", { set() { throw 2; } });
Promise.prototype.then = () => { throw 3; };
globalThis.TypeError = globalThis.RangeError = globalThis.Error = globalThis.ReferenceError = 7;`;

describe("console.log", () => {
  const folder = temporaryFolder();
  before(simulator);
  const sources = { primitives, objects, collections, layouts };

  for (const [name, source] of Object.entries(sources))
    it(`prints ${name} as Node does`, () => {
      const script = join(folder, `${name}.mjs`);
      writeFileSync(script, source);
      const { status, stdout, stderr } = execute(process.execPath, [script], { NO_COLOR: "1" });
      assert.deepEqual([status, stderr], [0, ""]);
      assert.equal(output(writeApp(name, `// @ts-nocheck\n${source}`)), stdout);
    });

  it("writes what is wrong to standard error, and the rest to standard output", () => {
    const calls = ["log", "error", "info", "warn", "debug"].map((name) => `console.${name}("${name}", 1);`).join("\n");
    const { status, stdout, stderr } = run(writeApp("streams", calls));
    assert.deepEqual([status, stdout, stderr], [0, "log 1\ninfo 1\ndebug 1\n", "error 1\nwarn 1\n"]);
  });

  it("prints errors with their causes and properties", () => {
    const app = writeApp(
      "errors",
      `const cause = new TypeError("inner\\nsecond", { cause: { code: 5 } });
console.log(new Error("outer", { cause }), [new RangeError("r")]);
console.log(Object.assign(new Error("mine"), { code: 7, name: "Mine" }));
const first = new Error("a"), second = new Error("b", { cause: first });
first.cause = second;
console.log(first);`,
    );
    assert.equal(
      output(app).replace(/\/\S*main/g, "main"),
      `Error: outer
 at (main.ts:2) {
  [cause]: TypeError: inner
  second
   at (main.ts:1) {
    [cause]: { code: 5 }
  }
} [
  RangeError: r
   at (main.ts:2)
]
Mine: mine
 at (main.ts:3) {
  code: 7
}
<ref *1> Error: a
 at (main.ts:4) {
  cause: Error: b
   at (main.ts:4) {
    [cause]: [Circular *1]
  }
}
`,
    );
  });

  it("has an end however much there is", () => {
    const app = writeApp(
      "endless",
      `let deep = new Error("0");
for (let i = 1; i < 300; i++) deep = new Error(String(i), { cause: deep });
console.log(deep);
let nest: object = {};
for (let i = 1; i < 10000; i++) nest = { nest, again: nest };
console.log(nest);`,
    );
    const text = output(app);
    assert.ok(text.includes("Error: 292") && !text.includes("Error: 200"), text);
    assert.ok(text.endsWith("{ nest: [Object], again: [Object] }\n  }\n}\n"), text);
  });

  it("needs nothing that an app can replace, and neither do errors", () => {
    const source = `// @ts-nocheck
import Model from "tinyxs/ml";
${breaking}
console.log({ a: [1, { b: Symbol("c") }] }, new Map([[1, 2]]));
try { new Model({ data: new ArrayBuffer(3) }); } catch (error) { console.log(error.code); }
try { Native("nothing"); } catch (error) { console.log("caught"); }
setTimeout(() => console.log("too late"), 10);
throw new SyntaxError("the end", { cause: new EvalError("why") });`;
    const app = writeApp("replaced", source);
    writeFileSync(join(app, "manifest.json"), JSON.stringify({ include: [join(process.cwd(), "manifest.json")] }));
    const { status, stdout, stderr } = run(app);
    assert.deepEqual([status, stdout], [1, "{ a: [ 1, { b: Symbol(c) } ] } Map(1) { 1 => 2 }\nNOT_A_MODEL\ncaught\n"]);
    assert.match(
      stderr,
      /^error: SyntaxError: the end\n at \(\S*main\.ts:\d+\) \{\n {2}\[cause\]: EvalError: why\n {3}at \(\S*main\.ts:\d+\)\n\}\n$/,
    );
  });

  it("prints the same on a board", function () {
    needBoard(this, "cortex-m4");
    const positive = collections.replace("-2n", "2n"); // XS reads 32 bits of a BigInt64Array where processors can't misalign
    for (const [name, source] of Object.entries({ primitives, positive, layouts })) {
      const app = writeApp(`${name}-board`, `// @ts-nocheck\n${source}`);
      const { status, stdout, stderr } = runOnBoard("cortex-m4", app);
      assert.deepEqual([status, stderr], [0, ""]);
      assert.equal(stdout, output(app), name);
    }
  });
});
