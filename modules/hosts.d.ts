// SPDX-License-Identifier: Apache-2.0
// What every host provides: globals and modules, as in the Moddable SDK.

/** Writes strings as they are, without a line end. */
declare function trace(...values: (string | number | boolean)[]): void;

declare const console: Readonly<Record<"log" | "info" | "debug" | "warn" | "error", (...values: unknown[]) => void>>;

/** Milliseconds on the host's clock. */
declare const performance: { now(): number };

interface StringConstructor {
  /** UTF-8 bytes as a string (XS). */
  fromArrayBuffer(buffer: ArrayBuffer): string;
}

/** Read-only or shared memory of the host's, usable like an ArrayBuffer: `new Uint8Array(buffer)`. */
type HostBuffer = ArrayBuffer & { readonly hostBuffer?: true };

/** A scheduled callback. */
interface HostTimer {
  readonly hostTimer: true;
}
declare function setTimeout(callback: (timer: HostTimer) => void, milliseconds?: number): HostTimer;
declare function setInterval(callback: (timer: HostTimer) => void, milliseconds?: number): HostTimer;
declare function clearTimeout(timer?: HostTimer | null): void;
declare function clearInterval(timer?: HostTimer | null): void;

declare module "timer" {
  export default class Timer {
    private constructor();
    /** Calls after `delay` ms and then, if `repeat` is given, every `repeat` ms. */
    static set(callback: (timer: HostTimer) => void, delay?: number, repeat?: number): HostTimer;
    static repeat(callback: (timer: HostTimer) => void, interval: number): HostTimer;
    /** Without a delay, the timer waits until it is scheduled again. */
    static schedule(timer: HostTimer, delay?: number, repeat?: number): void;
    static clear(timer: HostTimer | undefined | null): void;
    /** Returns after so many milliseconds; nothing else runs meanwhile. */
    static delay(milliseconds: number): void;
  }
}

declare module "Resource" {
  interface Resource extends HostBuffer {
    slice(begin: number, end?: number): ArrayBuffer;
    slice(begin: number, end: number, copy: boolean): HostBuffer;
  }
  const Resource: {
    /** The file of that name in the manifest's "data": read-only bytes, without a copy. Throws if there is none. */
    new (name: string): Resource;
    exists(name: string): boolean;
  };
  export default Resource;
}

declare module "embedded:io/audio/in" {
  interface AudioInOptions {
    /** Hz, 8000 to 48000 */
    sampleRate?: number;
    channels?: 1 | 2;
    bitsPerSample?: 8 | 16;
    audioType?: "LPCM";
    format?: "buffer";
    target?: unknown;
    /** Called when samples have arrived; read them here. */
    onReadable?: (this: AudioIn, byteLength: number, sampleCount: number) => void;
  }
  /** A microphone (ECMA-419 IO). */
  export default class AudioIn {
    constructor(options: AudioInOptions);
    /** All there is, or exactly that many bytes. */
    read(byteLength?: number): ArrayBuffer;
    /** Fills the buffer, all of whose bytes must be there to read, and returns its length in bytes. */
    read(buffer: ArrayBuffer | Uint8Array | Int8Array | DataView): number;
    start(): void;
    stop(): void;
    close(): void;
    readonly sampleRate: number;
    readonly channels: 1 | 2;
    readonly bitsPerSample: 8 | 16;
    readonly audioType: "LPCM";
    readonly format: "buffer";
  }
}
