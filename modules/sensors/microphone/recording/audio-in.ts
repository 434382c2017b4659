// SPDX-License-Identifier: Apache-2.0
// The module "embedded:io/audio/in" where no microphone has a driver yet: it hears a recording, the resource microphone.wav, over
// and over. The recording must be mono, 16 bits, of the app's sample rate. Blocks of 20 ms come in real time; if the app is slower
// than that, the recording waits, so that no sample is lost.
import Resource from "Resource";
import Timer from "timer";

interface Options {
  /** Hz; that of the recording, and no other. */
  sampleRate?: number;
  channels?: number;
  bitsPerSample?: number;
  audioType?: string;
  format?: string;
  target?: unknown;
  /** Called when samples have arrived; read them here. */
  onReadable?: (this: AudioIn, byteLength: number, sampleCount: number) => void;
}

const file = "microphone.wav";
const periodMs = 20;
const fifoPeriods = 8;

class AudioIn {
  readonly target?: unknown;
  readonly sampleRate: number;
  #file: ArrayBuffer | undefined; // in flash
  #begin = 0; // byte offsets in the file
  #end = 0;
  #position = 0;
  #readable = 0; // bytes that have arrived and are not read
  #onReadable: Options["onReadable"];
  #timer: ReturnType<typeof Timer.repeat> | undefined;

  /** @throws RangeError when options or recording are others than mono, 16 bits; Error without a recording. */
  constructor(options: Options) {
    const { sampleRate = 16000, channels = 1, bitsPerSample = 16, audioType = "LPCM", format = "buffer" } = options;
    if (channels !== 1) throw new RangeError("AudioIn: channels 1");
    if (bitsPerSample !== 16) throw new RangeError("AudioIn: bitsPerSample 16");
    if (audioType !== "LPCM") throw new RangeError('AudioIn: audioType "LPCM"');
    if (format !== "buffer") throw new RangeError('AudioIn: format "buffer"');
    if (!Resource.exists(file))
      throw new Error(
        `AudioIn: nothing to hear: name a recording in the manifest, as "data": {"microphone": "./x.wav"}`,
      );
    this.#file = new Resource(file) as unknown as ArrayBuffer; // the SDK's typings don't say that it can be used as one
    this.#open(new DataView(this.#file), sampleRate);
    this.#onReadable = options.onReadable;
    this.sampleRate = sampleRate;
    if ("target" in options) this.target = options.target;
  }

  get channels(): 1 {
    return 1;
  }
  get bitsPerSample(): 16 {
    return 16;
  }
  get audioType(): "LPCM" {
    return "LPCM";
  }
  get format(): "buffer" {
    return "buffer";
  }

  start(): void {
    this.#check();
    this.#timer ??= Timer.repeat(() => this.#hear(), periodMs);
  }

  /** What has arrived stays readable. */
  stop(): void {
    this.#check();
    Timer.clear(this.#timer);
    this.#timer = undefined;
  }

  /** All there is, or exactly that many bytes. */
  read(byteLength?: number): ArrayBuffer;
  /** Fills the buffer, all of whose bytes must be there to read, and returns its length in bytes. */
  read(buffer: ArrayBuffer | Uint8Array | Int8Array | DataView): number;
  read(wanted: number | ArrayBuffer | Uint8Array | Int8Array | DataView = this.#readable): number | ArrayBuffer {
    const file = this.#check();
    const buffer = typeof wanted === "number" ? undefined : wanted;
    const size = typeof wanted === "number" ? wanted : wanted.byteLength;
    if (!(size >= 0 && size <= this.#readable) || size % 2)
      throw new RangeError(`AudioIn.read: ${size} bytes asked for, ${this.#readable} are there, in frames of 2`);
    const target = buffer ?? new ArrayBuffer(size);
    this.#copy(file, this.#position, target);
    this.#position += size;
    this.#readable -= size;
    return buffer ? size : (target as ArrayBuffer);
  }

  /** Calling it again does nothing; everything else throws from now on. */
  close(): void {
    if (this.#file) this.stop();
    this.#file = undefined;
  }

  /** One more block has arrived, unless eight of them wait already. The recording begins anew when all of it has been read. */
  #hear(): void {
    if (this.#position === this.#end) this.#position = this.#begin;
    const block = 2 * Math.round((this.sampleRate * periodMs) / 1000);
    const rest = this.#end - this.#position;
    if (this.#readable < block * fifoPeriods) this.#readable = Math.min(this.#readable + block, rest);
    this.#onReadable?.call(this, this.#readable, this.#readable / 2);
  }

  /** Finds the samples among the chunks of a RIFF/WAVE file. */
  #open(view: DataView, sampleRate: number): void {
    const fail = (reason: string): never => {
      throw new RangeError(`AudioIn: ${file} ${reason}: convert the recording`);
    };
    if (view.byteLength < 44 || view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57415645)
      fail("is not a WAV file"); // "RIFF", "WAVE"
    let formatted = false;
    for (let at = 12; at + 8 <= view.byteLength;) {
      const name = view.getUint32(at);
      const size = view.getUint32(at + 4, true);
      const body = at + 8;
      if (body + size > view.byteLength) break;
      if (name === 0x666d7420 /* "fmt " */) {
        if (
          size < 16 ||
          view.getUint16(body, true) !== 1 ||
          view.getUint16(body + 2, true) !== 1 ||
          view.getUint16(body + 14, true) !== 16
        )
          fail("is not mono 16-bit PCM");
        if (view.getUint32(body + 4, true) !== sampleRate)
          fail(`has ${view.getUint32(body + 4, true)} Hz instead of the ${sampleRate} asked for`);
        formatted = true;
      } else if (name === 0x64617461 /* "data" */ && formatted && size >= 2) {
        this.#begin = this.#position = body;
        this.#end = body + (size & ~1);
        return;
      }
      at = body + size + (size & 1);
    }
    fail("is damaged");
  }

  #check(): ArrayBuffer {
    if (!this.#file) throw new Error("AudioIn: closed");
    return this.#file;
  }

  // The native function, in the form that costs no memory per call: see modules/native.d.ts.
  #copy(from: unknown, offset: number, to: unknown): void {
    native("xs_recording_copy").call(this, from, offset, to);
  }
}

export default AudioIn;
