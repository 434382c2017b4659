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

/** The global object, by XS's own name. */
declare const global: typeof globalThis;

/** Memory of the host's, such as a resource or a tensor: it has a length, and what a typed array or a DataView over it sees. */
interface HostBuffer {
  readonly byteLength: number;
  readonly hostBuffer: true;
}
interface Int8ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): Int8Array<ArrayBuffer>;
}
interface Uint8ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): Uint8Array<ArrayBuffer>;
}
interface Uint8ClampedArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): Uint8ClampedArray<ArrayBuffer>;
}
interface Int16ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): Int16Array<ArrayBuffer>;
}
interface Uint16ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): Uint16Array<ArrayBuffer>;
}
interface Int32ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): Int32Array<ArrayBuffer>;
}
interface Uint32ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): Uint32Array<ArrayBuffer>;
}
interface Float32ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): Float32Array<ArrayBuffer>;
}
interface Float64ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): Float64Array<ArrayBuffer>;
}
interface BigInt64ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): BigInt64Array<ArrayBuffer>;
}
interface BigUint64ArrayConstructor {
  new (buffer: HostBuffer, byteOffset?: number, length?: number): BigUint64Array<ArrayBuffer>;
}
interface DataViewConstructor {
  new (buffer: HostBuffer, byteOffset?: number, byteLength?: number): DataView<ArrayBuffer>;
}

/** A scheduled callback. */
interface HostTimer {
  readonly hostTimer: true;
}
declare function setTimeout(callback: (timer: HostTimer) => void, milliseconds?: number): HostTimer;
/** For the `resolve` of a Promise<void>. */
// eslint-disable-next-line @typescript-eslint/unified-signatures -- one signature would make every callback's timer optional
declare function setTimeout(callback: (nothing: undefined) => void, milliseconds?: number): HostTimer;
declare function setInterval(callback: (timer: HostTimer) => void, milliseconds?: number): HostTimer;
declare function clearTimeout(timer?: HostTimer | null): void;
declare function clearInterval(timer?: HostTimer | null): void;

declare module "timer" {
  export default class Timer {
    private constructor();
    /** Calls after `delay` ms and then, if `repeat` is given, every `repeat` ms. */
    static set(callback: (timer: HostTimer) => void, delay?: number, repeat?: number): HostTimer;
    /** For the `resolve` of a Promise<void>. */
    static set(callback: (nothing: undefined) => void, delay?: number): HostTimer;
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
    read(buffer: ArrayBufferLike | ArrayBufferView): number;
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

declare module "embedded:provider/builtin" {
  import AudioIn from "embedded:io/audio/in";
  /** What the host has of ECMA-419: `new device.io.AudioIn({ ... })`. */
  const device: { readonly io: { readonly AudioIn: typeof AudioIn } };
  export default device;
}
