// SPDX-License-Identifier: Apache-2.0
// Mutants of what apps import.
import { type Mutant, onXs } from "./mutant.js";

const ml = onXs("modules", "modules/ml/test");
const features = onXs("features", "modules/features/log-mel/test");
const recorded = (titles: string): [string, string] => ["recording", titles];

export const modules: readonly Mutant[] = [
  {
    file: "modules/ml/model.ts",
    protects: "runs of streaming models that end early",
    from: "if (result === true || result === false) return result;",
    to: "if (result === true) return result;",
    tests: ml("whether there are outputs"),
  },
  {
    file: "modules/ml/model.ts",
    protects: "what a model says of its memory",
    from: "activations: this.#memory(3),",
    to: "activations: this.#memory(2),",
    tests: ml("memory adds up"),
  },
  {
    file: "modules/ml/model.ts",
    protects: "typed arrays, which are no file of a model",
    from: " || ArrayBuffer.isView(data))",
    to: ")",
    tests: ml("data must be a Resource"),
  },
  {
    file: "modules/ml/model.ts",
    protects: "lists of tensors, which can't be changed",
    from: "return Object.freeze(Array.from(",
    to: "return Object.seal(Array.from(",
    tests: ml("can't be changed"),
  },
  {
    file: "modules/features/log-mel/log-mel.ts",
    protects: "feed from more samples than there are",
    from: "count >= 0 && count <= samples.length",
    to: "count >= 0",
    tests: features("count takes only"),
  },
  {
    file: "modules/features/log-mel/log-mel.ts",
    protects: "onRow, which may close it",
    from: "at < count && !this.#closed",
    to: "at < count",
    tests: features("onRow may close"),
  },
  {
    file: "modules/sensors/microphone/recording/audio-in.ts",
    protects: "WAV files in flash with chunks of odd length",
    from: "at = body + size + (size & 1);",
    to: "at = body + size;",
    tests: recorded("blocks of 20 ms"),
  },
  {
    file: "modules/sensors/microphone/recording/audio-in.ts",
    protects: "a slow app, for which the recording waits",
    from: "this.#readable < block * fifoPeriods",
    to: "this.#readable < Infinity",
    tests: recorded("loses nothing"),
  },
  {
    file: "modules/sensors/microphone/recording/audio-in.ts",
    protects: "the microphone from starting twice",
    from: "this.#timer ??= Timer",
    to: "this.#timer = Timer",
    tests: recorded("blocks of 20 ms"),
  },
  {
    file: "modules/sensors/microphone/recording/audio-in.ts",
    protects: "whole frames",
    from: "size <= this.#readable) || size % 2)",
    to: "size <= this.#readable))",
    tests: recorded("what isn't there"),
  },
  {
    file: "modules/sensors/microphone/recording/audio-in.ts",
    protects: "recordings of another rate from being heard too fast",
    from: "if (view.getUint32(body + 4, true) !== sampleRate)",
    to: "if (!sampleRate)",
    tests: recorded("options and recordings"),
  },
];
