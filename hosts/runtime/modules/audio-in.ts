// SPDX-License-Identifier: Apache-2.0
// The module "embedded:io/audio/in": the host's microphone. See hosts/runtime/audio_in.c.

interface Options {
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly bitsPerSample?: number;
  readonly audioType?: string;
  readonly format?: string;
  readonly onReadable?: (byteLength: number, sampleCount: number) => void;
  readonly target?: unknown;
}

class AudioIn extends Native("xs_audio_in_destructor") {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly target?: unknown;

  constructor(options: Options) {
    super();
    const { sampleRate = 16000, channels = 1, bitsPerSample = 16, audioType = "LPCM", format = "buffer" } = options;
    if (!(sampleRate >= 8000 && sampleRate <= 48000)) throw new RangeError("AudioIn: sampleRate from 8000 to 48000");
    if (channels !== 1 && channels !== 2) throw new RangeError("AudioIn: channels 1 or 2");
    if (bitsPerSample !== 8 && bitsPerSample !== 16) throw new RangeError("AudioIn: bitsPerSample 8 or 16");
    if (audioType !== "LPCM") throw new RangeError('AudioIn: audioType "LPCM"');
    if (format !== "buffer") throw new RangeError('AudioIn: format "buffer"');
    native("xs_audio_in_constructor").call(this, sampleRate, channels, bitsPerSample, options.onReadable);
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.bitsPerSample = bitsPerSample;
    if ("target" in options) this.target = options.target;
  }
  get audioType(): "LPCM" {
    return "LPCM";
  }
  get format(): "buffer" {
    return "buffer";
  }
  start(): void {
    native("xs_audio_in_start").call(this);
  }
  stop(): void {
    native("xs_audio_in_stop").call(this);
  }
  read(bufferOrByteLength?: ArrayBufferLike | ArrayBufferView | number): unknown {
    return native("xs_audio_in_read").call(this, bufferOrByteLength);
  }
  close(): void {
    native("xs_audio_in_close").call(this);
  }
}

export default AudioIn;
