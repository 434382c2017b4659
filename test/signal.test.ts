// SPDX-License-Identifier: Apache-2.0
// The log-mel front end, natively: the program tinyxs-log-mel against TensorFlow Lite Micro and against the engine's operators.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "../modules/features/log-mel/test/audio.js";
import { tinyxs } from "./support/cli.js";
import { needShared, program, temporaryFolder } from "./support/environment.js";
import { assertRows, audio, bytesOf, logMel, readVectors, runLogMel } from "./support/log-mel.js";

const preprocessor = ["models", "audio_preprocessor_int8"] as const;

for (const sanitize of [false, true]) {
  describe(`tinyxs-log-mel${sanitize ? " with sanitizers" : ""}`, () => {
    const folder = temporaryFolder();
    let logMelProgram: string;
    let engine: string;
    before(async () => {
      logMelProgram = await program("tinyxs-log-mel", sanitize);
      engine = await program("tinyxs-engine", sanitize);
    });

    for (const [name, expected] of readVectors())
      it(`${name}: rows of TensorFlow Lite Micro (test/vectors/log-mel.json)`, () => {
        assertRows(logMel(logMelProgram, audio[name]?.() ?? new Int16Array()), expected);
      });

    it("golden rows of audio_preprocessor_int8", function () {
      const samples = readFileSync(needShared(this, ...preprocessor, "in0_0.bin"));
      const expected = readFileSync(needShared(this, ...preprocessor, "out0_0.bin"));
      // The golden's frames don't overlap.
      const { status, rows } = runLogMel(logMelProgram, samples, "--hop-ms", "30");
      assert.equal(status, 0);
      assertRows(rows, expected);
    });

    for (const [name, hop] of [
      ["noise of all levels", 320],
      ["noise of all levels", 480],
      ["a word's worth of sweeps", 320],
    ] as const)
      it(`${name}, ${hop / 16} ms: as audio_preprocessor_int8 in the engine`, function () {
        const model = needShared(this, ...preprocessor, "model.tflite");
        const samples = name.startsWith("noise") ? makeNoise(32000) : makeSweeps(32000);
        const frames: Buffer[] = [];
        for (let at = 0; at + 480 <= samples.length; at += hop) frames.push(bytesOf(samples.subarray(at, at + 480)));
        const [input, output] = [join(folder, "frames.bin"), join(folder, "rows.bin")];
        writeFileSync(input, Buffer.concat(frames));
        const { status, stderr } = tinyxs(["invoke", model, "--input", input, "--output", output], engine);
        assert.equal(stderr, "");
        assert.equal(status, 0);
        assertRows(logMel(logMelProgram, samples, "--hop-ms", String(hop / 16)), readFileSync(output));
      });

    it("starts afresh after --clip-samples", () => {
      const samples = audio.noise?.() ?? new Int16Array();
      const clip = logMel(logMelProgram, samples);
      const twice = Int16Array.from([...samples, ...samples]);
      assertRows(logMel(logMelProgram, twice, "--clip-samples", String(samples.length)), Buffer.concat([clip, clip]));
    });

    it("gives nothing for less than a window", () => {
      for (const length of [0, 1, 479]) assert.equal(logMel(logMelProgram, new Int16Array(length)).length, 0);
    });

    it("refuses half a sample, unknown and missing options, and values out of range", () => {
      const wrong: [input: Buffer, args: string[], message: string][] = [
        [Buffer.alloc(961), [], "middle of a sample"],
        [Buffer.alloc(0), ["--color", "red"], "--color"],
        [Buffer.alloc(0), ["color"], "color"],
        [Buffer.alloc(0), ["--hop-ms"], "--hop-ms"],
        [Buffer.alloc(0), ["--hop-ms", "ten"], "--hop-ms"],
        [Buffer.alloc(0), ["--hop-ms", "nan"], "hop"],
        [Buffer.alloc(0), ["--hop-ms", "-10"], "hop_ms"],
        [Buffer.alloc(0), ["--channels", "257"], "channels"],
        [Buffer.alloc(0), ["--channels", "4294967297"], "channels"],
        [Buffer.alloc(0), ["--noise-reduction", "0"], "pcan"],
        [Buffer.alloc(0), ["--clip-samples", "-1"], "clip-samples"],
      ];
      for (const [input, args, message] of wrong) {
        const { status, rows, stderr } = runLogMel(logMelProgram, input, ...args);
        assert.equal(status, 1, args.join(" "));
        assert.match(stderr, /^tinyxs-log-mel: [^\n]+\n$/);
        assert.ok(stderr.includes(message), stderr);
        assert.ok(rows.length <= 40);
      }
    });
  });
}

/** Every tenth of a second another level. */
function makeNoise(length: number): Int16Array {
  const random = createRandom(7);
  let amplitude = 1;
  return Int16Array.from({ length }, (_, i) => {
    if (i % 1600 === 0) amplitude = 2 ** random(16);
    return Math.max(-32768, Math.min(32767, random(2 * amplitude + 1) - amplitude));
  });
}

/** Tones with harmonics that glide and fade, as vowels do. */
function makeSweeps(length: number): Int16Array {
  let phase = 0;
  return Int16Array.from({ length }, (_, i) => {
    const time = i / 16000;
    phase += (2 * Math.PI * (120 + 80 * Math.sin(3 * time))) / 16000;
    const level = 8000 * (1 + Math.sin(9 * time));
    let sum = 0;
    for (let k = 1; k <= 12; k++) sum += Math.sin(k * phase) / k;
    return Math.round(level * sum * 0.9);
  });
}
