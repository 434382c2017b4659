// SPDX-License-Identifier: Apache-2.0
// modules/sensors/microphone/recording on Node, with stand-ins for the SDK's modules and for the copy in C.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./support/environment.js";

interface AudioIn {
  start(): void;
  stop(): void;
  close(): void;
  read(wanted?: number | Uint8Array): number | ArrayBuffer;
}
type Options = {
  sampleRate?: number;
  channels?: number;
  onReadable?: (this: AudioIn, bytes: number, count: number) => void;
};

const file = join(root, "modules/sensors/microphone/recording/audio-in.ts");
const rate = 16000;
const blockBytes = 640; // 20 ms

/** The class, hearing these bytes as microphone.wav; tick() lets 20 ms pass. */
function load(wav: ArrayBuffer | undefined): { AudioIn: new (options: Options) => AudioIn; tick: () => void } {
  const timers = new Set<() => void>();
  const modules: Record<string, unknown> = {
    Resource: Object.assign(
      function () {
        return wav;
      },
      { exists: () => wav !== undefined },
    ),
    timer: {
      repeat: (callback: () => void, period: number) => {
        assert.equal(period, 20);
        timers.add(callback);
        return callback;
      },
      clear: (timer?: () => void) => timer && timers.delete(timer),
    },
  };
  const copy = (from: ArrayBuffer, offset: number, to: ArrayBuffer | Uint8Array): void => {
    const target = to instanceof ArrayBuffer ? new Uint8Array(to) : to;
    target.set(new Uint8Array(from, offset, target.length));
  };
  const exports: { default?: new (options: Options) => AudioIn } = {};
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  const run = new Function("exports", "require", "native", outputText) as (...values: unknown[]) => void;
  run(
    exports,
    (name: string) => ({ __esModule: true, default: modules[name] }),
    (name: string) => (assert.equal(name, "xs_recording_copy"), copy),
  );
  assert.ok(exports.default);
  return { AudioIn: exports.default, tick: () => timers.forEach((callback) => callback()) };
}

/** A WAV file of samples 1, 2, 3, ... with a chunk that nobody knows before them. */
function wav(count: number, { bits = 16, channels = 1, hertz = rate } = {}): ArrayBuffer {
  const bytes = Buffer.alloc(54 + 2 * count);
  bytes.write("RIFF", 0).toString();
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(hertz, 24);
  bytes.writeUInt16LE(bits, 34);
  bytes.write("junk", 36);
  bytes.writeUInt32LE(1, 40); // odd: a byte of padding follows
  bytes.write("data", 46);
  bytes.writeUInt32LE(2 * count, 50);
  for (let i = 0; i < count; i++) bytes.writeInt16LE(i + 1, 54 + 2 * i);
  return Uint8Array.from(bytes).buffer;
}

describe("the recorded microphone", () => {
  it("gives the recording in blocks of 20 ms, over and over", () => {
    const { AudioIn, tick } = load(wav(800));
    const heard: number[] = [];
    const sizes: number[] = [];
    const microphone = new AudioIn({
      sampleRate: rate,
      onReadable(bytes, count) {
        assert.equal(count, bytes / 2);
        sizes.push(bytes);
        const block = new Uint8Array(bytes);
        assert.equal(this.read(block), bytes);
        heard.push(...new Int16Array(block.buffer));
      },
    });
    tick();
    assert.deepEqual(sizes, []);
    microphone.start();
    microphone.start();
    for (let i = 0; i < 6; i++) tick();
    assert.deepEqual(sizes, [640, 640, 320, 640, 640, 320]);
    assert.deepEqual(
      heard,
      Array.from({ length: 1600 }, (_, i) => (i % 800) + 1),
    );
  });

  it("waits for a slow app and loses nothing", () => {
    const { AudioIn, tick } = load(wav(4000));
    const microphone = new AudioIn({ sampleRate: rate });
    microphone.start();
    for (let i = 0; i < 20; i++) tick();
    const first = microphone.read() as ArrayBuffer;
    assert.equal(first.byteLength, 8 * blockBytes);
    for (let i = 0; i < 20; i++) tick();
    const second = microphone.read(2) as ArrayBuffer;
    assert.deepEqual([...new Int16Array(second)], [first.byteLength / 2 + 1]);
  });

  it("is silent when stopped, but what has arrived stays", () => {
    const { AudioIn, tick } = load(wav(4000));
    const microphone = new AudioIn({ sampleRate: rate });
    microphone.start();
    tick();
    microphone.stop();
    tick();
    assert.equal((microphone.read() as ArrayBuffer).byteLength, blockBytes);
    assert.equal((microphone.read() as ArrayBuffer).byteLength, 0);
  });

  it("refuses to read what isn't there", () => {
    const { AudioIn, tick } = load(wav(4000));
    const microphone = new AudioIn({ sampleRate: rate });
    microphone.start();
    tick();
    for (const wanted of [blockBytes + 2, 3, -2, NaN]) assert.throws(() => microphone.read(wanted), /640 are there/);
  });

  it("does nothing more when closed", () => {
    const { AudioIn, tick } = load(wav(4000));
    let calls = 0;
    const microphone = new AudioIn({ sampleRate: rate, onReadable: () => calls++ });
    microphone.start();
    microphone.close();
    microphone.close();
    tick();
    assert.equal(calls, 0);
    assert.throws(() => microphone.read(), /closed/);
    assert.throws(() => microphone.start(), /closed/);
  });

  it("says what is wrong with options and recordings", () => {
    const open =
      (recording: ArrayBuffer | undefined, options: Options = {}) =>
      () =>
        new (load(recording).AudioIn)({ sampleRate: rate, ...options });
    assert.throws(open(undefined), /name a recording in the manifest/);
    assert.throws(open(wav(100), { channels: 2 }), /channels/);
    assert.throws(open(wav(100), { sampleRate: 8000 }), /has 16000 Hz instead of the 8000/);
    assert.throws(open(wav(100, { bits: 8 })), /mono 16-bit PCM/);
    assert.throws(open(wav(100, { channels: 2 })), /mono 16-bit PCM/);
    assert.throws(open(wav(0)), /damaged/);
    assert.throws(open(wav(100).slice(0, 60)), /damaged/);
    assert.throws(open(new ArrayBuffer(100)), /not a WAV file/);
  });
});
