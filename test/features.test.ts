// SPDX-License-Identifier: Apache-2.0
// tinyxs/features on XS: the tests in modules/features/*/test, and what an app makes of what the microphone hears.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import wavefile from "wavefile";
import { tinyxs } from "./support/cli.js";
import { needShared, program, root, simulator, temporaryFolder } from "./support/environment.js";
import { assertRows, audio, logMel } from "./support/log-mel.js";
import { describeApp } from "./support/xs.js";

describeApp("modules/features/log-mel/test");

describe("log-mel rows of what the microphone hears", () => {
  const folder = temporaryFolder();

  before(simulator);

  /** 30 ms every 30 ms, with the second of silence at the end of every recording. */
  function listen(samples: Int16Array): Buffer {
    const file = join(folder, "heard.wav");
    const wave = new wavefile.WaveFile();
    wave.fromScratch(1, 16000, "16", samples);
    writeFileSync(file, wave.toBuffer());
    const app = join(root, "modules/features/log-mel/test/rows");
    const { status, stdout, stderr } = tinyxs(["run", app, "--json", "--audio", file]);
    assert.match(stderr, /^(.*: clipped: .*\n)?$/);
    assert.equal(status, 0);
    const lines = stdout.split("\n").filter(Boolean);
    return Buffer.concat(lines.map((line) => Buffer.from((JSON.parse(line) as { row: string }).row, "hex")));
  }

  it("are those of tinyxs-log-mel", async () => {
    const samples = Int16Array.from(Object.values(audio).flatMap((make) => [...make()]));
    const heard = new Int16Array(samples.length + 16000);
    heard.set(samples);
    assertRows(listen(samples), logMel(await program("tinyxs-log-mel"), heard, "--hop-ms", "30"));
  });

  it("are the golden rows of audio_preprocessor_int8", function () {
    const golden = (name: string): Buffer => readFileSync(needShared(this, "models", "audio_preprocessor_int8", name));
    const [bytes, expected] = [golden("in0_0.bin"), golden("out0_0.bin")];
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    assertRows(listen(samples).subarray(0, expected.length), expected);
  });
});
