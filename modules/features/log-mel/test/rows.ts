// SPDX-License-Identifier: Apache-2.0
// LogMel.feed: the rows themselves, however the samples are cut, and the window they move through.
import LogMel from "tinyxs/features/log-mel";
import { equal, ok, test, throws } from "tinyxs/test";
import { audio, createRandom, join } from "./audio.js";
import { readVectors } from "./vectors.js";

const channels = 40;

/** All rows, fed in pieces of the lengths that `next` gives. */
function collect(mel: LogMel, samples: Int16Array, next: () => number): number[] {
  const rows: number[] = [];
  const window = new Int8Array(mel.channels);
  for (let at = 0; at < samples.length;) {
    const end = Math.min(samples.length, at + next());
    mel.feed(samples.subarray(at, end), window, () => rows.push(...window));
    at = end;
  }
  return rows;
}

function make(name: string): Int16Array {
  const samples = audio[name]?.();
  if (!samples) throw new Error(`there is no audio ${name}`);
  return samples;
}

for (const [name, expected] of readVectors())
  test(`${name}: as TensorFlow Lite Micro, in one piece and in many`, () => {
    const samples = make(name);
    ok(expected.length === 49 * channels, "49 rows are expected");
    equal(
      collect(new LogMel(), samples, () => samples.length),
      expected,
      "in one piece",
    );
    for (const size of [1, 319, 320, 480, 512])
      equal(
        collect(new LogMel(), samples, () => size),
        expected,
        `in ${size}s`,
      );
    const random = createRandom(samples[1] ?? 0);
    equal(
      collect(new LogMel(), samples, () => random(2000)),
      expected,
      "in random pieces",
    );
  });

test("feed returns the number of rows, the first after one window and then one per hop", () => {
  const mel = new LogMel();
  const window = new Int8Array(channels);
  let calls = 0;
  const feed = (count: number): number => mel.feed(new Int16Array(count), window, () => calls++);
  equal([feed(0), feed(479), feed(1), feed(319), feed(1), feed(3200)], [0, 0, 1, 0, 1, 10], "rows");
  equal(calls, 12, "calls of onRow");
  equal(mel.feed(new Int16Array(640), window), 2, "rows without onRow");
});

test("count takes only the first samples", () => {
  const samples = make("noise");
  const [mel, same] = [new LogMel(), new LogMel()];
  const [window, other] = [new Int8Array(channels), new Int8Array(channels)];
  equal(mel.feed(samples, window, undefined, 480), 1, "rows");
  same.feed(samples.subarray(0, 480), other);
  equal(window, other, "row");
  for (const count of [-1, samples.length + 1, NaN])
    throws(() => mel.feed(samples, window, undefined, count), RangeError, "count");
});

test("a window moves up by a row for each, within a part of a larger buffer", () => {
  const samples = make("noise");
  const mel = new LogMel();
  const expected = collect(new LogMel(), samples, () => 4000);
  const whole = new Int8Array(4 * channels + 20).fill(99);
  const window = whole.subarray(10, 10 + 4 * channels);
  mel.feed(samples.subarray(0, 480 + 320), window);
  equal(window.slice(0, 2 * channels), Array(2 * channels).fill(99), "before the rows");
  equal(window.slice(2 * channels), expected.slice(0, 2 * channels), "two rows");
  const rows = 2 + mel.feed(samples.subarray(480 + 320), window);
  equal(rows, 49, "rows");
  equal(window, expected.slice(-4 * channels), "the last four rows");
  for (const edge of [whole.subarray(0, 10), whole.subarray(-10)])
    equal(edge, Array(10).fill(99), "outside of the window");
});

test("reset forgets the samples and the background", () => {
  const samples = make("noise");
  const mel = new LogMel();
  const first = collect(mel, samples, () => 1000);
  ok(collect(mel, samples, () => 1000).join() !== first.join(), "without a reset, the background is known");
  mel.feed(new Int16Array(100), new Int8Array(channels));
  mel.reset();
  equal(
    collect(mel, samples, () => 1000),
    first,
    "after a reset",
  );
});

test("two of them have nothing in common", () => {
  const [noise, sweep] = [make("noise"), make("sweep")];
  const [one, other] = [new LogMel(), new LogMel()];
  const rows: number[] = [];
  const window = new Int8Array(channels);
  for (let at = 0; at < noise.length; at += 800) {
    one.feed(noise.subarray(at, at + 800), window, () => rows.push(...window));
    other.feed(sweep.subarray(at, at + 800), new Int8Array(channels));
  }
  equal(
    rows,
    collect(new LogMel(), noise, () => 16000),
    "rows",
  );
});

test("a hop longer than the window leaves samples out", () => {
  const samples = make("noise");
  const mel = new LogMel({ windowMs: 10, hopMs: 25 });
  const rows = collect(mel, samples, () => 777);
  equal(rows.length, (1 + Math.floor((samples.length - 160) / 400)) * channels, "values");
  const changed = samples.slice();
  for (let at = 160; at < samples.length; at += 400) changed.fill(12345, at, at + 240);
  equal(
    collect(new LogMel({ windowMs: 10, hopMs: 25 }), changed, () => 1234),
    rows,
    "rows",
  );
});

test("silence gives the lowest value, also after something loud", () => {
  const mel = new LogMel();
  const rows = collect(mel, join(make("extremes"), new Int16Array(16000)), () => 1600);
  ok(
    rows.some((value) => value > -128),
    "the loud part shows",
  );
  equal(rows.slice(-channels), Array(channels).fill(-128), "the last row");
});
