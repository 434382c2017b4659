// SPDX-License-Identifier: Apache-2.0
// The options of LogMel: ranges, types, defaults.
import LogMel, { type LogMelOptions } from "tinyxs/features/log-mel";
import { equal, test, throws } from "tinyxs/test";
import { audio } from "./audio.js";

function rowsOf(options?: LogMelOptions): number[] {
  const mel = new LogMel(options);
  const rows: number[] = [];
  const window = new Int8Array(mel.channels);
  mel.feed(audio.noise?.() ?? new Int16Array(), window, () => rows.push(...window));
  return rows;
}

type Path = readonly [section: string, key: string] | readonly [key: string];

function options([first, second]: Path, value: unknown): LogMelOptions {
  return { [first]: second === undefined ? value : { [second]: value } };
}

/** What is just outside of each option's range. */
const outside: readonly (readonly [path: Path, ...values: number[]])[] = [
  [["sampleRate"], 999, 96001, 16000.5, -16000, 2 ** 32 + 16000, Infinity],
  [["windowMs"], 0, 0.9, 128.1, -30, Infinity],
  [["hopMs"], 0, 0.01, -20, 60001, Infinity],
  [["channels"], 0, 257, 40.5, -1, 2 ** 32 + 40, Infinity],
  [["lowerHz"], -1, 48001, -Infinity],
  [["upperHz"], 224, 8001, -1, Infinity],
  [["noiseReduction", "evenSmoothing"], -0.01, 1.01, Infinity],
  [["noiseReduction", "oddSmoothing"], -0.01, 1.01, Infinity],
  [["noiseReduction", "minSignalRemaining"], -0.01, 1.01, Infinity],
  [["noiseReduction", "smoothingBits"], 4, 15, 9.5, -10, Infinity],
  [["pcan", "strength"], -0.01, 2.01, Infinity],
  [["pcan", "offset"], 0, 1000001, -80, Infinity],
  [["pcan", "gainBits"], 17, 31, 20.5, Infinity],
  [["logScale"], 0, 1025, 63.5, Infinity],
  [["output", "multiplier"], 0, 65537, 1.5, -256],
  [["output", "divisor"], 0, 2 ** 30 + 1, 665.5, -1],
  [["output", "zeroPoint"], -129, 128, 0.5, Infinity],
];

for (const [path, ...values] of outside)
  test(`${path.join(".")} out of its range is a RangeError which names it`, () => {
    const key = path[1] ?? path[0];
    for (const value of values)
      throws(() => new LogMel(options(path, value)), RangeError, "LogMel: ", key.slice(1), "out of range");
  });

test("an option of another type is a TypeError which names it", () => {
  for (const [path] of outside)
    for (const value of ["20", null, NaN, true, {}, 20n])
      throws(() => new LogMel(options(path, value)), TypeError, "LogMel: ", (path[1] ?? path[0]).slice(1));
  throws(() => new LogMel(options(["noiseReduction", "clamping"], 1)), TypeError, "clamping");
  for (const name of ["noiseReduction", "pcan"])
    for (const value of [null, 1, "yes"]) throws(() => new LogMel(options([name], value)), TypeError, name);
  throws(() => new LogMel(options(["output"], 1)), TypeError, "output");
});

