// SPDX-License-Identifier: Apache-2.0
// The simulator: what its microphone hears, its clocks, the debugger, and everything once more with sanitizers.
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, type Socket, createServer } from "node:net";
import { basename, extname, join } from "node:path";
import { writeApp } from "./support/boards.js";
import { program, root, simulator, temporaryFolder } from "./support/environment.js";
import { ended, fixture, output, parseLines, printed, run, start } from "./support/run.js";
import { type Format, amplitudeAt, rms, sine, writeWav } from "./support/wav.js";

const rate = 16000;

/** What the microphone hears, with full scale at 1, and the notes on stderr. */
function listen(...sources: string[]): { heard: Float64Array; stderr: string } {
  const { status, stdout, stderr } = run(fixture("microphone"), ["--json", "--audio", ...sources]);
  assert.equal(status, 0, stderr);
  const bytes = Buffer.from(
    parseLines<{ samples: string }>(stdout).reduce((all, { samples }) => all + samples, ""),
    "hex",
  );
  return { heard: Float64Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i) / 32768), stderr };
}

describe("the simulated microphone", () => {
  const folder = temporaryFolder();
  before(simulator);

  it("hears 16 kHz 16-bit recordings exactly, and a second of silence", () => {
    const file = join(folder, "plain.wav");
    const signal = sine(440, 0.5, rate, 0.99);
    writeWav(file, signal, rate);
    const { heard, stderr } = listen(file);
    assert.equal(stderr, "");
    const expected = Float64Array.from(
      { length: 1.5 * rate },
      (_, i) => (Math.round((signal[i] ?? 0) * 32767) + 0) / 32768,
    );
    assert.deepEqual(heard, expected);
  });

  const others: [hz: number, format: Format, channels: number][] = [
    [8000, "16-bit", 1],
    [11025, "16-bit", 1],
    [22050, "16-bit", 1],
    [44100, "24-bit", 2],
    [48000, "32-bit float", 1],
    [8000, "8-bit µ-law", 1],
    [8000, "8-bit A-law", 1],
    [16000, "8-bit", 1],
  ];
  for (const [hz, format, channels] of others)
    it(`hears ${hz} Hz ${format}${channels === 2 ? " stereo" : ""} as the same signal`, () => {
      const file = join(folder, `${hz}-${format}.wav`);
      writeWav(file, sine(1000, 1, hz), hz, format, channels);
      const { heard, stderr } = listen(file);
      const layout = channels === 1 ? "mono" : "stereo";
      assert.equal(stderr, `${file}: ${hz} Hz ${layout} ${format}: converted to 16000 Hz mono 16-bit\n`);
      assert.ok(Math.abs(heard.length - 2 * rate) <= 2, `${heard.length} samples`);
      for (let at = 0.1; at < 0.85; at += 0.1) {
        const part = heard.subarray(Math.round(at * rate), Math.round((at + 0.1) * rate));
        const amplitude = amplitudeAt(1000, part, rate);
        const rest = Math.sqrt(Math.max(rms(part) ** 2 - amplitude ** 2 / 2, 0));
        assert.ok(Math.abs(amplitude / 0.5 - 1) < 0.05, `amplitude ${amplitude} at ${at} s`);
        assert.ok(rest < 0.05 * 0.5, `${rest} is no sine at ${at} s`);
      }
      assert.ok(rms(heard.subarray(1.01 * rate)) < 0.005, "silence in the end");
    });

  it("hears recordings one after the other, half a second apart", () => {
    const file = join(folder, "short.wav");
    writeWav(file, sine(500, 0.25, rate), rate);
    const { heard } = listen(file, "silence:0.25", file);
    assert.equal(heard.length, 2.75 * rate);
    const loud = (from: number, to: number): boolean => rms(heard.subarray(from * rate, to * rate)) > 0.1;
    assert.deepEqual([loud(0, 0.25), loud(0.25, 1.5), loud(1.5, 1.75), loud(1.75, 2.75)], [true, false, true, false]);
  });
});

