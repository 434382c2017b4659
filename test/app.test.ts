// SPDX-License-Identifier: Apache-2.0
// What `tinyxs` takes of an app's folder: its manifests, its recording, another model.
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chooseResources, readApp } from "../tools/app/app.js";
import { temporaryFolder } from "./support/environment.js";

describe("an app's folder", () => {
  const folder = temporaryFolder();
  let count = 0;

  /** Writes an app of these files besides main.ts; objects become JSON. */
  function makeApp(files: Readonly<Record<string, string | object>>): string {
    const app = join(folder, `app-${++count}`);
    for (const [name, content] of Object.entries({ "main.ts": "", "manifest.json": {}, ...files })) {
      mkdirSync(dirname(join(app, name)), { recursive: true });
      writeFileSync(join(app, name), typeof content === "string" ? content : JSON.stringify(content));
    }
    return app;
  }

  it("gives the first of its recordings, whatever the case of their names", () => {
    const app = makeApp({ "recordings/b.wav": "", "recordings/A.WAV": "", "recordings/0.txt": "" });
    assert.equal(readApp(app).recording, join(app, "recordings/A.WAV"));
    assert.equal(readApp(makeApp({})).recording, undefined);
  });

  it("gives a sample rate from 8000 to 48000 Hz", () => {
    const rate = (sampleRate: unknown): number =>
      readApp(makeApp({ "manifest.json": { defines: { audioIn: { sampleRate } } } })).sampleRate;
    for (const hertz of [8000, 44100, 48000]) assert.equal(rate(hertz), hertz);
    for (const wrong of [7999, 48001, 16000.5, "16000", null, true])
      assert.throws(() => rate(wrong), /"sampleRate": .*: give a whole number from 8000 to 48000/);
    assert.equal(readApp(makeApp({})).sampleRate, 16000);
  });

  it("has the defines of what it includes, and its own where both say something", () => {
    const app = makeApp({
      "manifest.json": { include: ["./one.json", "./two.json"], defines: { own: 1, both: { second: "own" } } },
      "one.json": { defines: { both: { first: "one", second: "one", third: "one" } } },
      "two.json": { defines: { both: { third: "two" } } },
    });
    const { own, both } = readApp(app).manifest.defines;
    assert.deepEqual([own, both], [1, { first: "one", second: "own", third: "two" }]);
  });

  it("takes no files that begin with a dot by a star", () => {
    const app = makeApp({
      "manifest.json": { data: { "*": "./data/*" } },
      "data/seen.bin": "",
      "data/.hidden.bin": "",
      "data/.DS_Store": "",
    });
    assert.deepEqual([...readApp(app).manifest.data.keys()], ["seen.bin"]);
  });

  it("gets another model with the settings beside that, or with its own settings where there are none", () => {
    const app = makeApp({
      "manifest.json": { data: { "*": ["./word.tflite", "./word.json"] } },
      "word.tflite": "",
      "word.json": "{}",
      "other/a.tflite": "\x1c\0\0\0TFL3",
      "other/a.json": "{}",
      "other/b.tflite": "\x1c\0\0\0TFL3",
    });
    const choose = (model: string): Record<string, string> =>
      Object.fromEntries(chooseResources(readApp(app), join(app, "other", model)));
    assert.deepEqual(choose("a.tflite"), {
      "word.tflite": join(app, "other/a.tflite"),
      "word.json": join(app, "other/a.json"),
    });
    assert.deepEqual(choose("b.tflite"), {
      "word.tflite": join(app, "other/b.tflite"),
      "word.json": join(app, "word.json"),
    });
  });

  it("has no resource outside of its build's folder", () => {
    for (const name of ["../x", "a/../../x", "/x", "..", "a//x", "./x", "a\\..\\x", "x/"])
      assert.throws(
        () => readApp(makeApp({ "manifest.json": { data: { [name]: "./x" } }, "x.bin": "" })),
        /manifest\.json: "data": ".*" can't be the name of a resource/,
        name,
      );
    const app = makeApp({ "manifest.json": { data: { "a/b..c": "./x", "d/*": "./x" } }, "x.bin": "" });
    assert.deepEqual([...readApp(app).manifest.data.keys()], ["a/b..c.bin", "d/x.bin"]);
  });

  it("doesn't reach what all objects share", () => {
    for (const section of ["defines", "data", "modules"])
      for (const value of ['{"__proto__": {"reached": 1}}', '{"a": {"__proto__": {"reached": 1}}}'])
        assert.throws(
          () => readApp(makeApp({ "manifest.json": `{"${section}": ${value}}` })),
          /manifest\.json: "__proto__" can't be a name/,
        );
    const app = makeApp({
      "manifest.json": '{"defines": {"constructor": {"prototype": {"reached": 1}}, "toString": {"a": 1}}}',
    });
    assert.deepEqual(Object.keys(readApp(app).manifest.defines), ["constructor", "toString"]);
    assert.ok(!("reached" in {}) && !("a" in Object.prototype.toString));
  });

  it("is told of keys that nobody knows, with the nearest that there is", () => {
    const { notes } = readApp(
      makeApp({ "manifest.json": { module: {}, Data: {}, "//": "a comment", platforms: {} } }),
    ).manifest;
    assert.equal(notes.length, 2);
    assert.match(notes[0] ?? "", /"module" is unknown and ignored: did you mean "modules"\?/);
    assert.match(notes[1] ?? "", /"Data" .* "data"\?/);
  });

  it("may have a byte order mark in its manifest", () => {
    assert.equal(readApp(makeApp({ "manifest.json": '\ufeff{"defines": {"a": 1}}' })).manifest.defines.a, 1);
  });

  it("is told of links to nothing", () => {
    for (const section of ["data", "modules", "include"]) {
      const app = makeApp({
        "manifest.json": { [section]: section === "include" ? "./gone.json" : { "*": "./gone" } },
      });
      symlinkSync("nowhere.json", join(app, "gone.json"));
      assert.throws(() => readApp(app), /gone\.json is a link to nowhere\.json, which isn't there: correct the link/);
    }
  });

  it("has resources by the names of its files, whatever is in them", () => {
    const name = "a & b + c, #d $& %f 'g' \"h\" 😀";
    const app = makeApp({
      "manifest.json": { data: { "*": `./${name}`, "$&/*": "./x" } },
      [`${name}.TFLITE`]: "",
      "x.Bin": "",
    });
    assert.deepEqual([...readApp(app).manifest.data.keys()], [`${name}.tflite`, "$&/x.bin"]);
  });
});
