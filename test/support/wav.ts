// SPDX-License-Identifier: Apache-2.0
// Recordings for the simulated microphone, and what one can say of a signal.
import { writeFileSync } from "node:fs";
import wavefile from "wavefile";

/** A sine of one frequency in Hz; `amplitude` 1 is full scale. */
export function sine(frequency: number, seconds: number, rate: number, amplitude = 0.5): Float64Array {
  return Float64Array.from(
    { length: Math.round(seconds * rate) },
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / rate),
  );
}

/** Sample formats by the names they have in the notes of `tinyxs run`. */
export type Format = "8-bit" | "16-bit" | "24-bit" | "32-bit float" | "8-bit µ-law" | "8-bit A-law";

/** Writes a WAV file; every channel holds the same signal, with full scale at 1. */
export function writeWav(
  file: string,
  signal: Float64Array,
  rate: number,
  format: Format = "16-bit",
  channels = 1,
): void {
  const depth = format === "32-bit float" ? "32f" : /law/.test(format) ? "16" : format.replace("-bit", "");
  const scale = depth === "32f" ? 1 : 2 ** (Number(depth) - 1) - 1;
  const values = signal.map((value) => value * scale + (depth === "8" ? 128 : 0));
  const samples = depth === "32f" ? values : values.map(Math.round);
  const wave = new wavefile.WaveFile();
  wave.fromScratch(channels, rate, depth, channels === 1 ? samples : Array.from({ length: channels }, () => samples));
  if (format === "8-bit µ-law") wave.toMuLaw();
  if (format === "8-bit A-law") wave.toALaw();
  writeFileSync(file, wave.toBuffer());
}

/** The amplitude of a signal's part of that frequency in Hz. */
export function amplitudeAt(frequency: number, signal: ArrayLike<number>, rate: number): number {
  let [re, im] = [0, 0];
  for (let i = 0; i < signal.length; i++) {
    const angle = (2 * Math.PI * frequency * i) / rate;
    re += (signal[i] ?? 0) * Math.cos(angle);
    im += (signal[i] ?? 0) * Math.sin(angle);
  }
  return (2 * Math.hypot(re, im)) / signal.length;
}

/** The root of the mean square. */
export function rms(signal: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < signal.length; i++) sum += (signal[i] ?? 0) ** 2;
  return Math.sqrt(sum / signal.length);
}
