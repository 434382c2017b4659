// SPDX-License-Identifier: Apache-2.0
// Apps without an end, or without a beginning: each ends with a message that says what is wrong, and where.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeApp } from "./support/boards.js";
import { tinyxs } from "./support/cli.js";
import { root, simulator, temporaryFolder } from "./support/environment.js";
import { ended, output, printed, run, start } from "./support/run.js";

describe("an app without an end", () => {
  before(simulator);

  const hangs: Record<string, [source: string, where: RegExp]> = {
    "a loop": ["let i = 0;\nwhile (true) i++;", /main\.ts:2: /],
    "an empty loop": ["setInterval(() => undefined, 1);\nwhile (true);", /main\.ts:2: /],
    "jobs that make jobs": [
      "const again = (): void => void Promise.resolve().then(\n  again);\nagain();",
      /main\.ts:\d: /,
    ],
    "a timer without a delay": ['import Timer from "timer";\nconst f = (): void => void Timer.set(f, 0);\nf();', /: /],
    "a pattern that backtracks": ['\n/^(a+)+$/.test("a".repeat(60) + "b");', /main\.ts:2: /],
  };
  for (const [name, [source, where]] of Object.entries(hangs))
    it(`ends with --seconds: ${name}`, () => {
      const app = writeApp(name.replaceAll(" ", "-"), source);
      const { status, signal, stdout, stderr } = run(app, ["--seconds", "1"]);
      assert.deepEqual([status, signal, stdout], [1, null, ""]);
      assert.match(stderr, /^error: no end in sight/);
      assert.match(stderr, where);
    });

  it("ends with --seconds as it should when it waits", () => {
    const source = 'import Timer from "timer";\nfor (let i = 0; ; i++) {\n  console.log(i);\n  Timer.delay(1000);\n}';
    assert.equal(output(writeApp("delays", source), ["--seconds", "2.5"]), "0\n1\n2\n");
  });

  it("is told when nothing is left to settle what it awaits", () => {
    const source = "console.log(1);\nawait new Promise(() => undefined);\nconsole.log(2);\nexport {};";
    const app = writeApp("await", source);
    const { status, stdout, stderr } = run(app);
    assert.deepEqual([status, stdout], [1, "1\n"]);
    assert.match(stderr, /^error: an await outside of functions /);
    assert.equal(
      output(writeApp("limited", `setInterval(() => undefined, 10);\n${source}`), ["--seconds", "1"]),
      "1\n",
    );
  });

  it("waits for a month", () => {
    const source =
      "setTimeout(() => console.log(performance.now() / 86400000, new Date().toISOString()), 30 * 86400000);";
    assert.equal(output(writeApp("month", source)), "30 2025-01-31T00:00:00.000Z\n");
  });

  it("can't keep more in SharedArrayBuffers than --heap", () => {
    const keep = "const all = [];\nfor (;;) all.push(new SharedArrayBuffer(1 << 20));";
    const { status, stderr } = run(writeApp("keep", keep), ["--seconds", "1"]);
    assert.equal(status, 1);
    assert.match(stderr, /^error: out of memory at .*main\.ts:2: .* 8192 KB/);
    const drop = `for (let i = 0; i < 100; i++) Atomics.add(new Int32Array(new SharedArrayBuffer(1 << 20)), i, 1);
console.log("done");`;
    assert.equal(output(writeApp("drop", drop)), "done\n");
  });
});

describe("an app without a beginning", () => {
  before(simulator);

  for (const [name, source] of Object.entries({
    empty: "",
    comment: "// later\n",
    types: "export interface A {\n  b: number;\n}",
  }))
    it(`is an error: ${name}`, () => {
      for (const args of [[], ["--bundle"]]) {
        const { status, stdout, stderr } = run(writeApp(`${name}${args.length}`, source), args);
        assert.deepEqual([status, stdout], [1, ""]);
        assert.match(stderr, /main\.ts: there is nothing to run in it/);
      }
    });

  it("may import modules that have only types", () => {
    const app = writeApp("imports", 'import "./types.js";\nconsole.log("here");');
    writeFileSync(join(app, "types.ts"), "export interface A {\n  b: number;\n}\n");
    assert.equal(output(app), "here\n");
  });
});

describe("files", () => {
  const folder = temporaryFolder();
  const model = join(root, "test/fixtures/apps/model/model.tflite");
  before(simulator);

  it("may get shorter while an app uses them", async () => {
    const source = `import Resource from "Resource";
const bytes = new Uint8Array(new Resource("bytes.bin") as unknown as ArrayBuffer);
console.log("ready");
setTimeout(() => console.log(bytes.reduce((sum, byte) => sum + byte, 0)), 1000);`;
    const app = writeApp("shorter", source);
    const file = join(app, "bytes.bin");
    copyFileSync(model, file);
    writeFileSync(
      join(app, "manifest.json"),
      JSON.stringify({ include: [join(root, "manifest.json")], data: { "*": ["./bytes"] } }),
    );
    const child = start(app, ["--realtime"]);
    let text = "";
    child.stdout.on("data", (data: Buffer) => (text += data.toString()));
    await printed(child, "ready");
    truncateSync(file, 0);
    assert.equal(await ended(child), 0);
    assert.match(text, /^ready\n\d+\n$/);
  });

  it("that are none, or too large, are refused before they are read", () => {
    const [pipe, large] = [join(folder, "pipe"), join(folder, "large.tflite")];
    execFileSync("mkfifo", [pipe]);
    writeFileSync(large, readFileSync(model));
    truncateSync(large, 3 * 2 ** 30);
    for (const command of ["inspect", "invoke", "prepare"]) {
      for (const file of [pipe, folder, "/dev/zero"]) {
        const { status, stderr } = tinyxs([command, file]);
        assert.equal(status, 1);
        assert.match(stderr, /not a file/);
      }
      const { status, stderr } = tinyxs([command, large]);
      assert.equal(status, 1);
      assert.match(stderr, /is too large: a model .*has less than 2 GB/);
    }
  });
});
