// SPDX-License-Identifier: Apache-2.0
// Listens for the wake words of wake-word.json and reports each as a line of JSON: {"time": 1.84, "label": "yes", "score": 0.97}.
import AudioIn from "embedded:io/audio/in";
import Resource from "Resource";
import LogMel from "tinyxs/features/log-mel";
import Model from "tinyxs/ml";

/** wake-word.json: what belongs to the model. MODEL_CARD.md explains every field. */
interface Config {
  readonly labels: readonly string[];
  readonly wakeWords: readonly string[];
  readonly features: { readonly sampleRate: number; readonly windowMs: number; readonly hopMs: number };
  readonly rows: number;
  readonly threshold: number;
  readonly smoothing: { readonly rowsPerRun: number; readonly runs: number; readonly refractoryMs: number };
}

const config = JSON.parse(String.fromArrayBuffer(new Resource("wake-word.json").slice(0))) as Config;
const { labels, wakeWords, features, rows, threshold, smoothing } = config;
const { rowsPerRun, runs, refractoryMs } = smoothing;

const model = new Model({ data: new Resource("wake-word.tflite") });
const [input] = model.inputs;
const [output] = model.outputs;
const mel = new LogMel(features);
if (input?.length !== rows * mel.channels || output?.length !== labels.length)
  throw new Error("wake-word.json does not fit wake-word.tflite: keep the .json beside the model that it came with");

// Everything is allocated here: from now on, listening makes no garbage.
const samples = new Int16Array(2048);
const bytes = new Uint8Array(samples.buffer);
const window = new Int8Array(input.length); // the features of the last second, shape [rows, channels]
const scores = new Float32Array(labels.length);
const history = Array.from({ length: runs }, () => new Float32Array(labels.length)); // the scores of the last runs
let rowCount = 0;
let runCount = 0;
let lastTime = -Infinity; // seconds, of the last report
let lastLabel = "";

/** A word stays in the window, and then in the mean, for so long: meanwhile its label is not reported again. */
const spanMs = features.windowMs + (rows - 1 + rowsPerRun * (runs - 1)) * features.hopMs;

/** One more row is at the end of the window: every few of them, the model says what the window holds. */
function onRow(): void {
  rowCount++;
  if (rowCount < rows || (rowCount - rows) % rowsPerRun) return;
  input?.write(window);
  model.run();
  output?.read(history[runCount++ % runs] ?? scores);
  if (runCount >= runs) detect(((rowCount - 1) * features.hopMs + features.windowMs) / 1000);
}

/** Reports a wake word whose mean score is the greatest of all and high enough, then is quiet for a while. */
function detect(time: number): void {
  let best = 0;
  for (let label = 0; label < labels.length; label++) {
    let sum = 0;
    for (let run = 0; run < runs; run++) sum += history[run]?.[label] ?? 0;
    scores[label] = sum / runs;
    if ((scores[label] ?? 0) > (scores[best] ?? 0)) best = label;
  }
  const label = labels[best] ?? "";
  const score = scores[best] ?? 0;
  if (score < threshold || !wakeWords.includes(label)) return;
  const quietMs = label === lastLabel ? Math.max(refractoryMs, spanMs) : refractoryMs;
  if (time - lastTime < quietMs / 1000) return;
  lastTime = time;
  lastLabel = label;
  trace(JSON.stringify({ time: Number(time.toFixed(3)), label, score: Number(score.toFixed(3)) }) + "\n");
}

let block = bytes;
const microphone = new AudioIn({
  sampleRate: features.sampleRate,
  channels: 1,
  bitsPerSample: 16,
  audioType: "LPCM",
  onReadable(byteLength) {
    while (byteLength > 0) {
      const size = Math.min(byteLength, bytes.byteLength);
      if (block.byteLength !== size) block = bytes.subarray(0, size); // blocks have the same size nearly always
      this.read(block);
      mel.feed(samples, window, onRow, size / 2);
      byteLength -= size;
    }
  },
});
microphone.start();
