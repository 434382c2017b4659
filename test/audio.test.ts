// SPDX-License-Identifier: Apache-2.0
// What the microphone makes of WAV files, sample by sample. test/run.test.ts has what is said of wrong ones.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import wavefile from "wavefile";
import { prepareAudio, writeAudio } from "../tools/app/audio.js";
import { Failure } from "../tools/toolchain/failure.js";
import { temporaryFolder } from "./support/environment.js";
import { amplitudeAt, sine, writeWav } from "./support/wav.js";

const rate = 16000;

describe("a recording", () => {
  const folder = temporaryFolder();

  const chunk = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name);
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length & 1)]);
  };

  /** The samples heard of a file with `parts` before its samples, without the second of silence behind them. */
  function hear(code: number, bits: number, hertz: number, data: Buffer, ...parts: Buffer[]): number[] {
    const format = Buffer.alloc(16);
    format.writeUInt16LE(code, 0);
    format.writeUInt16LE(1, 2);
    format.writeUInt32LE(hertz, 4);
    format.writeUInt32LE((hertz * bits) / 8, 8);
    format.writeUInt16LE(bits / 8, 12);
    format.writeUInt16LE(bits, 14);
    const body = Buffer.concat([Buffer.from("WAVE"), chunk("fmt ", format), ...parts, chunk("data", data)]);
    const file = join(folder, "recording.wav");
    writeFileSync(file, chunk("RIFF", body));
    return [...prepareAudio([file], rate, () => undefined)].slice(0, -rate);
  }

  const plain = Buffer.from(Int16Array.of(1, -2, 300, -32768).buffer);

  it("may have parts of an odd length before its samples, with a byte of padding behind each", () => {
    const parts = [chunk("junk", Buffer.from("x")), chunk("LIST", Buffer.from("INFOdata?"))];
    assert.deepEqual(hear(1, 16, rate, plain, ...parts), [1, -2, 300, -32768]);
  });

  it("is silent where its samples are infinite or no numbers", () => {
    const data = Buffer.from(Float32Array.of(0.5, Infinity, -Infinity, NaN, -0.5, 2, -2).buffer);
    assert.deepEqual(hear(3, 32, rate, data), [16384, 0, 0, 0, -16384, 32767, -32768]);
  });

  it("is silent at 128 where its samples have eight bits, which have no sign", () => {
    assert.deepEqual(hear(1, 8, rate, Buffer.of(128, 0, 255, 129)), [0, -32768, 32512, 256]);
  });

  it("has from 1000 to 768000 samples a second", () => {
    for (const hertz of [999, 768001])
      assert.throws(() => hear(1, 16, hertz, plain), new RegExp(`a sample rate of ${hertz} Hz: give 1000 to 768000`));
    for (const hertz of [1000, 768000]) hear(1, 16, hertz, Buffer.alloc(2 * 768));
  });

  /** A file of 16-bit mono at the app's rate, with the sizes and names given. */
  function wav(
    data: Buffer,
    { riff = 36 + data.length, size = data.length, id = "RIFF", parts = [] as readonly Buffer[] } = {},
  ): Buffer {
    const head = Buffer.from("RIFF....WAVEfmt ....................data....");
    head.write(id);
    head.writeUInt32LE(riff, 4);
    head.writeUInt32LE(16, 16);
    head.writeUInt32LE(0x10001, 20);
    head.writeUInt32LE(rate, 24);
    head.writeUInt32LE(2 * rate, 28);
    head.writeUInt32LE(0x100002, 32);
    head.writeUInt32LE(size, 40);
    return Buffer.concat([head.subarray(0, 12), ...parts, head.subarray(12), data]);
  }

  function listen(name: string, bytes: Uint8Array): { samples: number[]; notes: string[] } {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const notes: string[] = [];
    return { samples: [...prepareAudio([file], rate, (note) => notes.push(note))].slice(0, -rate), notes };
  }

  const heard = [1, -2, 300, -32768];

  it("may come from a program that couldn't know its sizes", () => {
    for (const size of [0, 0x7ffff000, 0x7fffffff, 0xffffffff])
      for (const riff of [0, 36, 0x7ffff024, 0xffffffff])
        assert.deepEqual(listen("pipe.wav", wav(plain, { riff, size })).samples, heard, `${riff} ${size}`);
    const note = chunk("LIST", Buffer.from("INFO"));
    const none = Buffer.concat([wav(Buffer.alloc(0), { riff: 36 + note.length }), note]);
    assert.throws(() => listen("none.wav", none), /no samples in it/);
  });

  it("may be RF64, whose sizes have 64 bits", () => {
    const sizes = Buffer.alloc(28);
    sizes.writeBigUInt64LE(BigInt(plain.length), 8);
    const file = wav(plain, { id: "RF64", riff: 0xffffffff, size: 0xffffffff, parts: [chunk("ds64", sizes)] });
    assert.deepEqual(listen("rf64.wav", Buffer.concat([file, chunk("LIST", Buffer.from("not sound"))])).samples, heard);
  });

  it("may have samples of 12, 20 and 24 bits, at the top of their bytes", () => {
    assert.deepEqual(hear(1, 12, rate, Buffer.from(Int16Array.of(0x7ff0, -0x8000, 0x10).buffer)), [32752, -32768, 16]);
    const three = Buffer.of(0, 0, 0x40, 0, 0, 0x80, 0xf0, 0xff, 0x7f, 0, 0x01, 0);
    for (const bits of [20, 24]) assert.deepEqual(hear(1, bits, rate, three), [16384, -32768, 32767, 1]);
  });

  it("has no sample in the byte of padding behind an odd number of bytes", () => {
    assert.deepEqual(hear(1, 8, rate, Buffer.of(128, 129, 127)), [0, 256, -256]);
  });

  it("may have A-law and µ-law samples, decoded as others do", () => {
    for (const [code, depth] of [
      [6, "8a"],
      [7, "8m"],
    ] as const) {
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      const wave = new wavefile.WaveFile();
      wave.fromScratch(1, rate, depth, all);
      if (code === 6) wave.fromALaw();
      else wave.fromMuLaw();
      assert.deepEqual(hear(code, 8, rate, Buffer.from(all)), [
        ...(wave.getSamples(false, Int16Array) as unknown as Int16Array),
      ]);
    }
  });

  it("keeps its pitch, its loudness and its length at another rate, and nothing that the new one can't hold", () => {
    for (const hertz of [8000, 11025, 22050, 44100, 47999, 48000, 96000]) {
      const file = join(folder, "rate.wav");
      const signal = sine(1000, 1, hertz, 0.5);
      const high = sine(hertz * 0.45, 1, hertz, 0.25);
      writeWav(file, hertz > 40000 ? signal.map((value, i) => value + (high[i] ?? 0)) : signal, hertz);
      const samples = [...prepareAudio([file], rate, () => undefined)].slice(0, -rate);
      assert.equal(samples.length, rate);
      const middle = samples.slice(1000, -1000).map((value) => value / 32768);
      const wanted = sine(1000, 1, rate, 0.5).slice(1000, -1000);
      const worst = Math.max(...middle.map((value, i) => Math.abs(value - (wanted[i] ?? 0))));
      assert.ok(worst < 2e-4, `${hertz} Hz: ${worst}`);
      assert.ok(Math.abs(amplitudeAt(1000, middle, rate) - 0.5) < 1e-3);
    }
  });

  it("is heard at another rate though it is 10 ms short, and in many blocks as in one", () => {
    const file = join(folder, "short.wav");
    writeWav(file, sine(1000, 0.01, 44100), 44100);
    assert.equal(prepareAudio([file], rate, () => undefined).length, rate + 160);
    writeWav(file, sine(440, 5, 44100), 44100);
    const out = join(folder, "out.s16");
    writeAudio(out, [file, "silence:1"], rate, () => undefined);
    const bytes = readFileSync(out);
    const written = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    assert.deepEqual(
      written,
      prepareAudio([file, "silence:1"], rate, () => undefined),
    );
    const wanted = sine(440, 5, rate);
    for (let i = 1000; i < 5 * rate - 1000; i++)
      assert.ok(Math.abs((written[i] ?? 0) / 32768 - (wanted[i] ?? 0)) < 2e-4, String(i));
  });

  it("is said to be clipped, or to cancel itself", () => {
    const notes = (signal: Float64Array): string => {
      const file = join(folder, "loud.wav");
      writeWav(file, signal, rate);
      const all: string[] = [];
      prepareAudio([file], rate, (note) => all.push(note));
      return all.join();
    };
    assert.equal(notes(sine(440, 1, rate, 1)), "");
    assert.match(
      notes(sine(440, 1, rate, 1.5).map((value) => Math.max(-1, Math.min(1, value)))),
      /loud\.wav: clipped: \d+\.\d %/,
    );
    const stereo = (right: number): string => {
      const file = join(folder, "stereo.wav");
      const signal = sine(440, 1, rate).map((value) => Math.round(value * 20000));
      const wave = new wavefile.WaveFile();
      wave.fromScratch(2, rate, "16", [signal, signal.map((value) => value * right)]);
      writeFileSync(file, wave.toBuffer());
      const all: string[] = [];
      prepareAudio([file], rate, (note) => all.push(note));
      return all.join();
    };
    assert.match(stereo(-1), /stereo\.wav: its channels cancel each other/);
    for (const right of [1, 0, 0.5, -0.5]) assert.doesNotMatch(stereo(right), /cancel/);
  });

  it("is named when it is in another format, by its content or else its name, with the command that converts it", () => {
    for (const [name, content, format] of [
      ["a.wav", "fLaC\0\0\0\x22", "FLAC"],
      ["a.wav", "ID3\x04", "MP3"],
      ["a.wav", "\xff\xfb\x90\x64", "MP3"],
      ["a.wav", "\xff\xf1\x50\x80", "AAC"],
      ["a.wav", "OggS\0\x02\x01vorbis", "Ogg Vorbis"],
      ["a.wav", "OggS\0\x02OpusHead", "Ogg Opus"],
      ["a.wav", "\0\0\0\x20ftypM4A ", "MP4"],
      ["a.wav", "FORM\0\0\0\x20AIFFCOMM", "AIFF"],
      ["a.FLAC", "what?", "by its name this is FLAC"],
      ["it's.mp3", "what?", "by its name this is MP3"],
    ] as const)
      assert.throws(
        () => listen(name, Buffer.from(content, "latin1")),
        (error: Error) =>
          error.message.includes(format) &&
          /convert it with `ffmpeg -i \S+ -c:a pcm_s16le \S+-pcm\.wav'?`/.test(error.message),
        name + format,
      );
    assert.throws(() => hear(0x55, 16, rate, plain), /its samples are in MP3: convert it with `ffmpeg/);
  });

  it("is refused before it is read when it has no end, or is too long", () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    mkdirSync(join(folder, "folder.wav"));
    for (const path of ["/dev/zero", pipe])
      assert.throws(() => prepareAudio([path], rate, () => undefined), /a device or a pipe, which may never end/);
    assert.throws(() => prepareAudio([join(folder, "folder.wav")], rate, () => undefined), /this is a folder/);
    const file = join(folder, "long.wav");
    writeFileSync(file, wav(plain, { size: 0xffffffff, riff: 0xffffffff }));
    truncateSync(file, 4 * 1024 ** 3 - 2); // sparse
    assert.throws(() => prepareAudio([file], rate, () => undefined), /longer than 24 hours/);
    truncateSync(file, 4 * 1024 ** 3 + 2);
    assert.throws(() => prepareAudio([file], rate, () => undefined), /larger than 4 GB/);
  });

  it("is refused at once when it has parts without end", () => {
    const many = Buffer.concat([wav(plain).subarray(0, 12), Buffer.alloc(8 * 20_000, "junk\0\0\0\0")]);
    assert.throws(() => listen("many.wav", many), /more than 10000 parts before the samples/);
    const cue = chunk("cue ", Buffer.of(0xff, 0xff, 0xff, 0x7f));
    assert.throws(
      () => listen("cue.wav", wav(plain, { parts: [cue] })),
      /"cue" part counts 2147483647 points and has room for 0/,
    );
  });

  it("is heard or refused, whatever its bytes", () => {
    const start = wav(plain, { parts: [chunk("cue ", Buffer.alloc(4))] });
    const place = fc.tuple(fc.nat(start.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(place, { maxLength: 8 }), fc.nat(start.length), (places, length) => {
        const bytes = Uint8Array.from(start);
        for (const [at, value] of places) bytes[at] = value;
        try {
          assert.ok(listen("fuzzed.wav", bytes.subarray(0, length)).samples.length > 0);
        } catch (error) {
          assert.ok(error instanceof Failure && error.message.includes("fuzzed.wav"), String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
