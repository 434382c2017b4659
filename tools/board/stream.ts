// SPDX-License-Identifier: Apache-2.0
// The audio stream of an emulated board; see hosts/firmware/image/audio.h.

const magic = 0x31535854;
const realtimeFlag = 1;

export interface StreamOptions {
  /** Mono, signed 16-bit; undefined: no recording. */
  readonly samples?: Int16Array;
  /** Hz */
  readonly sampleRate: number;
  readonly seed: number;
  /** The run's limit; 0: none. */
  readonly seconds: number;
  /** The recording goes on whether the app keeps up or not. */
  readonly realtime: boolean;
}

export function writeStream({ samples, sampleRate, seed, seconds, realtime }: StreamOptions): Uint8Array {
  const header = new Uint32Array([
    magic,
    samples ? sampleRate : 0,
    samples?.length ?? 0,
    seed,
    Math.min(Math.ceil(seconds * 1000), 0xffffffff),
    realtime ? realtimeFlag : 0,
  ]);
  return Buffer.concat([Buffer.from(header.buffer), Buffer.from(samples?.buffer ?? new ArrayBuffer(0))]);
}
