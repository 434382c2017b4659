// SPDX-License-Identifier: Apache-2.0
// Audio for the tests of log-mel features, the same everywhere: int16, 16 kHz. test/vectors/log-mel.json holds its features.

const length = 16000;

/** Whole numbers from 0 to limit - 1, the same for the same seed (Numerical Recipes' generator, high bits). */
export function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A sine at three quarters of full scale, its frequency going from 0 to 8 kHz. */
function sweep(): Int16Array {
  return Int16Array.from({ length }, (_, i) => Math.round(24576 * Math.sin((Math.PI / 2) * (i / length) * i)));
}

/** White noise whose level changes every tenth of a second, over the whole range of int16. */
function noise(): Int16Array {
  const random = createRandom(1);
  let amplitude = 0;
  return Int16Array.from({ length }, (_, i) => {
    if (i % 1600 === 0) amplitude = 2 ** (1 + random(15));
    return random(2 * amplitude) - amplitude;
  });
}

/** Digital silence with a click now and then. */
function clicks(): Int16Array {
  const random = createRandom(2);
  return Int16Array.from({ length }, () => (random(2000) === 0 ? random(65536) - 32768 : 0));
}

/** Nothing but the largest and smallest numbers and zero, in blocks and at random. */
function extremes(): Int16Array {
  const random = createRandom(3);
  const values = [-32768, 32767, 0];
  return Int16Array.from({ length }, (_, i) =>
    i < 4000 ? -32768 : (values[i < 8000 ? (i >> 6) % 3 : random(3)] ?? 0),
  );
}

/** By name. */
export const audio: Readonly<Record<string, () => Int16Array>> = { sweep, noise, clicks, extremes };

/** One after the other in one array. */
export function join(...parts: Int16Array[]): Int16Array {
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}
