// SPDX-License-Identifier: Apache-2.0
// The fixed-point arithmetic of TensorFlow Lite's integer operators in exact integers: gemmlowp's definitions, in BigInt.
// Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2.2.

/** A positive number as multiplier * 2^(shift - 31), 2^30 <= multiplier < 2^31. */
export interface Multiplier {
  readonly multiplier: bigint;
  readonly shift: number;
}

/** The nearest multiplier of a real number; numbers below 2^-32 are 0. */
export function toMultiplier(value: number): Multiplier {
  if (value === 0) return { multiplier: 0n, shift: 0 };
  let shift = 0;
  let fraction = value;
  for (; fraction >= 1; shift++) fraction /= 2;
  for (; fraction < 0.5; shift--) fraction *= 2;
  let multiplier = BigInt(Math.round(fraction * 2 ** 31));
  if (multiplier === 1n << 31n) {
    multiplier >>= 1n;
    shift++;
  }
  return shift < -31 ? { multiplier: 0n, shift: 0 } : { multiplier, shift };
}

/** value * multiplier: a rounding doubling high multiply (half up), then a rounding shift (half away from zero). */
export function requantize(value: bigint, { multiplier, shift }: Multiplier): bigint {
  const left = BigInt.asIntN(32, value << BigInt(Math.max(shift, 0)));
  const product = left * multiplier;
  const high = (product + (product >= 0n ? 1n << 30n : 1n - (1n << 30n))) / (1n << 31n);
  return roundingShift(high, Math.max(-shift, 0));
}

/** value * multiplier, of which 15 bits count: rounded half up, to 32 bits. */
export function requantizeWide(value: bigint, { multiplier, shift }: Multiplier): bigint {
  const reduced = multiplier < 0x7fff0000n ? (multiplier + (1n << 15n)) >> 16n : 0x7fffn;
  const bits = BigInt(15 - shift);
  return BigInt.asIntN(32, (value * reduced + (1n << (bits - 1n))) >> bits);
}

/** value / 2^bits, half away from zero. */
export function roundingShift(value: bigint, bits: number): bigint {
  if (!bits) return value;
  const half = 1n << BigInt(bits - 1);
  return value >= 0n ? (value + half) >> BigInt(bits) : -((-value + half) >> BigInt(bits));
}

/** Between both ends. */
export function clamp(value: bigint, low: number, high: number): number {
  return Math.min(Math.max(Number(value), low), high);
}
