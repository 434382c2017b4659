// SPDX-License-Identifier: Apache-2.0
// Turns recordings into what the simulated microphone hears: raw PCM, mono, 16-bit, at the app's rate.
import { readFileSync, statSync } from "node:fs";
import wavefile from "wavefile";
import { Failure, messageOf } from "../toolchain/failure.js";

const gapSeconds = 0.5;
const endSeconds = 1;
const maximumBytes = 512 * 1024 * 1024;

/** Sample format codes of WAV files (mmreg.h). */
const formats: Readonly<Record<number, string>> = { 1: "", 3: " float", 6: " A-law", 7: " µ-law" };
const extensible = 0xfffe;

/**
 * Plays recordings one after the other: half a second of silence between two, one second at the end.
 * @param sources WAV files of any common format, or "silence:<seconds>".
 * @param rate of the result, in Hz.
 * @param note is told of every conversion.
 * @returns signed 16-bit samples.
 * @throws Failure for what isn't a complete WAV file.
 */
export function prepareAudio(sources: readonly string[], rate: number, note: (text: string) => void): Int16Array {
  const parts: Int16Array[] = [];
  for (const source of sources) {
    if (parts.length) parts.push(silence(gapSeconds, rate));
    parts.push(source.startsWith("silence:") ? parseSilence(source, rate) : readRecording(source, rate, note));
  }
  parts.push(silence(endSeconds, rate));
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((offset, part) => (samples.set(part, offset), offset + part.length), 0);
  return samples;
}

function silence(seconds: number, rate: number): Int16Array {
  return new Int16Array(Math.round(seconds * rate));
}

function parseSilence(source: string, rate: number): Int16Array {
  const text = source.slice("silence:".length);
  const seconds = Number(text);
  if (text === "" || !(seconds >= 0 && seconds <= 3600))
    throw new Failure(`--audio ${source}: give seconds from 0 to 3600, as in silence:2.5`, 2);
  return silence(seconds, rate);
}

function readRecording(file: string, rate: number, note: (text: string) => void): Int16Array {
  const bytes = readBytes(file);
  const { format, channels, bits, sampleRate } = checkStructure(file, bytes);
  const wave = decode(file, bytes);
  if (format === 1 && channels === 1 && bits === 16 && sampleRate === rate)
    return Int16Array.from(wave.getSamples(false, Int16Array) as unknown as Int16Array);
  note(
    `${file}: ${sampleRate} Hz ${channels === 1 ? "mono" : channels === 2 ? "stereo" : `${channels} channels`} ` +
      `${bits}-bit${formats[format]}: converted to ${rate} Hz mono 16-bit`,
  );
  return quantize(resample(mix(wave, channels), sampleRate, rate));
}

function readBytes(file: string): Buffer {
  try {
    const status = statSync(file);
    if (status.isDirectory()) throw new Failure(`${file}: this is a folder: give a WAV file`, 2);
    if (status.size > maximumBytes) throw new Failure(`${file}: larger than 512 MB: give a shorter recording`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Failure(
      missing ? `${file}: there is no such file: give a WAV file, or silence:2.5` : `${file}: ${messageOf(error)}`,
      2,
    );
  }
}

interface Structure {
  readonly format: number;
  readonly channels: number;
  readonly bits: number;
  readonly sampleRate: number;
}

const remedy = "give a RIFF/WAVE file with PCM, float, A-law or µ-law samples";
const repair = "copy or record it again";

/** Walks the RIFF chunks: the decoder itself would read a broken file as if it were whole. */
function checkStructure(file: string, bytes: Buffer): Structure {
  const fail = (reason: string): never => {
    throw new Failure(`${file}: ${reason}`);
  };
  if (bytes.length === 0) fail(`the file is empty: ${remedy}`);
  if (bytes.length < 12 || bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WAVE")
    fail(`not a WAV file: ${remedy}`);
  let structure: Structure | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString("latin1", at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const body = at + 8;
    if (body + size > bytes.length)
      fail(
        `truncated: its "${name.trim()}" part should have ${size} bytes, ${bytes.length - body} are there: ${repair}`,
      );
    if (name === "fmt ") structure = readFormat(file, bytes.subarray(body, body + size));
    if (name === "data") {
      if (!structure) return fail(`no "fmt" part before the samples: ${remedy}`);
      if (size < (structure.bits / 8) * structure.channels)
        fail("no samples in it: give a longer recording, or silence:2.5");
      return structure;
    }
    at = body + size + (size & 1);
  }
  return fail(`truncated: no samples in it: ${repair}`);
}

function readFormat(file: string, chunk: Buffer): Structure {
  if (chunk.length < 16) throw new Failure(`${file}: its "fmt" part is too short: ${remedy}`);
  const code = chunk.readUInt16LE(0);
  const format = code === extensible && chunk.length >= 26 ? chunk.readUInt16LE(24) : code;
  const [channels, sampleRate, bits] = [chunk.readUInt16LE(2), chunk.readUInt32LE(4), chunk.readUInt16LE(14)];
  const sizes: Readonly<Record<number, readonly number[]>> = { 1: [8, 16, 24, 32], 3: [32, 64], 6: [8], 7: [8] };
  if (!sizes[format]?.includes(bits))
    throw new Failure(`${file}: format ${format} with ${bits} bits is not supported: ${remedy}`);
  if (channels < 1 || channels > 32) throw new Failure(`${file}: ${channels} channels: give 1 to 32`);
  if (sampleRate < 1000 || sampleRate > 768000)
    throw new Failure(`${file}: a sample rate of ${sampleRate} Hz: give 1000 to 768000`);
  return { format, channels, bits, sampleRate };
}

function decode(file: string, bytes: Buffer): wavefile.WaveFile {
  try {
    const wave = new wavefile.WaveFile(bytes);
    if (wave.bitDepth === "8a") wave.fromALaw();
    if (wave.bitDepth === "8m") wave.fromMuLaw();
    return wave;
  } catch (error) {
    throw new Failure(`${file}: ${messageOf(error)}: ${remedy}`);
  }
}

/** The mean of all channels, with full scale at 1. */
function mix(wave: wavefile.WaveFile, channels: number): Float64Array {
  const decoded = wave.getSamples(false, Float64Array) as unknown as Float64Array | Float64Array[];
  const tracks = Array.isArray(decoded) ? decoded : [decoded];
  const offset = wave.bitDepth === "8" ? 128 : 0; // eight bits are unsigned
  const scale = /f|64/.test(wave.bitDepth) ? 1 : 2 ** (Number(wave.bitDepth) - 1);
  const samples = new Float64Array(tracks[0]?.length ?? 0);
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (const track of tracks) sum += (track[i] ?? 0) - offset;
    samples[i] = sum / channels / scale;
  }
  return samples;
}

function resample(samples: Float64Array, from: number, to: number): Float64Array {
  if (from === to) return samples;
  const wave = new wavefile.WaveFile();
  wave.fromScratch(1, from, "64", samples);
  wave.toSampleRate(to, { method: "cubic", LPF: true, LPFType: "FIR" });
  return wave.getSamples(false, Float64Array) as unknown as Float64Array;
}

function quantize(samples: Float64Array): Int16Array {
  return Int16Array.from(samples, (value) =>
    Number.isFinite(value) ? Math.max(-32768, Math.min(32767, Math.round(value * 32768))) : 0,
  );
}