test("the edges of the ranges work", () => {
  const edges: LogMelOptions[] = [
    { sampleRate: 1000, windowMs: 16, lowerHz: 0, upperHz: 500 },
    { sampleRate: 96000, windowMs: 21.333, upperHz: 48000 },
    { windowMs: 1, hopMs: 0.0625 },
    { channels: 1 },
    { channels: 256 },
    { lowerHz: 0, upperHz: 100 },
    { noiseReduction: { evenSmoothing: 0, oddSmoothing: 1, minSignalRemaining: 1, clamping: true, smoothingBits: 5 } },
    { noiseReduction: { evenSmoothing: 1, oddSmoothing: 0, minSignalRemaining: 0, smoothingBits: 14 } },
    { pcan: { strength: 0, offset: 0.001, gainBits: 18 } },
    { pcan: { strength: 2, offset: 1000000, gainBits: 30 } },
    { logScale: 1, output: { multiplier: 65536, divisor: 1, zeroPoint: 127 } },
    { logScale: 1024, output: { multiplier: 1, divisor: 2 ** 30, zeroPoint: -128 } },
  ];
  for (const edge of edges) {
    const mel = new LogMel(edge);
    mel.feed(new Int16Array(4096).fill(-32768), new Int8Array(mel.channels));
    mel.close();
  }
});

test("what is left out has its default, in sections too", () => {
  const expected = rowsOf();
  equal(rowsOf({}), expected, "no option");
  equal(rowsOf({ noiseReduction: true, pcan: true, output: {} }), expected, "sections turned on");
  equal(
    rowsOf({ noiseReduction: {}, pcan: { strength: 0.95 }, output: { divisor: 666 } }),
    expected,
    "some of a section",
  );
  equal(rowsOf({ sampleRate: undefined, pcan: undefined } as LogMelOptions), expected, "undefined");
});

test("each option does something", () => {
  const expected = rowsOf().join();
  const others: LogMelOptions[] = [
    { windowMs: 25 },
    { hopMs: 10 },
    { channels: 41 },
    { lowerHz: 200 },
    { upperHz: 7000 },
    { noiseReduction: { evenSmoothing: 0.1 } },
    { noiseReduction: { oddSmoothing: 0.1 } },
    { noiseReduction: { minSignalRemaining: 0.5 } },
    { noiseReduction: false, pcan: false },
    { pcan: false },
    { pcan: { strength: 0.5 } },
    { pcan: { offset: 8 } },
    { logScale: 32 },
    { output: { multiplier: 128 } },
    { output: { zeroPoint: -100 } },
  ];
  others.forEach((other, i) => {
    if (rowsOf(other).join() === expected) throw new Error(`other options ${i} change nothing`);
  });
});

test("pcan needs noiseReduction, and the message says so", () => {
  throws(() => new LogMel({ noiseReduction: false }), RangeError, "pcan", "noiseReduction");
});

test("options are not modified and may be frozen", () => {
  const expected = rowsOf();
  const known = Object.freeze({
    sampleRate: 16000,
    noiseReduction: Object.freeze({ smoothingBits: 10 }),
    pcan: Object.freeze({ gainBits: 21 }),
    output: Object.freeze({ zeroPoint: -128 }),
  });
  const before = JSON.stringify(known);
  equal(rowsOf(known), expected, "rows");
  equal(JSON.stringify(known), before, "options");
});

test("channels tells the values per row", () => {
  equal(new LogMel().channels, 40, "by default");
  equal(new LogMel({ channels: 80 }).channels, 80, "as given");
});

test("an option that doesn't exist is named, with the nearest that does", () => {
  const wrong: [object, string, string][] = [
    [{ windowMS: 25 }, "LogMel: there is no option windowMS", "windowMs"],
    [{ sample_rate: 8000 }, "sample_rate", "sampleRate"],
    [{ nosieReduction: false }, "nosieReduction", "noiseReduction"],
    [{ noiseReduction: { clampng: true } }, "noiseReduction: there is no option clampng", "clamping"],
    [{ pcan: { gain: 2 } }, "pcan: there is no option gain", "strength, offset, gainBits"],
    [{ output: { zeropoint: 2 } }, "output: there is no option zeropoint", "zeroPoint"],
    [{ fft: 512 }, "fft", "there are sampleRate, windowMs"],
    [{ ["x".repeat(1000)]: 1 }, "x".repeat(40), "there are"],
  ];
  for (const [options, ...words] of wrong) throws(() => new LogMel(options), TypeError, ...words);
});
