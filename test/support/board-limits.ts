// SPDX-License-Identifier: Apache-2.0
// Where an emulated board ends: memory, stack, time and the microphone; and what an app's failure says there.
import assert from "node:assert/strict";
import { needBoard, runOnBoard, writeApp } from "./boards.js";
import { simulator } from "./environment.js";
import { fixture, output, parseLines, run } from "./run.js";

/** What stderr begins with; positions in sources are not known on a board. */
const endings: Record<string, RegExp> = {
  "closed-microphone": /^error: TypeError: AudioIn: closed, or not an AudioIn: make a new one\n/,
  "missing-resource": /^error: URIError: Resource "model\.tflite" not found: name it in the manifest's "data"\n/,
  "multi-module": /^error: TypeError: .*undefined.*\n at parse /,
  "out-of-memory": /^error: out of memory: the board has \d+ KB for the heap: keep less\n$/,
  "stack-overflow":
    /^error: stack overflow: functions call each other too deeply: end the recursion earlier, or use a loop\n$/,
  "top-level-throw": /^error: RangeError: nothing to start\n at start /,
  "unhandled-rejection": /^error: unhandled promise rejection: TypeError: no sensor\n at read /,
};

/** Recursion of C functions, whose depth the app's own code doesn't limit. */
const nested = "let nested: unknown[] = []; for (let i = 0; i < 1500; i++) nested = [nested];";
const recursions: Record<string, string> = {
  "JSON.stringify": `${nested} console.log(JSON.stringify(nested));`,
  "JSON.parse": `console.log(JSON.parse("[".repeat(5000) + "]".repeat(5000)));`,
  "Array.prototype.join": `${nested} console.log(nested.join());`,
  "Array.prototype.flat": `${nested} console.log(nested.flat(Infinity));`,
  Proxy: `let nested = {}; for (let i = 0; i < 1500; i++) nested = new Proxy(nested, {}); console.log("a" in nested);`,
  "a getter": `const o = { get a(): number { return this.a + 1; } }; console.log(o.a);`,
};

/** Results that C libraries find out of range, which they note in errno. */
const arithmetic = `console.log(Math.log(-1), Math.pow(10, 400), Math.exp(1000), Math.sqrt(-1), Math.acos(2), Number("1e999"),
  parseFloat("1e-999"), Math.sinh(1000), 2 ** -1080, Math.hypot(1e200, 1e200), 7 % 0, Math.log1p(-2), Math.cbrt(-8), Math.sin(1e22));`;

/** Counts the days, a few hours apart, whose local time isn't UTC, both ways. */
const dates = `let wrong = 0;
  for (let day = -40000; day < 60000; day += 97) {
    const time = new Date(day * 86400000 + (day % 24) * 3600000 + 1234);
    const [year, month, date, hours] = [time.getFullYear(), time.getMonth(), time.getDate(), time.getHours()];
    const same = year === time.getUTCFullYear() && month === time.getUTCMonth() && date === time.getUTCDate();
    if (!same || hours !== time.getUTCHours() || time.getDay() !== time.getUTCDay()) wrong++;
    if (new Date(year, month, date, hours, 0, 1, 234).getTime() !== time.getTime()) wrong++;
  }
  console.log(wrong, new Date(2024, 1, 29).toString());`;

/** The endings that depend on the CPU. */
const ofCpu = ["out-of-memory", "stack-overflow"];

