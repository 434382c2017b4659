// SPDX-License-Identifier: Apache-2.0
// `tinyxs run`: how apps end, what is said about wrong input, and the compiled apps it keeps.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildFolder } from "../tools/toolchain/folders.js";
import { root, simulator, temporaryFolder } from "./support/environment.js";
import { ended, fixture, output, parseLines, printed, run, start } from "./support/run.js";

/** Of an app's end: the status, and what stderr must say, line by line. */
const endings: Record<string, readonly [status: number, ...lines: RegExp[]]> = {
  "missing-module": [1, /missing-module\/main\.ts: cannot find module "not\/here": name it in manifest\.json/],
  "missing-resource": [
    1,
    /URIError: Resource "model\.tflite" not found: name it in the manifest's "data"/,
    /resource\.ts:7/,
    /main\.ts:4\)/,
  ],
  "multi-module": [1, /TypeError: .*undefined/, /at parse \(.*multi-module\/parts\/parse\.ts:7\)/, /main\.ts:4\)/],
  "out-of-memory": [1, /out of memory at .*out-of-memory\/main\.ts:3: .* 8192 KB: keep less, or raise the limit/],
  "stack-overflow": [1, /stack overflow at .*stack-overflow\/main\.ts:2: .*end the recursion earlier/],
  "syntax-error": [1, /syntax-error\/main\.ts:2:16: TS1109: Expression expected/],
  "type-error": [1, /type-error\/main\.ts:2:7: TS2322: Type 'string' is not assignable to type 'number'/],
  "top-level-throw": [1, /RangeError: nothing to start/, /at start \(.*main\.ts:3\)/, /main\.ts:6\)/],
  "unhandled-rejection": [
    1,
    /unhandled promise rejection: TypeError: no sensor/,
    /at read \(.*main\.ts:3\)/,
    /main\.ts:2\)/,
    /main\.ts:6\)/,
  ],
};

function assertLines(text: string, patterns: readonly RegExp[]): void {
  const lines = text.split("\n").filter(Boolean);
  assert.equal(lines.length, patterns.length, text);
  patterns.forEach((pattern, i) => assert.match(lines[i] ?? "", pattern));
}

describe("tinyxs run", () => {
  before(simulator);

  for (const [name, [status, ...lines]] of Object.entries(endings))
    it(`says how ${name} ends`, () => {
      const outcome = run(fixture(name));
      assert.deepEqual([outcome.status, outcome.signal, outcome.stdout], [status, null, ""]);
      assertLines(outcome.stderr, lines);
    });

  it("fires timers in the order of their times", () => {
    const lines = output(fixture("timers")).trim().split("\n");
    assert.match(lines.shift() ?? "", /^start 0 2025-01-01T00:00:00\.000Z 0\.\d+$/);
    assert.deepEqual(lines, [
      "job",
      ...["scheduled 5", "scheduled 55", "interval 100", "scheduled 105", "interval 200"],
      ...["timeout 250", "after a delay 340", "interval 340"],
    ]);
  });

  it("ends after --seconds", () => {
    assert.equal(output(fixture("endless"), ["--seconds", "3"]), "started\n");
  });

  it("survives an app that calls C with anything", () => {
    assert.equal(output(fixture("hostile"), ["--seconds", "5", "--audio", "silence:1"]), "survived true true true\n");
  });

  it("gives the same with --bundle", () => {
    for (const name of ["model", "timers", "audio-echo", "hostile"]) {
      const args = ["--audio", "silence:2", "--seconds", "10"];
      assert.equal(output(fixture(name), [...args, "--bundle"]), output(fixture(name), args), name);
    }
    assertLines(
      run(fixture("multi-module"), ["--bundle"]).stderr,
      (endings["multi-module"] ?? []).slice(1) as RegExp[],
    );
  });

  it("passes only JSON objects on stdout with --json", () => {
    const { status, stdout, stderr } = run(fixture("model"), ["--json"]);
    assert.deepEqual([status, stdout], [0, ""]);
    assert.match(stderr, /^input .*\noutput .*/);
    const echo = output(fixture("audio-echo"), ["--json", "--audio", "silence:1"]);
    assert.deepEqual(
      parseLines(echo),
      [1, 2].map((time) => ({ time, batches: 50 * time, peak: 0 })),
    );
  });

  it("gives the app's own recording to the microphone", function () {
    this.timeout(600000);
    const { status, stderr } = run("apps/wake-word");
    assert.deepEqual([status, stderr], [0, ""]);
  });
});

