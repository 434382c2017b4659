// SPDX-License-Identifier: Apache-2.0
// The app apps/wake-word in the simulator: what it hears in recordings of people, in its own demo and in noise.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import wavefile from "wavefile";
import { tinyxs } from "./support/cli.js";
import { needShared, root, simulator, temporaryFolder } from "./support/environment.js";
import { output, parseLines } from "./support/run.js";
import { sine, writeWav } from "./support/wav.js";

interface Report {
  readonly time: number;
  readonly label: string;
  readonly score: number;
}

const app = "apps/wake-word";
const folder = join(root, app);

function hear(...args: string[]): Report[] {
  return parseLines<Report>(output(app, ["--json", ...args]));
}

function labels(...args: string[]): string[] {
  return hear(...args).map(({ label }) => label);
}

describe("apps/wake-word", () => {
  const temporary = temporaryFolder();
  before(simulator);

  for (const [name, expected] of [
    ["yes", ["yes"]],
    ["no", ["no"]],
    ["noise", []],
    ["silence", []],
  ] as const) {
    it(`hears ${expected[0] ?? "nothing"} in ${name}, wherever it begins`, function () {
      const file = needShared(this, "recordings", `${name}_1000ms.wav`);
      assert.deepEqual(labels("--audio", file), expected);
      for (const seconds of [0.3, 0.7, 1.1])
        assert.deepEqual(labels("--audio", `silence:${seconds}`, file), expected, `after ${seconds} s of silence`);
    });

    it(`hears ${expected[0] ?? "nothing"} in ${name} at half the volume`, function () {
      const wave = new wavefile.WaveFile(readFileSync(needShared(this, "recordings", `${name}_1000ms.wav`)));
      const samples = wave.getSamples(false, Int16Array) as unknown as Int16Array;
      const file = join(temporary, `${name}.wav`);
      writeWav(
        file,
        Float64Array.from(samples, (sample) => sample / 65536),
        16000,
      );
      assert.deepEqual(labels("--audio", file), expected);
    });
  }

  /** The four recordings in one run. */
  const all = (context: Mocha.Context): string[] =>
    ["yes", "no", "noise", "silence"].map((name) => needShared(context, "recordings", `${name}_1000ms.wav`));

  it("hears one yes and one no in all recordings", function () {
    assert.deepEqual(labels("--audio", ...all(this)), ["yes", "no"]);
  });

  it("does the same with the public model", function () {
    const model = needShared(this, "models", "micro_speech_quantized", "model.tflite");
    assert.deepEqual(labels("--model", model, "--audio", ...all(this)), ["yes", "no"]);
    const [yes, no] = all(this);
    assert.deepEqual(labels("--model", model, "--audio", yes ?? ""), ["yes"]);
    assert.deepEqual(labels("--model", model, "--audio", no ?? ""), ["no"]);
  });

  it("hears nothing in a sine", () => {
    const file = join(temporary, "sine.wav");
    writeWav(file, sine(440, 3, 16000), 16000);
    assert.deepEqual(labels("--audio", file), []);
  });

  it("finds every word of the demo within a second of its end, with at most one false report", () => {
    const spoken = JSON.parse(readFileSync(join(folder, "recordings/demo.json"), "utf8")) as {
      label: string;
      start: number;
      end: number;
    }[];
    const reports = hear();
    const words = spoken.filter(({ label }) => label === "yes" || label === "no");
    const matches = words.map(({ label, start, end }) =>
      reports.filter((report) => report.label === label && report.time > start && report.time <= end + 1),
    );
    const text = reports.map(({ time, label }) => `${label} at ${time}`).join(", ");
    words.forEach(({ label, end }, i) =>
      assert.ok(matches[i]?.length, `${label}, ended at ${end}, is missing: ${text}`),
    );
    assert.ok(reports.length <= words.length + 1, `${reports.length} reports for ${words.length} words: ${text}`);
  });

  it("reports time, label and score, and for people one line in columns", () => {
    for (const report of hear()) {
      assert.deepEqual(Object.keys(report), ["time", "label", "score"]);
      assert.ok(report.time > 0 && report.time < 60 && report.score > 0 && report.score <= 1);
      assert.ok(["yes", "no"].includes(report.label));
    }
    for (const line of output(app).trimEnd().split("\n")) assert.match(line, /^ *\d+\.\d\d s {2}(yes|no) +[01]\.\d\d$/);
  });

  it("is what builds with the Moddable SDK need: a prepared model, and its operators", () => {
    const { status, stderr } = tinyxs(["operators", folder, "--check"]);
    assert.equal(stderr, "");
    assert.equal(status, 0);
  });

  it("is small: 60 kB of file, 30 kB of arena", () => {
    const model = join(folder, "wake-word.tflite");
    assert.ok(statSync(model).size <= 60000);
    const { status, stdout } = tinyxs(["inspect", model, "--json"]);
    assert.equal(status, 0);
    const { arena } = JSON.parse(stdout) as { arena: Record<string, number> };
    assert.ok((arena["32"] ?? Infinity) <= 30000 && (arena["64"] ?? Infinity) <= 30000);
  });
});