describe("simulated time", () => {
  const folder = temporaryFolder();
  before(simulator);

  it("gives the same bytes on every run", () => {
    for (const name of ["timers", "audio-echo", "microphone", "hostile"]) {
      const args = ["--audio", "silence:1.3", "--seconds", "10"];
      assert.equal(output(fixture(name), args), output(fixture(name), args), name);
    }
  });

  it("starts Math.random with --seed", () => {
    const [first, again, other] = ["7", "7", "8"].map((seed) => output(fixture("timers"), ["--seed", seed]));
    assert.equal(first, again);
    assert.notEqual(first, other);
  });

  it("hears the same with --realtime", () => {
    const file = join(folder, "sine.wav");
    writeWav(file, sine(300, 1, rate), rate);
    const args = ["--json", "--audio", file];
    const samples = (text: string): string =>
      parseLines<{ samples: string }>(text)
        .map((line) => line.samples)
        .join("");
    assert.equal(
      samples(output(fixture("microphone"), [...args, "--realtime"])),
      samples(output(fixture("microphone"), args)),
    );
  });

  it("is that of the real clock with --realtime: dates are today's, and timers wait", () => {
    const begin = Date.now();
    const text = output(fixture("timers"), ["--realtime"]);
    const end = Date.now();
    const start = Date.parse(/^start \S+ (\S+)/.exec(text)?.[1] ?? "");
    assert.ok(start >= begin && start <= end, text);
    const last = Number(/^after a delay (\S+)/m.exec(text)?.[1]);
    assert.ok(last >= 340 && start + last <= end, "what the app took isn't longer than its whole run");
  });

  it("goes on from where it is when a timer is late, and setTimeout waits for a millisecond at least", () => {
    const lines = output(fixture("late-timers")).trim().split("\n");
    assert.deepEqual(lines, ["set 0", "timeout 1", "short timeout 1", "repeat 10 45 55 65"]);
  });

  it("ends with the recording for an app that only repeats something, but not before what is yet to happen once", () => {
    const args = ["--audio", "silence:1", "--seconds", "10"];
    assert.equal(output(fixture("after-recording"), args), "heard 2000 20\nlast 2050 20\n");
  });

  it("lets the microphone lose what an app doesn't read in time, and counts it", () => {
    const file = join(folder, "ramp.wav");
    writeWav(
      file,
      Float64Array.from({ length: rate }, (_, i) => i / 32767),
      rate,
    );
    const { status, stdout, stderr } = run(fixture("late-listener"), ["--json", "--audio", file]);
    assert.equal(status, 0);
    const [, lost] = /^note: the microphone lost (\d+) samples: the app reads too slowly.*\n$/.exec(stderr) ?? [];
    const { total, jumps } = parseLines<{ total: number; jumps: number }>(stdout).at(-1) ?? { total: 0, jumps: 0 };
    // Of the half second in which nobody reads, 160 ms fit into the FIFO.
    assert.equal(Number(lost), 0.34 * rate);
    assert.deepEqual([total, jumps], [(2 - 0.34) * rate, 1]);
  });
});

describe("an app that computes for ever", () => {
  const folder = temporaryFolder();
  const children: ChildProcessWithoutNullStreams[] = [];
  let host: string;
  before(async () => {
    host = await simulator();
  });
  after(() => children.forEach((child) => child.kill("SIGKILL")));
  const source = 'console.log("started");\nfor (let count = 0; ; count++) Object.assign(globalThis, { count });\n';

  /** Presses Ctrl-C until it ends: once isn't enough, since the app doesn't come back to be told. */
  async function interrupt(child: ChildProcessWithoutNullStreams): Promise<number | string | null> {
    children.push(child);
    await printed(child, "started");
    const presses = setInterval(() => child.kill("SIGINT"), 1000);
    try {
      return await ended(child);
    } finally {
      clearInterval(presses);
    }
  }

  it("is ended by a second Ctrl-C", async function () {
    this.timeout(60000);
    assert.equal(await interrupt(start(writeApp("busy", source), ["--realtime"])), 130);
  });

  it("is ended by a second Ctrl-C in the simulator alone", async function () {
    this.timeout(60000);
    const main = join(folder, "main.js");
    writeFileSync(main, source);
    assert.equal(await interrupt(spawn(host, [main])), "SIGINT");
  });
});