describe("the lock of a build folder", () => {
  const folder = temporaryFolder();
  const module = new URL("../tools/toolchain/lock.js", import.meta.url).href;
  const lock = join(folder, "lock");
  const log = join(folder, "log");
  const script =
    `import { appendFileSync } from "node:fs"; import { setTimeout } from "node:timers/promises";` +
    `import { withLock } from ${JSON.stringify(module)};` +
    `const log = (text) => appendFileSync(${JSON.stringify(log)}, text);` +
    `await withLock(${JSON.stringify(lock)}, async () => { log("("); await setTimeout(50); log(")"); });`;

  it("lets one process in at a time, and isn't held by the dead", async () => {
    writeFileSync(lock, "999999999"); // no process has this number
    const statuses = Array.from({ length: 5 }, () => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
      return new Promise((done) => child.on("close", done));
    });
    assert.deepEqual(await Promise.all(statuses), [0, 0, 0, 0, 0]);
    assert.equal(readFileSync(log, "utf8"), "()".repeat(5));
    assert.deepEqual(readdirSync(folder), ["log"]);
  });
});

describe("tinyxs run with wrong input", () => {
  const folder = temporaryFolder();
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const riff = (...chunks: Buffer[]): Buffer => {
    const body = Buffer.concat([Buffer.from("WAVE"), ...chunks]);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from("RIFF"), size, body]);
  };
  const chunk = (name: string, body: Buffer, size = body.length): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(size);
    return Buffer.concat([Buffer.from(name), length, body]);
  };
  /** The part "fmt " of a WAV file. */
  const describeFormat = (format: number, channels: number, rate: number, bits: number): Buffer => {
    const body = Buffer.alloc(16);
    body.writeUInt16LE(format, 0);
    body.writeUInt16LE(channels, 2);
    body.writeUInt32LE(rate, 4);
    body.writeUInt32LE((rate * channels * bits) / 8, 8);
    body.writeUInt16LE((channels * bits) / 8, 12);
    body.writeUInt16LE(bits, 14);
    return chunk("fmt ", body);
  };
  const data = chunk("data", Buffer.alloc(64));
  const good = describeFormat(1, 1, 16000, 16);

  /** One line on stderr, which matches; nothing on stdout; no crash. */
  const refuses = (app: string, args: readonly string[], status: number, message: RegExp): void => {
    const outcome = run(app, args);
    assert.deepEqual([outcome.status, outcome.signal, outcome.stdout], [status, null, ""], outcome.stderr);
    assert.match(outcome.stderr, /^error: [^\n]+\n$/);
    assert.match(outcome.stderr, message);
  };

  it("names the app's folder", () => {
    refuses(join(folder, "nowhere"), [], 2, /nowhere: there is no such folder: give the folder of an app/);
    refuses(fixture("model/main.ts"), [], 2, /main\.ts: there is no such folder/);
    mkdirSync(join(folder, "empty"));
    refuses(join(folder, "empty"), [], 2, /empty: there is no main\.ts in it: create it, or name another folder/);
  });

  it("names what is wrong in manifest.json", () => {
    const app = join(folder, "manifest");
    mkdirSync(app);
    writeFileSync(join(app, "main.ts"), "trace('here')");
    for (const [text, message] of [
      ["{", /manifest\.json: .*correct the JSON/],
      ["[]", /manifest\.json must be an object/],
      ['{"include": "./not-there.json"}', /"include" names \.\/not-there\.json, which isn't there: correct the path/],
      ['{"include": 1}', /"include" must be a path or a list of them/],
      ['{"modules": {"*": "./not-there"}}', /"modules" names \.\/not-there, but there is no such file: create it/],
      ['{"data": {"*": 7}}', /"data": "\*" must be a path or a list of them/],
      ['{"data": {"*": null}}', /"data": "\*" must be a path or a list of them/],
      ['{"defines": {"audioIn": {"sampleRate": 5}}}', /"sampleRate": 5.*: give a whole number from 8000 to 48000/],
    ] as const) {
      writeFileSync(join(app, "manifest.json"), text);
      refuses(app, [], 1, message);
    }
  });

  it("names the option", () => {
    const app = fixture("audio-echo");
    for (const [args, message] of [
      [["--what"], /unknown option '--what'/],
      [["--audio"], /'--audio <file...>' argument missing/],
      [["--heap", "5"], /--heap <KB>.*'5'.*Give a whole number from 1024 to 1048576/],
      [["--seconds", "0"], /--seconds <s>.*'0'.*Give a number from 0\.001 to/],
      [["--seconds", "soon"], /--seconds <s>.*'soon'.*Give a number/],
      [["--seed", "-1"], /--seed/],
      [["--seed", "1.5"], /--seed <n>.*'1\.5'.*whole number/],
      [["--audio", "silence:"], /--audio silence:: give seconds from 0 to 3600, as in silence:2\.5/],
      [["--audio", "silence:-1"], /--audio silence:-1: give seconds/],
      [["--audio", "silence:1e9"], /--audio silence:1e9: give seconds/],
      [["--audio", "silence:x"], /--audio silence:x: give seconds/],
    ] as const)
      refuses(app, args, 2, message);
  });

  it("names the recording", () => {
    const app = fixture("audio-echo");
    const wav = riff(good, data);
    for (const [name, status, message] of [
      [join(folder, "missing.wav"), 2, /missing\.wav: there is no such file: give a WAV file/],
      [folder, 2, /this is a folder: give a WAV file/],
      [file("empty.wav", ""), 1, /empty\.wav: the file is empty: give a RIFF\/WAVE file/],
      [
        file("text.wav", "This is no recording."),
        1,
        /text\.wav: not a WAV file: give a RIFF\/WAVE file with PCM, float/,
      ],
      [
        file("short.wav", wav.subarray(0, 30)),
        1,
        /short\.wav: truncated: its "fmt" part should have 16 bytes, 10 are there: /,
      ],
      [
        file("cut.wav", wav.subarray(0, 80)),
        1,
        /cut\.wav: truncated: its "data" part should have 64 bytes, 36 are there: /,
      ],
      [file("head.wav", riff(good)), 1, /head\.wav: truncated: no samples in it: copy or record it again/],
      [
        file("none.wav", riff(good, chunk("data", Buffer.alloc(0)))),
        1,
        /none\.wav: no samples in it: give a longer recording/,
      ],
      [file("order.wav", riff(data, good)), 1, /order\.wav: no "fmt" part before the samples/],
      [
        file("adpcm.wav", riff(describeFormat(2, 1, 16000, 4), data)),
        1,
        /adpcm\.wav: its samples are in Microsoft ADPCM: convert it with `ffmpeg -i .*adpcm\.wav -c:a pcm_s16le/,
      ],
      [file("channels.wav", riff(describeFormat(1, 0, 16000, 16), data)), 1, /channels\.wav: 0 channels: give 1 to 32/],
      [
        file("rate.wav", riff(describeFormat(1, 1, 0, 16), data)),
        1,
        /rate\.wav: a sample rate of 0 Hz: give 1000 to 768000/,
      ],
      [file("huge.wav", riff(good, chunk("data", Buffer.alloc(8), 0x10000))), 1, /huge\.wav: truncated/],
    ] as const)
      refuses(app, ["--audio", name], status, message);
    const { status, stderr } = run(app);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^error: Error: AudioIn: there is no recording to hear: give --audio FILE, or put a WAV file.*\n at /,
    );
  });

  it("names the model", () => {
    const app = fixture("model");
    const model = (name: string, content: string): string => file(name, content);
    refuses(
      app,
      ["--model", join(folder, "missing.tflite")],
      2,
      /--model .*missing\.tflite: there is no such file: give a \.tflite/,
    );
    refuses(app, ["--model", folder], 2, /--model .*: not a file: give a \.tflite file/);
    refuses(
      app,
      ["--model", model("empty.tflite", "")],
      1,
      /empty\.tflite: not a TensorFlow Lite model: give a \.tflite file/,
    );
    refuses(app, ["--model", model("text.tflite", "no model at all")], 1, /text\.tflite: not a TensorFlow Lite model/);
    refuses(fixture("timers"), ["--model", "any.tflite"], 2, /any\.tflite: there is no such file/);
    const broken = run(app, ["--model", model("broken.tflite", "\x1c\0\0\0TFL3" + "\0".repeat(50))]);
    assert.deepEqual([broken.status, broken.signal, broken.stdout], [1, null, ""]);
    assert.match(broken.stderr, /^error: ModelError: Model: .*truncated or corrupt/);
  });

  it("names the missing .tflite of an app that has none", () => {
    const model = join(root, "test/fixtures/apps/model/model.tflite");
    refuses(fixture("timers"), ["--model", model], 2, /--model: the app has 0 \.tflite files in its manifest's "data"/);
  });
});

describe("a compiled app that tinyxs run keeps", () => {
  const folder = temporaryFolder();
  const app = join(folder, `kept-${basename(folder)}`);
  const runs = join(buildFolder, "run");
  /** The folders of all compilations of the app. */
  const kept = (): string[] =>
    readdirSync(runs)
      .filter((name) => name.startsWith(basename(app)))
      .flatMap((name) => readdirSync(join(runs, name)).map((entry) => join(runs, name, entry)))
      .filter((path) => basename(path) !== "inputs.json");
  const write = (name: string, text: string): void => writeFileSync(join(app, name), text);

  before(async () => {
    await simulator();
    mkdirSync(app);
    write(
      "main.ts",
      'import { word } from "./word.js";\nimport type { Word } from "./type.js";\nconst w: Word = word;\ntrace(w);\n',
    );
    write("word.ts", 'export const word = "one";\n');
    write("type.ts", "export type Word = string;\n");
    write("manifest.json", "{}");
  });
  after(() => {
    for (const name of readdirSync(runs))
      if (name.startsWith(basename(app))) rmSync(join(runs, name), { recursive: true });
  });

  it("is taken the second time, and nothing is compiled", () => {
    assert.equal(output(app), "one\n");
    const [compiled = "", ...others] = kept();
    assert.deepEqual(others, []);
    const script = readdirSync(compiled, { recursive: true, encoding: "utf8" }).find((name) => /word\.js$/.test(name));
    const file = join(compiled, script ?? "");
    writeFileSync(file, readFileSync(file, "utf8").replace('"one"', '"kept"'));
    assert.equal(output(app), "kept\n");
    assert.deepEqual(kept(), [compiled]);
  });

  it("is compiled anew after any change", () => {
    write("word.ts", 'export const word = "two";\n');
    assert.equal(output(app), "two\n");
    write("type.ts", "export type Word = number;\n");
    const { status, stderr } = run(app);
    assert.equal(status, 1);
    assert.match(stderr, /main\.ts:3:7: TS2322/);
    write("type.ts", "export type Word = string;\n");
    assert.equal(output(app), "two\n");
    write("manifest.json", '{"modules": {"other": "./word"}}');
    write("main.ts", 'import { word } from "other";\ntrace(word, "!");\n');
    assert.equal(output(app), "two!\n");
    write("another.ts", 'export const word = "three";\n');
    write("manifest.json", '{"modules": {"other": "./another"}}');
    assert.equal(output(app), "three!\n");
    rmSync(join(app, "another.ts"));
    assert.match(run(app).stderr, /"modules" names \.\/another, but there is no such file/);
    write("manifest.json", "{}");
    assert.match(run(app).stderr, /cannot find module "other"/);
  });

  it("is compiled anew when a script takes the place of another", () => {
    rmSync(join(app, "word.ts"));
    write("word.js", 'export const word = "script";\n');
    write("main.ts", 'import { word } from "./word.js";\ntrace(word);\n');
    assert.equal(output(app), "script\n");
    write("word.ts", 'export const word = "typed";\n');
    assert.equal(output(app), "typed\n");
  });

  it("serves several runs at once", async () => {
    write("word.ts", 'export const word = "together";\n');
    const children = [1, 2, 3].map(() => start(app));
    const texts = children.map(async (child) => {
      child.stdout.setEncoding("utf8");
      let text = "";
      child.stdout.on("data", (part: string) => (text += part));
      return [await ended(child), text];
    });
    assert.deepEqual(await Promise.all(texts), Array(3).fill([0, "together\n"]));
  });

  it("leaves no folder behind, not even after Ctrl-C", async () => {
    const scratch = (child: { readonly pid?: number | undefined }): boolean =>
      readdirSync(runs).some((name) => name.startsWith(`tmp-${child.pid}-`));
    for (const [signal, status] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      const child = start(fixture("endless"), ["--realtime"]);
      await printed(child, "started");
      assert.ok(scratch(child));
      child.kill(signal);
      assert.equal(await ended(child), status);
      assert.ok(!scratch(child));
    }
    write("main.ts", "let broken: number = 'no';");
    const failed = start(app);
    assert.equal(await ended(failed), 1);
    assert.ok(!scratch(failed));
    const killed = start(fixture("endless"), ["--realtime"]);
    await printed(killed, "started");
    killed.kill("SIGKILL");
    await ended(killed);
    run(fixture("top-level-throw"));
    assert.ok(!scratch(killed), "the next run removes what a crash has left");
  });

  it("works in folders with unusual names and behind links", () => {
    const odd = join(folder, "an app (1) ä & b + c, #d $& %f 'g' \"h\" 😀");
    cpSync(join(root, fixture("multi-module")), odd, { recursive: true });
    symlinkSync(odd, join(folder, "link"));
    try {
      for (const path of [odd, join(folder, "link")]) assert.match(run(path).stderr, /parse\.ts:7/);
    } finally {
      for (const name of readdirSync(runs))
        if (/^(link|an app)/.test(name)) rmSync(join(runs, name), { recursive: true });
    }
    assert.ok(existsSync(odd));
  });
});
