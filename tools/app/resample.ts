// SPDX-License-Identifier: Apache-2.0
// Changes the rate of a signal, block by block: a polyphase filter of windowed sincs, which delays nothing.

export interface Resampler {
  /** The samples that are known after these. Valid until the next call. */
  push(samples: Float64Array): Float64Array;
  /** The rest. */
  end(): Float64Array;
}

/** Zero crossings of the sinc on each side, the window's shape for 90 dB, and the part of the band that passes. */
const crossings = 18;
const beta = 9;
const passband = 0.92;

/** With more phases than that between two samples, coefficients are interpolated: to -110 dB. */
const maximumPhases = 1024;

/** @param count how many samples will be pushed. */
export function createResampler(from: number, to: number, count: number): Resampler {
  if (from === to) return { push: (samples) => samples, end: () => new Float64Array(0) };
  const stretch = Math.max(1, from / to);
  const reach = 2 * Math.ceil((crossings * stretch) / 2);
  const taps = 2 * reach;
  const phases = Math.min(to / divisor(from, to), maximumPhases);
  const table = makeTable(phases, reach, passband / stretch, crossings * stretch);
  const total = Math.round((count * to) / from);
  let made = 0;
  // What may still be needed, from sample `first` on; zeros before the beginning.
  let kept = new Float64Array(taps);
  let first = -taps;
  let length = taps;

  const push = (samples: Float64Array): Float64Array => {
    const drop = Math.max(0, Math.min(length, Math.floor((made * from) / to) - reach + 1 - first));
    const next = new Float64Array(length - drop + samples.length);
    next.set(kept.subarray(drop, length));
    next.set(samples, length - drop);
    [kept, first, length] = [next, first + drop, next.length];
    const result = new Float64Array(Math.ceil(((length + 1) * to) / from) + 1);
    let filled = 0;
    let n = made;
    for (; n < total; n++) {
      const whole = Math.floor((n * from) / to);
      const at = whole - reach + 1 - first;
      if (at + taps > length) break;
      const phase = (((n * from) % to) / to) * phases;
      const row = Math.floor(phase + 1e-9);
      const part = phase - row;
      const value = dot(table, row * taps, next, at, taps);
      result[filled++] = part > 1e-9 ? value + part * (dot(table, (row + 1) * taps, next, at, taps) - value) : value;
    }
    made = n;
    return result.subarray(0, filled);
  };

  return { push, end: () => push(new Float64Array(reach + 1)) };
}

/** Of `count` numbers of each, a multiple of 4. Four sums, as one addition would wait for the other. */
function dot(x: Float64Array, xAt: number, y: Float64Array, yAt: number, count: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = xAt, j = yAt; i < xAt + count; i += 4, j += 4) {
    a += (x[i] as number) * (y[j] as number);
    b += (x[i + 1] as number) * (y[j + 1] as number);
    c += (x[i + 2] as number) * (y[j + 2] as number);
    d += (x[i + 3] as number) * (y[j + 3] as number);
  }
  return a + b + (c + d);
}

/** Row p has the coefficients for a place p / phases behind sample `reach` - 1 of its taps. Each row keeps a constant as it is. */
function makeTable(phases: number, reach: number, cutoff: number, half: number): Float64Array {
  const taps = 2 * reach;
  const table = new Float64Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    const row = table.subarray(phase * taps, (phase + 1) * taps);
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - (reach - 1) - phase / phases;
      row[tap] = sinc(cutoff * distance) * kaiser(distance / half);
    }
    const sum = row.reduce((a, b) => a + b, 0);
    for (let tap = 0; tap < taps; tap++) row[tap] = (row[tap] ?? 0) / sum;
  }
  return table;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) < 1 ? bessel(beta * Math.sqrt(1 - x * x)) / bessel(beta) : 0;
}

/** The modified Bessel function of the first kind and order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}

function divisor(a: number, b: number): number {
  return b ? divisor(b, a % b) : a;
}
