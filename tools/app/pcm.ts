// SPDX-License-Identifier: Apache-2.0
// Samples as a WAV file has them, to one channel of numbers with full scale at 1; and what sounds wrong about them.
import type { Wav } from "./wav.js";

export interface Mixer {
  /** The mean of all channels; what isn't finite is silent. Valid until the next call. */
  mix(frames: Buffer): Float64Array;
  /** What the author of the recording should know, once all is mixed. */
  remarks(): string[];
}

/** More samples at full scale than a sine has that just reaches it, and a number of them that isn't by chance. */
const clippedShare = 0.0075;
const clippedSamples = 16;

/** What is left of two channels' energy in their sum: 1 is usual, 0 when one is the other's opposite. */
const cancelledShare = 0.05;

export function createMixer({ coding, channels, bytes }: Wav): Mixer {
  const fetch = readers[`${coding} ${bytes}`];
  if (!fetch) throw new Error(`${coding} in ${bytes} bytes is not supported`);
  const top = coding === "PCM" ? 1 - 2 ** (1 - 8 * Math.min(bytes, 2)) : 1;
  let mixed = new Float64Array(0);
  let samples = 0;
  let clipped = 0;
  let energy = 0;
  let sumEnergy = 0;

  const mix = (frames: Buffer): Float64Array => {
    const view = new DataView(frames.buffer, frames.byteOffset, frames.byteLength);
    const count = frames.byteLength / (bytes * channels);
    if (mixed.length < count) mixed = new Float64Array(count);
    let full = 0;
    let parts = 0;
    let sums = 0;
    for (let frame = 0, at = 0; frame < count; frame++) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++, at += bytes) {
        const value = fetch(view, at);
        if (!(Math.abs(value) < Infinity)) continue;
        if (value >= top || value <= -1) full++;
        parts += value * value;
        sum += value;
      }
      sums += sum * sum;
      mixed[frame] = sum / channels;
    }
    clipped += full;
    energy += parts;
    sumEnergy += sums;
    samples += count * channels;
    return mixed.subarray(0, count);
  };

  const remarks = (): string[] => {
    const found: string[] = [];
    if (clipped >= clippedSamples && clipped > clippedShare * samples)
      found.push(
        `clipped: ${((100 * clipped) / samples).toFixed(1)} % of its samples are at full scale: record it with less gain`,
      );
    if (channels === 2 && energy > 0 && sumEnergy < cancelledShare * energy)
      found.push("its channels cancel each other, as one is the other's opposite: give one of them alone, as mono");
    return found;
  };

  return { mix, remarks };
}

type Reader = (view: DataView, at: number) => number;

/** By coding and bytes. Samples of fewer bits have them at the top, so that each is a number of all its bytes. */
const readers: Readonly<Record<string, Reader>> = {
  "PCM 1": (view, at) => (view.getUint8(at) - 128) / 128, // eight bits have no sign
  "PCM 2": (view, at) => view.getInt16(at, true) / 32768,
  "PCM 3": (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65536) / 8388608,
  "PCM 4": (view, at) => view.getInt32(at, true) / 2147483648,
  "float 4": (view, at) => view.getFloat32(at, true),
  "float 8": (view, at) => view.getFloat64(at, true),
  "A-law 1": tableReader(decodeALaw),
  "µ-law 1": tableReader(decodeMuLaw),
};

function tableReader(decode: (code: number) => number): Reader {
  const table = Float64Array.from({ length: 256 }, (_, code) => decode(code) / 32768);
  return (view, at) => table[view.getUint8(at)] ?? 0;
}

/** ITU-T G.711, table 1: to 13 bits, here at the top of 16. */
function decodeALaw(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const size = exponent ? (mantissa + 0x100) << (exponent - 1) : mantissa;
  return bits & 0x80 ? size : -size;
}

/** ITU-T G.711, table 2: to 14 bits, here at the top of 16. */
function decodeMuLaw(code: number): number {
  const bits = ~code;
  const size = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits & 0x80 ? -size : size;
}
