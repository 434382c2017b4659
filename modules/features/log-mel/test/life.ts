// SPDX-License-Identifier: Apache-2.0
// LogMel: wrong arguments, close, and no garbage.
import LogMel from "tinyxs/features/log-mel";
import { collectGarbage, equal, makesGarbage, nextJob, ok, test, throws } from "tinyxs/test";

test("samples and window of another type are TypeErrors", () => {
  const mel = new LogMel();
  const [samples, window] = [new Int16Array(480), new Int8Array(40)];
  for (const wrong of [undefined, null, [0], new Int8Array(480), new Uint16Array(480), new ArrayBuffer(960)])
    throws(() => mel.feed(wrong as never, window), TypeError, "samples", "Int16Array");
  for (const wrong of [undefined, null, [0], new Uint8Array(40), new Int16Array(40), new ArrayBuffer(40)])
    throws(() => mel.feed(samples, wrong as never), TypeError, "window", "Int8Array");
});

test("a window that doesn't hold whole rows is a RangeError", () => {
  const mel = new LogMel();
  for (const length of [0, 1, 39, 41, 100])
    throws(() => mel.feed(new Int16Array(480), new Int8Array(length)), RangeError, "window", "40");
});

test("close is idempotent, and everything throws afterwards", () => {
  const mel = new LogMel();
  mel.close();
  mel.close();
  throws(() => mel.feed(new Int16Array(480), new Int8Array(40)), Error, "closed");
  throws(() => mel.reset(), Error, "closed");
  equal(mel.channels, 40, "channels");
});

test("onRow may close it: feed ends with the row", () => {
  const mel = new LogMel();
  equal(
    mel.feed(new Int16Array(4800), new Int8Array(40), () => mel.close()),
    1,
    "rows",
  );
  throws(() => mel.reset(), Error, "closed");
});

test("onRow may reset it, feed it and throw", () => {
  const mel = new LogMel();
  const window = new Int8Array(40);
  equal(
    mel.feed(new Int16Array(480 * 3), window, () => mel.reset()),
    3,
    "rows with a reset after each",
  );
  const other = new Int8Array(40);
  mel.feed(new Int16Array(480), window, () => void mel.feed(new Int16Array(100), other));
  throws(
    () =>
      mel.feed(new Int16Array(4800), window, () => {
        throw new RangeError("enough");
      }),
    RangeError,
    "enough",
  );
  ok(mel.feed(new Int16Array(960), window) >= 2, "it still works");
});

test("closed in the middle of a feed is noticed", () => {
  const zero = (mel: LogMel): unknown => ({ valueOf: () => (mel.close(), 0) });
  const lies: ((mel: LogMel) => [Int16Array, Int8Array])[] = [
    (mel) => [Object.defineProperty(new Int16Array(480), "byteOffset", { get: () => zero(mel) }), new Int8Array(40)],
    (mel) => [new Int16Array(480), Object.defineProperty(new Int8Array(40), "byteOffset", { get: () => zero(mel) })],
    (mel) => [
      new Int16Array(480),
      Object.defineProperty(new Int8Array(40), "length", { get: () => ({ valueOf: () => (mel.close(), 40) }) }),
    ],
  ];
  for (const lie of lies) {
    const mel = new LogMel();
    const [samples, window] = lie(mel);
    throws(() => mel.feed(samples, window), Error);
    throws(() => mel.reset(), Error, "closed");
  }
});

test("a typed array over the LogMel itself sees nothing", () => {
  const mel = new LogMel();
  equal(new Uint8Array(mel as never).length, 0, "length of a Uint8Array");
  throws(() => new DataView(mel as never).getInt8(0), Error);
});

test("arrays that lie about their place are refused", () => {
  const mel = new LogMel();
  for (const offset of [1, 2, -2, 961, 2 ** 31, 2 ** 32, -(2 ** 32), NaN, 1e300]) {
    const samples = Object.defineProperty(new Int16Array(480), "byteOffset", { get: () => offset });
    const window = Object.defineProperty(new Int8Array(40), "byteOffset", { get: () => offset });
    for (const call of [() => mel.feed(samples, new Int8Array(40)), () => mel.feed(new Int16Array(480), window)]) {
      try {
        call(); // an offset that is no number may count as 0
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
  }
});

test("samples and windows that reach beyond their buffers are RangeErrors", () => {
  const mel = new LogMel();
  for (const offset of [2, 958, 960]) {
    const samples = Object.defineProperty(new Int16Array(480), "byteOffset", { get: () => offset });
    throws(() => mel.feed(samples, new Int8Array(40)), RangeError, "samples");
  }
  for (const offset of [1, 39, 40]) {
    const window = Object.defineProperty(new Int8Array(40), "byteOffset", { get: () => offset });
    throws(() => mel.feed(new Int16Array(480), window), RangeError, "window");
  }
});

test("samples at an odd address are a RangeError, even where all of them lie within their buffer", () => {
  const mel = new LogMel();
  const samples = Object.defineProperty(new Int16Array(480), "byteOffset", { get: () => 1 });
  throws(() => mel.feed(samples, new Int8Array(40), undefined, 100), RangeError, "samples");
});

test("those that nobody holds are collected", async () => {
  const all = Array.from({ length: 10 }, () => new WeakRef(new LogMel()));
  await nextJob();
  collectGarbage();
  ok(all.filter((mel) => mel.deref()).length <= 1, "at most the last one is left, which the stack may still hold");
  for (let i = 0; i < 2000; i++) new LogMel();
});

test("feed makes no garbage", async () => {
  const mel = new LogMel();
  const [samples, window] = [new Int16Array(32), new Int8Array(49 * 40)];
  let rows = 0;
  const onRow = (): number => rows++;
  ok(!(await makesGarbage(100000, () => mel.feed(samples, window, onRow))), "no collection");
  equal(rows, 1 + Math.floor((100000 * 32 - 480) / 320), "rows");
});
