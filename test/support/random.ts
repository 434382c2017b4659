// Reproducible random data: the same seed gives the same bytes everywhere.

/** Mulberry32 by Tommy Ettinger: 32 bits of state, good enough for test data. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 <= value < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** A float32 with the same chance in each octave. */
  scale(low: number, high: number): number {
    return Math.fround(low * (high / low) ** this.next());
  }

  int8(count: number, low = -128, high = 127): Int8Array {
    return Int8Array.from({ length: count }, () => this.whole(low, high));
  }

  int16(count: number): Int16Array {
    return Int16Array.from({ length: count }, () => this.whole(-32768, 32767));
  }

  int32(count: number, most: number): Int32Array {
    return Int32Array.from({ length: count }, () => this.whole(-most, most));
  }

  float32(count: number, most = 1): Float32Array {
    return Float32Array.from({ length: count }, () => (2 * this.next() - 1) * most);
  }
}
