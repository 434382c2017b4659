// SPDX-License-Identifier: Apache-2.0
// Prints every row of log-mel features of what the microphone hears, as {"row": hexadecimal}: 30 ms every 30 ms.
import AudioIn from "embedded:io/audio/in";
import LogMel from "tinyxs/features/log-mel";

const mel = new LogMel({ hopMs: 30 });
const row = new Int8Array(mel.channels);

function print(): void {
  const text = Array.from(row, (value) => (value & 255).toString(16).padStart(2, "0")).join("");
  trace(JSON.stringify({ row: text }) + "\n");
}

const microphone = new AudioIn({
  sampleRate: 16000,
  channels: 1,
  bitsPerSample: 16,
  audioType: "LPCM",
  onReadable(bytes) {
    mel.feed(new Int16Array(this.read(bytes)), row, print);
  },
});
microphone.start();