describe("the debugger xsbug", () => {
  before(simulator);

  it("stops an app at its debugger statement and at a breakpoint, and lets it go on", async () => {
    const main = join(root, fixture("debugger"), "main.ts");
    const stops: string[] = [];
    let logins = 0;
    const serve = (socket: Socket): void => {
      let text = "";
      const send = (...commands: string[]): void => void socket.write(commands.map((one) => `\r\n${one}\r\n`).join(""));
      socket.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        for (let end; (end = text.indexOf("</xsbug>")) >= 0; text = text.slice(end + 8)) {
          const message = text.slice(0, end);
          if (message.includes("<login ")) {
            logins++;
            send(`<set-breakpoint path="${main}" line="5"/>`, "<go/>");
          }
          const [, path, line] = /<break path="([^"]+)" line="(\d+)"/.exec(message) ?? [];
          if (!path) continue;
          stops.push(`${basename(path)}:${line}`);
          send("<go/>");
        }
      });
    };
    const server = createServer(serve);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    try {
      const { port } = server.address() as AddressInfo;
      const child = start(fixture("debugger"), [], { XSBUG_HOST: `127.0.0.1:${port}` });
      let printed = "";
      child.stdout.on("data", (data: Buffer) => (printed += data.toString()));
      assert.equal(await ended(child), 0);
      assert.equal(logins, 1);
      assert.deepEqual(stops, ["main.ts:3", "main.ts:5", "main.ts:5", "main.ts:5"]);
      assert.equal(printed, "sum 6\n");
    } finally {
      server.close();
    }
  });

  it("is not needed: a note says when it doesn't answer", () => {
    const { status, stdout, stderr } = run(fixture("debugger"), [], { XSBUG_HOST: "127.0.0.1:1" });
    assert.deepEqual([status, stdout], [0, "sum 6\n"]);
    assert.match(stderr, /^xsbug doesn't answer at 127\.0\.0\.1:1 \(XSBUG_HOST\): running without it\n$/);
  });
});

describe("with sanitizers", () => {
  before(async () => {
    await simulator();
    for (const name of ["tinyxs-engine", "tinyxs-simulator"]) await program(name, true);
  });
  const args = ["--audio", "silence:1", "--seconds", "5"];

  for (const name of readdirSync(join(root, "test/fixtures/apps")))
    it(`${name} ends as it does without`, () => {
      const { stdout, ...sanitized } = run(fixture(name), args, { TINYXS_SANITIZE: "1" });
      const { stdout: expected, ...plain } = run(fixture(name), args);
      assert.deepEqual(sanitized, plain);
      assert.ok(stdout === expected, "stdout differs");
    });

  it("wake-word runs clean", () => {
    assert.equal(output("apps/wake-word", [], { TINYXS_SANITIZE: "1" }), output("apps/wake-word"));
  });
});

describe("C sources", () => {
  it("of native and modules have names of their own: mcconfig names objects by them, whatever the folder", () => {
    const names = ["native", "modules"]
      .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }))
      .filter((path) => extname(path) === ".c")
      .map((path) => basename(path));
    assert.ok(names.length > 50);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });

  it("of the engine, the signal library and the bindings are all in a module's manifest", () => {
    const listed = ["modules/ml", "modules/features/log-mel"].flatMap((folder) => {
      const { modules } = JSON.parse(readFileSync(join(root, folder, "manifest.json"), "utf8")) as {
        modules: { "*": string[] };
      };
      return modules["*"].map((path) => join(folder, path));
    });
    const isListed = (path: string): boolean =>
      listed.some((one) => (one.endsWith("*") ? path.match(/.*\//)?.[0] === one.slice(0, -1) : path === `${one}.c`));
    const sources = readdirSync(join(root, "native"), { recursive: true, encoding: "utf8" })
      .map((path) => join("native", path))
      .filter((path) => extname(path) === ".c" && !/^native\/(tflm|kernels\/tables\/(?!table_portable))/.test(path));
    assert.deepEqual(
      sources.filter((path) => !isListed(path)),
      [],
    );
  });
});
