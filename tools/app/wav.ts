// SPDX-License-Identifier: Apache-2.0
// Finds the samples in a WAV file by its chunks, and reads them in blocks. The file may be broken, hostile, or larger than memory.
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { Failure } from "../toolchain/failure.js";
import { conversion, nameCoding, recognize } from "./sound-formats.js";

export type Coding = "PCM" | "float" | "A-law" | "µ-law";

export interface Wav {
  /** Open for reading; the caller closes it. */
  readonly file: number;
  readonly coding: Coding;
  readonly channels: number;
  /** Of a sample that count. */
  readonly bits: number;
  /** Of a sample in the file, which has its bits at the top. */
  readonly bytes: number;
  readonly sampleRate: number;
  /** Where the samples begin. */
  readonly offset: number;
  readonly frames: number;
}

const remedy = "give a RIFF/WAVE file with PCM, float, A-law or µ-law samples";
const repair = "copy or record it again";
const maximumBytes = 4 * 1024 ** 3;
const maximumChunks = 10_000;

const codings: Readonly<Record<number, Coding>> = { 1: "PCM", 3: "float", 6: "A-law", 7: "µ-law" };
const extensible = 0xfffe;

/** From this size on, a chunk's is what programs write who can't know it, since they write to a pipe. */
const unknownSize = 0x7fff_f000;

/**
 * Opens a WAV file, or RF64.
 * @throws Failure for anything else, saying what it is and what to do.
 */
export function openWav(path: string): Wav {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) throw new Failure(`${path}: there is no such file: give a WAV file, or silence:2.5`, 2);
  if (status.isDirectory()) throw new Failure(`${path}: this is a folder: give a WAV file`, 2);
  if (!status.isFile())
    throw new Failure(`${path}: a device or a pipe, which may never end: write it into a WAV file, and give that`, 2);
  if (status.size > maximumBytes) throw new Failure(`${path}: larger than 4 GB: give a shorter recording`);
  const file = openSync(path, "r");
  try {
    return { file, ...findSamples(path, file, fstatSync(file).size) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Whole frames, at most so many at once; each block is valid until the next. */
export function* readFrames({ file, channels, bytes, offset, frames }: Wav, most: number): Generator<Buffer> {
  const size = channels * bytes;
  const block = Buffer.alloc(size * Math.min(most, frames));
  for (let frame = 0; frame < frames; frame += most) {
    const wanted = size * Math.min(most, frames - frame);
    let got = 0;
    while (got < wanted) {
      const count = readSync(file, block, got, wanted - got, offset + size * frame + got);
      if (!count) throw new Error("it has become shorter while it was read: give it when it is complete");
      got += count;
    }
    yield block.subarray(0, wanted);
  }
}

type Format = Pick<Wav, "coding" | "channels" | "bits" | "bytes" | "sampleRate">;

function findSamples(path: string, file: number, length: number): Omit<Wav, "file"> {
  const fail = (reason: string): never => {
    throw new Failure(`${path}: ${reason}`);
  };
  const read = (at: number, count: number): Buffer => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(count, length - at)));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, at));
  };
  const head = read(0, 64);
  if (head.length === 0) fail(`the file is empty: ${remedy}`);
  if (!/^(RIFF|RF64|BW64)....WAVE/s.test(head.toString("latin1")))
    fail(recognize(path, head) ?? `not a WAV file: ${remedy}`);
  const whole = head.readUInt32LE(4) + 8;
  let format: Format | undefined;
  let large: number | undefined; // what RF64 has in place of the size of "data"
  let at = 12;
  for (let chunks = 0; at + 8 <= length; chunks++) {
    if (chunks === maximumChunks) fail(`more than ${maximumChunks} parts before the samples: ${repair}`);
    const header = read(at, 8);
    const name = header.toString("latin1", 0, 4);
    const body = at + 8;
    const there = length - body;
    let size = header.readUInt32LE(4);
    if (name === "data") {
      if (size === 0xffff_ffff && large !== undefined) size = large;
      else if (size > there && size >= unknownSize) size = there;
      else if (size === 0 && whole !== length) size = there;
    }
    if (size > there)
      fail(`truncated: its "${name.trim()}" part should have ${size} bytes, ${there} are there: ${repair}`);
    if (name === "cue " && size >= 4) {
      const points = read(body, 4).readUInt32LE();
      const room = Math.floor((size - 4) / 24);
      if (points > room) fail(`broken: its "cue" part counts ${points} points and has room for ${room}: ${repair}`);
    }
    if (name === "ds64" && size >= 16) large = Number(read(body, 16).readBigUInt64LE(8));
    if (name === "fmt ") format = readFormat(path, read(body, Math.min(size, 64)));
    if (name === "data") {
      if (!format) return fail(`no "fmt" part before the samples: ${remedy}`);
      const frames = Math.floor(size / (format.bytes * format.channels));
      if (!frames) fail("no samples in it: give a longer recording, or silence:2.5");
      return { ...format, offset: body, frames };
    }
    at = body + size + (size & 1);
  }
  return fail(`truncated: no samples in it: ${repair}`);
}

function readFormat(path: string, chunk: Buffer): Format {
  const fail = (reason: string): never => {
    throw new Failure(`${path}: ${reason}`);
  };
  if (chunk.length < 16) fail(`its "fmt" part is too short: ${remedy}`);
  const code = chunk.readUInt16LE(0);
  const actual = code === extensible && chunk.length >= 26 ? chunk.readUInt16LE(24) : code;
  const [channels, sampleRate, block] = [chunk.readUInt16LE(2), chunk.readUInt32LE(4), chunk.readUInt16LE(12)];
  const bits = chunk.readUInt16LE(14);
  const coding = codings[actual];
  if (!coding) return fail(`its samples are in ${nameCoding(actual)}: ${conversion(path)}`);
  if (channels < 1 || channels > 32) fail(`${channels} channels: give 1 to 32`);
  if (sampleRate < 1000 || sampleRate > 768000) fail(`a sample rate of ${sampleRate} Hz: give 1000 to 768000`);
  const least = Math.ceil(bits / 8);
  const bytes = block % channels === 0 && block / channels >= least ? block / channels : least;
  const fits = {
    PCM: bits >= 1 && bytes <= 4,
    float: bits === 32 || bits === 64,
    "A-law": bits === 8,
    "µ-law": bits === 8,
  };
  if (!fits[coding] || (coding !== "PCM" && bytes !== least))
    fail(`${coding} with ${bits} bits in ${bytes} bytes is not supported: ${conversion(path)}`);
  return { coding, channels, bits, bytes, sampleRate };
}
