// SPDX-License-Identifier: Apache-2.0
// Runs a benchmark's program and counts: instructions in QEMU by a plugin, on the desktop by valgrind; cycles in rp2040js.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Board } from "../board/boards.js";
import { runQemu } from "../board/qemu.js";
import { runRp2040 } from "../board/rp2040.js";
import { buildProgram } from "../toolchain/build.js";
import { Failure } from "../toolchain/failure.js";
import type { Work } from "./work.js";
import { Account } from "./work.js";

const mark = "tinyxs_bench_mark";
const execute = promisify(execFile);

/** Instructions of an image, at the entries of these functions; in the order in which they are entered. */
export async function countEntries(
  board: Board,
  elf: string,
  symbols: readonly string[],
  scratch: string,
  listener: { onOutput(line: string): void; stream?: Uint8Array },
): Promise<{ symbol: string; count: number }[]> {
  if (!board.qemu) throw new Error(`${board.name} isn't emulated by QEMU`);
  const plugin = await buildProgram("tinyxs-icount", { sanitize: false });
  const out = join(scratch, "counts");
  const addresses = await findSymbols(board, elf, symbols);
  const places = symbols.map((symbol) => `at=${addresses.get(symbol) ?? 0}`);
  const qemu = {
    ...board.qemu,
    arguments: [...(board.qemu.arguments ?? []), "-plugin", [plugin, `out=${out}`, ...places].join(",")],
  };
  const errors: string[] = [];
  const { onOutput, stream } = listener;
  const status = await runQemu(board, qemu, elf, {
    folder: scratch,
    onOutput,
    onErrors: (line) => errors.push(line),
    onControl: () => undefined,
    ...(stream ? { stream } : {}),
  });
  if (status > 128) process.exit(status); // Ctrl-C
  if (errors.length) throw new Failure(errors.join("\n"));
  if (status > 1) throw new Failure(`${board.name}: the emulator ended with status ${status}`);
  return readFileSync(out, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" ").map(Number))
    .map(([place = 0, count = 0]) => ({ symbol: symbols[place] ?? "", count }));
}

/** What a benchmark takes in QEMU. @throws Failure with what it says went wrong. */
export async function countInstructions(board: Board, elf: string, scratch: string): Promise<Account> {
  const lines: string[] = [];
  const entries = await countEntries(board, elf, [mark], scratch, { onOutput: (line) => lines.push(line) });
  return new Account(
    lines,
    entries.map(({ count }) => count),
  );
}

/** What it takes on an RP2040, in cycles. */
export async function countCycles(board: Board, elf: string, scratch: string): Promise<Account> {
  const lines: string[] = [];
  const counts: number[] = [];
  const address = (await findSymbols(board, elf, [mark])).get(mark) ?? 0;
  await runRp2040(elf, {
    folder: scratch,
    onOutput: (line) => lines.push(line),
    onErrors: (line) => lines.push(`error ${line}`),
    onControl: () => undefined,
    watch: { address, onReach: (cycles) => counts.push(cycles) },
  });
  return new Account(lines, counts);
}

/** What it takes on the desktop: valgrind writes a file of counts whenever a mark is entered. */
export async function countOnHost(work: Work, scratch: string): Promise<Account> {
  const program = await buildProgram("tinyxs-bench", { sanitize: false });
  const folder = join(scratch, "callgrind");
  mkdirSync(folder);
  const { frames, outputs, model, inputs } = work;
  const what = model ? ["model", String(frames), String(outputs), model, ...inputs] : ["log-mel", String(frames)];
  const { stdout } = await execute(
    "valgrind",
    [
      ...["--tool=callgrind", "--quiet", `--dump-before=${mark}`, `--callgrind-out-file=${join(folder, "counts")}`],
      ...[program, ...what],
    ],
    { maxBuffer: 1 << 28 },
  ).catch((error: { stdout?: string; stderr?: string; code?: number }) => {
    if (error.stdout?.includes("error ")) return { stdout: error.stdout };
    throw new Failure(`valgrind broke off with exit code ${error.code}: ${error.stderr?.trim()}`);
  });
  // Each file has what was counted since the one before; the last, without a number, what came after all marks.
  let sum = 0;
  const counts = readdirSync(folder)
    .flatMap((name) => /\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
    .map((number) => (sum += readTotal(join(folder, `counts.${number}`))));
  return new Account(stdout.split("\n"), counts);
}

/** "summary: 12345", in instructions. */
function readTotal(file: string): number {
  const [, total] = /^(?:summary|totals): (\d+)/m.exec(readFileSync(file, "utf8")) ?? [];
  if (!total) throw new Failure(`${file}: no total; callgrind's format has changed`);
  return Number(total);
}

/** The addresses of functions in an image. */
async function findSymbols(board: Board, elf: string, symbols: readonly string[]): Promise<Map<string, number>> {
  const { stdout } = await execute(`${board.toolchain}-nm`, [elf], { maxBuffer: 1 << 26 });
  const found = new Map<string, number>();
  for (const [, address = "", symbol = ""] of stdout.matchAll(/^([0-9a-f]+) [tTwW] (\S+)$/gm))
    if (symbols.includes(symbol)) found.set(symbol, parseInt(address, 16));
  for (const symbol of symbols) if (!found.has(symbol)) throw new Failure(`${elf} has no function ${symbol}`);
  return found;
}
