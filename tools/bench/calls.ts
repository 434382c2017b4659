// SPDX-License-Identifier: Apache-2.0
// What the JavaScript path takes on a board: an app in a whole image, with XS, whose calls are counted.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readApp } from "../app/index.js";
import { buildImage } from "../board/image.js";
import { writeStream } from "../board/stream.js";
import { readModel } from "../tflite/model.js";
import { Failure } from "../toolchain/failure.js";
import { packageFolder } from "../toolchain/folders.js";
import { benchModel } from "./bench.js";
import { countEntries } from "./count.js";
import { makeNoise } from "./inputs.js";
import { findTarget } from "./targets.js";
import { median } from "./work.js";

/** Instructions of one call each, the engine's own work left out where it says so. */
export interface CallResult {
  readonly calls: "javascript";
  readonly target: string;
  /** model.run(), without the engine's tinyxs_run. */
  readonly run: number;
  /** input.write(Int8Array) and output.read(Float32Array), of the wake-word app's model. */
  readonly write: number;
  readonly read: number;
  /** One 20 ms block of audio in onReadable: reading it, and making a row of features of it, front end included. */
  readonly blockRead: number;
  readonly blockFeed: number;
}

/** A native function that does next to nothing: its entries part the calls. */
const mark = "fx_Math_clz32";
const repetitions = 9;
const blocks = 30;
const blockSamples = 320;

const script = `
import AudioIn from "embedded:io/audio/in";
import Resource from "Resource";
import LogMel from "tinyxs/features/log-mel";
import Model from "tinyxs/ml";

const model = new Model({ data: new Resource("wake-word.tflite") });
const [input] = model.inputs;
const [output] = model.outputs;
const mark = [Math.clz32][model.inputs.length - 1]; // not Math.clz32 itself: its calls would be left out, as nobody uses what they return
const values = new Int8Array(input.length);
const scores = new Float32Array(output.length);
for (let i = 0; i < ${repetitions}; i++) {
  mark(0);
  mark(0);
  input.write(values);
  mark(0);
  model.run();
  mark(0);
  output.read(scores);
  mark(0);
}

const mel = new LogMel();
const samples = new Int16Array(${blockSamples});
const bytes = new Uint8Array(samples.buffer);
const microphone = new AudioIn({
  sampleRate: 16000,
  channels: 1,
  bitsPerSample: 16,
  audioType: "LPCM",
  onReadable(byteLength) {
    for (; byteLength >= bytes.length; byteLength -= bytes.length) {
      mark(0);
      mark(0);
      this.read(bytes);
      mark(0);
      mel.feed(samples, values);
      mark(0);
    }
  },
});
microphone.start();
`;

export async function benchCalls(parent: string): Promise<CallResult> {
  const scratch = mkdtempSync(join(parent, "calls-"));
  const target = findTarget("cortex-m4");
  const model = join(packageFolder, "apps/wake-word/wake-word.tflite");
  const folder = join(scratch, "calls");
  mkdirSync(folder);
  writeFileSync(join(folder, "main.ts"), `// @ts-nocheck\n${script}`);
  if (!target.board) throw new Error("cortex-m4 is a board");
  const { elf } = await buildImage(readApp(folder), new Map([["wake-word.tflite", model]]), target.board, scratch);
  const noise = makeNoise({ type: "int16", bytes: 2 * blockSamples }, blocks, 1);
  const stream = writeStream({
    samples: new Int16Array(noise.buffer, noise.byteOffset, noise.length / 2),
    sampleRate: 16000,
    seed: 1,
    seconds: 60,
    realtime: false,
  });
  const entries = await countEntries(target.board, elf, [mark], scratch, { onOutput: () => undefined, stream });
  const counts = entries.map(({ count }) => count);
  const expected = 5 * repetitions + 4 * blocks;
  if (counts.length !== expected) throw new Failure(`--calls: ${counts.length} marks of ${expected} were reached`);
  const calls = spans(counts.slice(0, 5 * repetitions), 5);
  const audio = spans(counts.slice(5 * repetitions), 4);
  const zeros = join(scratch, "zeros.bin");
  writeFileSync(zeros, Buffer.alloc(inputBytes(model)));
  const { instructions } = await benchModel(model, target, { inputs: [zeros] }, scratch);
  return {
    calls: "javascript",
    target: target.name,
    run: (calls[1] ?? 0) - instructions,
    write: calls[0] ?? 0,
    read: calls[2] ?? 0,
    blockRead: audio[0] ?? 0,
    blockFeed: audio[1] ?? 0,
  };
}

function inputBytes(model: string): number {
  const [main] = readModel(readFileSync(model)).subgraphs;
  return main?.tensors[main.inputs[0] ?? -1]?.bytes ?? 0;
}

/** Groups of marks, of which the first two have nothing in between: the median of each span after those, without a mark. */
function spans(counts: readonly number[], size: number): number[] {
  const groups = Array.from({ length: Math.floor(counts.length / size) }, (_, i) =>
    counts.slice(i * size, (i + 1) * size),
  );
  const medians = Array.from({ length: size - 1 }, (_, i) =>
    median(groups.map((group) => (group[i + 1] ?? 0) - (group[i] ?? 0))),
  );
  return medians.slice(1).map((count) => count - (medians[0] ?? 0));
}