/** The tests of one board; where `like` names another with the same C library and drivers, only those of what depends on the CPU. */
export function describeLimits(board: string, { like }: { readonly like?: string } = {}): void {
  describe(`an app on ${board}`, () => {
    const args = ["--audio", "silence:1", "--seconds", "10"];
    before(simulator);

    const test = (title: string, body: () => void): void => {
      it(title, function () {
        needBoard(this, board);
        body();
      });
    };

    const chosen = Object.entries(endings).filter(([name]) => !like || ofCpu.includes(name));
    for (const [name, message] of chosen)
      test(`says how ${name} ends`, () => {
        const simulated = run(fixture(name), args);
        const { status, stdout, stderr } = runOnBoard(board, fixture(name), args);
        assert.deepEqual([status, stdout], [1, simulated.stdout]);
        assert.match(stderr, message);
      });

    for (const name of like ? ["hostile"] : ["audio-echo", "endless", "hostile"])
      test(`${name} prints what it prints in the simulator`, () => {
        const { status, stdout, stderr } = runOnBoard(board, fixture(name), args);
        assert.deepEqual([status, stdout, stderr], [0, output(fixture(name), args), ""]);
      });

    test("model prints what it prints in the simulator, but for sizes and names of C functions", () => {
      const portable = (text: string): string =>
        text.replace(/(xs_\w+|\w+\.prototype\.\w+): /g, "").replace(/\d+ (bytes|are given)/g, "$1");
      const { status, stdout, stderr } = runOnBoard(board, fixture("model"));
      assert.deepEqual([status, portable(stdout), stderr], [0, portable(output(fixture("model"))), ""]);
    });

    test("timers fire in the simulator's order, each at most 5 ms later", () => {
      const { status, stdout, stderr } = runOnBoard(board, fixture("timers"));
      assert.deepEqual([status, stderr], [0, ""]);
      const parse = (text: string): [what: string, time: number][] =>
        [...text.matchAll(/^([a-z ]*[a-z])(?: ([\d.]+))?/gm)].map(([, what = "", time = "0"]) => [what, Number(time)]);
      const [actual, expected] = [parse(stdout), parse(output(fixture("timers")))];
      const last = expected.pop(); // due at the same time as the one before it only where code takes no time
      assert.deepEqual(last, ["interval", 340]);
      actual.splice(expected.length - 1, actual.length - expected.length);
      expected.forEach(([what, time], i) => {
        const [also, later = NaN] = actual[i] ?? [];
        assert.equal(also, what);
        assert.ok(later >= time && later < time + 5, `${what}: at ${later} instead of ${time} ms`);
      });
    });

    if (!like)
      test("computes as in the simulator, out of range too", () => {
        const app = writeApp("arithmetic", arithmetic);
        const { status, stdout, stderr } = runOnBoard(board, app);
        assert.deepEqual([status, stdout, stderr], [0, output(app), ""]);
      });

    if (!like)
      test("has UTC as its local time", () => {
        const { status, stdout, stderr } = runOnBoard(board, writeApp("dates", dates));
        assert.deepEqual([status, stdout, stderr], [0, "0 Thu Feb 29 2024 00:00:00 GMT+0000\n", ""]);
      });

    for (const [name, source] of Object.entries(recursions))
      test(`is stopped when ${name} goes too deep, before the stack's end`, () => {
        const app = writeApp(name.replace(/\W/g, "-").toLowerCase(), source);
        const { status, stdout, stderr } = runOnBoard(board, app, [], 256);
        assert.deepEqual([status, stdout], [1, ""]);
        assert.match(stderr, endings["stack-overflow"] ?? /^$/);
      });

    test("is told when a regular expression needs more memory than there is", () => {
      const app = writeApp("pattern", 'console.log(/^(a|b)*$/.test("ab".repeat(10000)));');
      const { status, stdout, stderr } = runOnBoard(board, app);
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, endings["out-of-memory"] ?? /^$/);
    });

    if (like) return;

    test("loses samples with --realtime when it reads too slowly, and is told how many; without, the recording waits", () => {
      const app = fixture("slow-listener");
      const read = (text: string): number => parseLines<{ total: number }>(text).at(-1)?.total ?? 0;
      const audio = ["--json", "--audio", "silence:1"];
      const waiting = runOnBoard(board, app, audio);
      assert.deepEqual([waiting.status, read(waiting.stdout), waiting.stderr], [0, 32000, ""]);
      assert.ok(waiting.figures.waitedMilliseconds > 0);
      const { status, stdout, stderr } = runOnBoard(board, app, [...audio, "--realtime"]);
      const [, lost] = /^note: the microphone lost (\d+) samples: the app reads too slowly/m.exec(stderr) ?? [];
      assert.equal(status, 0);
      assert.ok(Number(lost) > 0, stderr);
      assert.equal(read(stdout) + Number(lost), 32000);
    });
  });
}
