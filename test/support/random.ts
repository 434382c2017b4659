// SPDX-License-Identifier: Apache-2.0
// Reproducible random data: the same seed gives the same bytes everywhere.
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";

export type Numbers =
  Int8Array | Uint8Array | Int16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array | Float32Array;

/** Numbers as a tensor of a type stores them; integers wrap, as a C cast. */
export function numbers(type: TensorType, values: Iterable<number | bigint>): Numbers {
  switch (type) {
    case TensorType.INT8:
      return Int8Array.from(values, Number);
    case TensorType.UINT8:
    case TensorType.BOOL:
      return Uint8Array.from(values, Number);
    case TensorType.INT16:
      return Int16Array.from(values, Number);
    case TensorType.INT32:
      return Int32Array.from(values, Number);
    case TensorType.UINT32:
      return Uint32Array.from(values, Number);
    case TensorType.INT64:
      return BigInt64Array.from(values, BigInt);
    case TensorType.UINT64:
      return BigUint64Array.from(values, BigInt);
    case TensorType.FLOAT32:
      return Float32Array.from(values, Number);
    default:
      throw new TypeError(`no test makes ${TensorType[type]}`);
  }
}

/** Bytes of one element. */
export function bytesPerElement(type: TensorType): number {
  return numbers(type, []).BYTES_PER_ELEMENT;
}

/** The least and largest number of an integer type. */
export function range(type: TensorType): [bigint, bigint] {
  const bits = numbers(type, [0]).BYTES_PER_ELEMENT * 8;
  if (type === TensorType.BOOL) return [0n, 1n];
  if ([TensorType.UINT8, TensorType.UINT32, TensorType.UINT64].includes(type)) return [0n, (1n << BigInt(bits)) - 1n];
  return [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n];
}

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

  /** Over the whole range of an integer type, or -8..8 in float32. */
  of(type: TensorType, count: number): Numbers {
    if (type === TensorType.FLOAT32) return this.float32(count, 8);
    const [low, high] = range(type);
    const width = Number(high - low) + 1;
    const one = (): bigint => {
      const value = low + BigInt(Math.floor(this.next() * width));
      return value > high ? high : value;
    };
    return numbers(type, Array.from({ length: count }, one));
  }

  int8(count: number, low = -128, high = 127): Int8Array {
    return Int8Array.from({ length: count }, () => this.whole(low, high));
  }

  int32(count: number, most: number): Int32Array {
    return Int32Array.from({ length: count }, () => this.whole(-most, most));
  }

  float32(count: number, most = 1): Float32Array {
    return Float32Array.from({ length: count }, () => (2 * this.next() - 1) * most);
  }
}
