// SPDX-License-Identifier: Apache-2.0
// What the microphone makes of WAV files, sample by sample. test/run.test.ts has what is said of wrong ones.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareAudio } from "../tools/app/audio.js";
import { temporaryFolder } from "./support/environment.js";

const rate = 16000;

describe("a recording", () => {
  const folder = temporaryFolder();

  const chunk = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name);
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length & 1)]);
  };

  /** The samples heard of a file with `parts` before its samples, without the second of silence behind them. */
  function hear(code: number, bits: number, hertz: number, data: Buffer, ...parts: Buffer[]): number[] {
    const format = Buffer.alloc(16);
    format.writeUInt16LE(code, 0);
    format.writeUInt16LE(1, 2);
    format.writeUInt32LE(hertz, 4);
    format.writeUInt32LE((hertz * bits) / 8, 8);
    format.writeUInt16LE(bits / 8, 12);
    format.writeUInt16LE(bits, 14);
    const body = Buffer.concat([Buffer.from("WAVE"), chunk("fmt ", format), ...parts, chunk("data", data)]);
    const file = join(folder, "recording.wav");
    writeFileSync(file, chunk("RIFF", body));
    return [...prepareAudio([file], rate, () => undefined)].slice(0, -rate);
  }

  const plain = Buffer.from(Int16Array.of(1, -2, 300, -32768).buffer);

  it("may have parts of an odd length before its samples, with a byte of padding behind each", () => {
    const parts = [chunk("junk", Buffer.from("x")), chunk("LIST", Buffer.from("INFOdata?"))];
    assert.deepEqual(hear(1, 16, rate, plain, ...parts), [1, -2, 300, -32768]);
  });

  it("is silent where its samples are infinite or no numbers", () => {
    const data = Buffer.from(Float32Array.of(0.5, Infinity, -Infinity, NaN, -0.5, 2, -2).buffer);
    assert.deepEqual(hear(3, 32, rate, data), [16384, 0, 0, 0, -16384, 32767, -32768]);
  });

  it("is silent at 128 where its samples have eight bits, which have no sign", () => {
    assert.deepEqual(hear(1, 8, rate, Buffer.of(128, 0, 255, 129)), [0, -32768, 32512, 256]);
  });

  it("has from 1000 to 768000 samples a second", () => {
    for (const hertz of [999, 768001])
      assert.throws(() => hear(1, 16, hertz, plain), new RegExp(`a sample rate of ${hertz} Hz: give 1000 to 768000`));
    for (const hertz of [1000, 768000]) hear(1, 16, hertz, Buffer.alloc(2 * 768));
  });
});
