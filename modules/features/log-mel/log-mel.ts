// SPDX-License-Identifier: Apache-2.0
// Log-mel features from a microphone's samples, row by row, into the window that a model reads. README.md explains the options.
import checkNames from "tinyxs/options";

/** Subtraction of the background, which is learned per channel. */
export interface NoiseReduction {
  /** How fast the background is learned in channels 0, 2, ...: 0 to 1. */
  evenSmoothing?: number;
  /** The same for channels 1, 3, ...; 0: as evenSmoothing. */
  oddSmoothing?: number;
  /** The least part of the signal that is kept: 0 to 1. */
  minSignalRemaining?: number;
  /** Whether the background never stays above the signal. */
  clamping?: boolean;
  /** Fractional bits of the background: 5 to 14. */
  smoothingBits?: number;
}

/** Per-channel gain control relative to the background. */
export interface Pcan {
  /** Exponent of the gain: 0 to 2. */
  strength?: number;
  /** Added to the background before the exponent: 0.001 to 1000000. */
  offset?: number;
  /** Fractional bits of the gain: 18 to 30. */
  gainBits?: number;
}

/** int8 value = round(log * multiplier / divisor) + zeroPoint, saturated. */
export interface Output {
  multiplier?: number;
  divisor?: number;
  zeroPoint?: number;
}

/** The `features` section of the JSON that travels with a model. What is left out is as in audio_preprocessor_int8. */
export interface LogMelOptions {
  /** Hz, 1000 to 96000. */
  sampleRate?: number;
  /** Length of the window in milliseconds, 16 to 2048 samples. */
  windowMs?: number;
  /** Milliseconds from one row to the next. */
  hopMs?: number;
  /** Values per row, 1 to 256. */
  channels?: number;
  /** Where the filter bank begins, in Hz. */
  lowerHz?: number;
  /** Where the filter bank ends, in Hz, at most half the sample rate. */
  upperHz?: number;
  /** `false` for none. */
  noiseReduction?: NoiseReduction | boolean;
  /** `false` for none; needs noiseReduction. */
  pcan?: Pcan | boolean;
  /** The log is logScale * ln(x): 1 to 1024. */
  logScale?: number;
  output?: Output;
}

function check(value: unknown, type: string, name: string): void {
  if (value !== undefined && (typeof value !== type || value !== value)) {
    throw new TypeError(`LogMel: ${name} must be a ${type}`);
  }
}

const names = {
  // prettier-ignore
  options: [
    "sampleRate", "windowMs", "hopMs", "channels", "lowerHz", "upperHz", "noiseReduction", "pcan", "logScale", "output",
  ],
  noiseReduction: ["evenSmoothing", "oddSmoothing", "minSignalRemaining", "clamping", "smoothingBits"],
  pcan: ["strength", "offset", "gainBits"],
  output: ["multiplier", "divisor", "zeroPoint"],
};

/** The parts of an option that is an object, or a boolean that turns it on or off. */
function section<T extends object>(
  value: T | boolean | undefined,
  name: Exclude<keyof typeof names, "options">,
): Partial<T> {
  if (value === undefined || typeof value === "boolean") return {};
  if (typeof value !== "object" || value === null)
    throw new TypeError(`LogMel: ${name} must be an object or a boolean`);
  checkNames(`LogMel: ${name}`, value, names[name]);
  return value;
}

function isOn(value: object | boolean | undefined): boolean {
  return value !== false;
}

class LogMel extends Native("xs_log_mel_destructor") {
  /** Values per row. */
  readonly channels: number;
  #closed = false;

  /** Throws a TypeError or RangeError which names the option. Allocates once: about 8 KB for the default options. */
  constructor(options: LogMelOptions = {}) {
    super();
    checkNames("LogMel", options, names.options);
    const { sampleRate, windowMs, hopMs, channels, lowerHz, upperHz, noiseReduction, pcan, logScale, output } = options;
    const noise = section(noiseReduction, "noiseReduction");
    const gain = section(pcan, "pcan");
    const { evenSmoothing, oddSmoothing, minSignalRemaining, clamping, smoothingBits } = noise;
    const { strength, offset, gainBits } = gain;
    const { multiplier, divisor, zeroPoint } = section(output, "output");
    // prettier-ignore
    const numbers = {
      sampleRate, windowMs, hopMs, channels, lowerHz, upperHz, evenSmoothing, oddSmoothing, minSignalRemaining, smoothingBits,
      strength, offset, gainBits, logScale, multiplier, divisor, zeroPoint,
    };
    for (const [name, value] of Object.entries(numbers)) check(value, "number", name);
    check(clamping, "boolean", "clamping");

    // prettier-ignore
    const result = this.#construct(
      sampleRate, windowMs, hopMs, channels, lowerHz, upperHz,
      isOn(noiseReduction), evenSmoothing, oddSmoothing, minSignalRemaining, clamping, smoothingBits,
      isOn(pcan), strength, offset, gainBits, logScale, multiplier, divisor, zeroPoint,
    );
    if (typeof result !== "number") {
      const message = String(result).replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      throw new RangeError(`LogMel: ${message}`);
    }
    this.channels = result;
  }

  /**
   * Takes all `samples` (mono, int16) and returns how many rows they completed. For each, `window` (shape [rows, channels]) moves
   * up by one row, the new row becomes its last, and `onRow` is called. `count` takes only the first samples.
   */
  feed(samples: Int16Array, window: Int8Array, onRow?: () => void, count?: number): number {
    if (!(samples instanceof Int16Array)) throw new TypeError("LogMel: samples must be an Int16Array");
    if (!(window instanceof Int8Array)) throw new TypeError("LogMel: window must be an Int8Array");
    count ??= samples.length;
    if (!(count >= 0 && count <= samples.length)) throw new RangeError("LogMel: count is larger than samples");
    let rows = 0;
    let at = 0;
    do {
      const taken = this.#feed(
        samples.buffer,
        samples.byteOffset + 2 * at,
        count - at,
        window.buffer,
        window.byteOffset,
        window.length,
      );
      if (taken >= 0) return rows;
      at += -1 - taken;
      rows++;
      onRow?.();
    } while (at < count && !this.#closed);
    return rows;
  }

  /** Forgets the samples taken and the background learned. */
  reset(): void {
    native("xs_log_mel_reset").call(this);
  }

  /** Frees the memory. Calling it again does nothing; everything else throws from now on. */
  close(): void {
    this.#closed = true;
    this.#free();
  }

  // The native functions, in the form that costs no memory per call: see modules/native.d.ts.
  #construct(...options: unknown[]): unknown {
    return native("xs_log_mel_constructor").call(this, ...options);
  }
  #feed(
    samples: ArrayBufferLike,
    samplesOffset: number,
    sampleCount: number,
    window: ArrayBufferLike,
    windowOffset: number,
    windowLength: number,
  ): number {
    return native("xs_log_mel_feed").call(
      this,
      samples,
      samplesOffset,
      sampleCount,
      window,
      windowOffset,
      windowLength,
    ) as number;
  }
  #free(): void {
    native("xs_log_mel_close").call(this);
  }
}

export default LogMel;
