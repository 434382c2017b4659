// SPDX-License-Identifier: Apache-2.0
// Turns recordings into what the simulated microphone hears: raw PCM, mono, 16-bit, at the app's rate. Block by block: they may be long.
import { closeSync, openSync, writeSync } from "node:fs";
import { Failure, messageOf } from "../toolchain/failure.js";
import { createMixer } from "./pcm.js";
import { createResampler } from "./resample.js";
import { type Wav, openWav, readFrames } from "./wav.js";

const gapSeconds = 0.5;
const endSeconds = 1;
const blockFrames = 1 << 16;
const maximumHours = 24;
/** Of what a board's emulator is sent at once. */
const maximumSamples = 1 << 27;

type Note = (text: string) => void;

/**
 * Plays recordings one after the other: half a second of silence between two, one second at the end.
 * @param sources WAV files of any common format, or "silence:<seconds>".
 * @param rate of the result, in Hz.
 * @param note is told of every conversion, and of recordings that sound wrong.
 * @returns signed 16-bit samples.
 * @throws Failure for what isn't a complete WAV file.
 */
export function prepareAudio(sources: readonly string[], rate: number, note: Note): Int16Array {
  const blocks: Int16Array[] = [];
  let count = 0;
  for (const block of play(sources, rate, note)) {
    count += block.length;
    if (count > maximumSamples)
      throw new Failure(`--audio: more than ${maximumSamples} samples are too many for a board: give less`);
    blocks.push(block);
  }
  const samples = new Int16Array(count);
  blocks.reduce((offset, block) => (samples.set(block, offset), offset + block.length), 0);
  return samples;
}

/** As prepareAudio, into a file. */
export function writeAudio(path: string, sources: readonly string[], rate: number, note: Note): void {
  const file = openSync(path, "w");
  try {
    for (const block of play(sources, rate, note)) {
      const bytes = new Uint8Array(block.buffer, block.byteOffset, block.byteLength);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    }
  } finally {
    closeSync(file);
  }
}

function* play(sources: readonly string[], rate: number, note: Note): Generator<Int16Array> {
  for (const [index, source] of sources.entries()) {
    if (index) yield* silence(gapSeconds, rate);
    if (source.startsWith("silence:")) yield* silence(parseSilence(source), rate);
    else yield* playFile(source, rate, note);
  }
  yield* silence(endSeconds, rate);
}

function* silence(seconds: number, rate: number): Generator<Int16Array> {
  for (let left = Math.round(seconds * rate); left > 0; left -= blockFrames)
    yield new Int16Array(Math.min(left, blockFrames));
}

function parseSilence(source: string): number {
  const text = source.slice("silence:".length);
  const seconds = Number(text);
  if (text === "" || !(seconds >= 0 && seconds <= 3600))
    throw new Failure(`--audio ${source}: give seconds from 0 to 3600, as in silence:2.5`, 2);
  return seconds;
}

function* playFile(path: string, rate: number, note: Note): Generator<Int16Array> {
  let wav: Wav | undefined;
  try {
    wav = openWav(path);
    if (wav.frames / wav.sampleRate > maximumHours * 3600)
      throw new Failure(`${path}: longer than ${maximumHours} hours: give a shorter recording`);
    noteConversion(path, wav, rate, note);
    const mixer = createMixer(wav);
    const resampler = createResampler(wav.sampleRate, rate, wav.frames);
    for (const bytes of readFrames(wav, blockFrames)) yield quantize(resampler.push(mixer.mix(bytes)));
    yield quantize(resampler.end());
    for (const remark of mixer.remarks()) note(`${path}: ${remark}`);
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(`${path}: ${messageOf(error)}`, 2);
  } finally {
    if (wav) closeSync(wav.file);
  }
}

function noteConversion(path: string, { coding, channels, bits, sampleRate }: Wav, rate: number, note: Note): void {
  if (coding === "PCM" && channels === 1 && bits === 16 && sampleRate === rate) return;
  note(
    `${path}: ${sampleRate} Hz ${channels === 1 ? "mono" : channels === 2 ? "stereo" : `${channels} channels`} ` +
      `${bits}-bit${coding === "PCM" ? "" : ` ${coding}`}: converted to ${rate} Hz mono 16-bit`,
  );
}

/** What is no number is silent. */
function quantize(samples: Float64Array): Int16Array {
  const result = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++)
    result[i] = Math.max(-32768, Math.min(32767, Math.round((samples[i] ?? 0) * 32768)));
  return result;
}
