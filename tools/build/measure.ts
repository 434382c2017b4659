// SPDX-License-Identifier: Apache-2.0
// Runs an image in its emulator on a little audio, to see what it takes.
import { type App, prepareAudio } from "../app/index.js";
import { type Board, unitOf } from "../board/boards.js";
import { type RunFigures, runImage } from "../board/run.js";
import { writeStream } from "../board/stream.js";
import { runEngine } from "../shared/engine.js";
import { Failure } from "../toolchain/failure.js";

export interface Measurement {
  /** Bytes; the stack is what is reserved for it. */
  readonly ram: Readonly<Record<string, number>>;
  readonly speed: {
    readonly unit: "instructions" | "cycles";
    /** Of `unit`, a second. */
    readonly hertz: number;
    /** Until the app's machine is there, and until the app listens. */
    readonly boot: number;
    readonly start: number;
    readonly perSecondOfAudio: number;
  };
}

/** Seconds of audio whose difference is measured: the second one begins when the app's windows are full. */
const spans = { qemu: [0, 2, 4], rp2040: [0, 1.2, 1.4] } as const;

/** @throws Failure when the app fails. */
export async function measure(
  app: App,
  resources: ReadonlyMap<string, string>,
  board: Board,
  elf: string,
  scratch: string,
  audio: readonly string[] | undefined,
): Promise<Measurement> {
  const samples = prepareAudio(audio ?? (app.recording ? [app.recording] : ["silence:10"]), app.sampleRate, () => undefined);
  const [none, less, more] = board.qemu ? spans.qemu : spans.rp2040;
  const run = async (seconds: number): Promise<RunFigures> => {
    const errors: string[] = [];
    const count = Math.max(1, Math.round(seconds * app.sampleRate));
    const part = new Int16Array(count);
    part.set(samples.subarray(0, count));
    const { status, figures } = await runImage(board, elf, {
      folder: scratch,
      stream: writeStream({ samples: part, sampleRate: app.sampleRate, seed: 1, seconds: seconds + 600, realtime: false }),
      onOutput: () => undefined,
      onErrors: (line) => errors.push(line),
    });
    if (status !== 0 || !figures) throw new Failure(`${app.name} failed on ${board.name}:\n${errors.join("\n")}`);
    return figures;
  };
  const [first, second, third] = [await run(none), await run(less), await run(more)];
  const arena = await sumArenas(resources);
  const count = (microseconds: number): number => Math.round(microseconds * board.instructionsPerMicrosecond);
  return {
    ram: {
      "XS objects": third.xsSlots,
      "XS data": third.xsChunks,
      "XS stack": third.xsStack,
      "model arenas": arena,
      buffers: third.heap - third.xsSlots - third.xsChunks - third.xsStack - arena,
      [`stack (${third.stack} used)`]: third.stackLimit,
    },
    speed: {
      unit: unitOf(board),
      hertz: board.instructionsPerMicrosecond * 1e6,
      boot: count(first.bootMicroseconds),
      start: count(first.busyMicroseconds),
      perSecondOfAudio: count((third.busyMicroseconds - second.busyMicroseconds) / (more - less)),
    },
  };
}

/** Of all the app's models, on 32-bit targets. */
async function sumArenas(resources: ReadonlyMap<string, string>): Promise<number> {
  const models = [...resources].filter(([name]) => name.endsWith(".tflite"));
  const memories = await Promise.all(models.map(([, file]) => runEngine(["measure", file])));
  return memories.reduce<number>((sum, memory) => sum + (memory as Record<"32", { arena: number }>)["32"].arena, 0);
}
