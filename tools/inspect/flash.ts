// SPDX-License-Identifier: Apache-2.0
// The flash that a model takes on a board: its operators and the engine are linked as in an app's image, but without the app.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Board, findBoard } from "../board/boards.js";
import { buildLibrary, requireCompiler } from "../board/library.js";
import { readParts } from "../board/parts.js";
import { type EngineOperator, chooseOperators } from "../shared/operators.js";
import type { ModelFacts } from "../tflite/model.js";
import { Failure } from "../toolchain/failure.js";
import { buildFolder, packageFolder } from "../toolchain/folders.js";
import { makeScratch } from "../toolchain/scratch.js";

/** Bytes of flash. */
export interface FlashReport {
  board: string;
  /** By C source; `operators` are those of the model that are in it. */
  operators: { source: string; operators: string[]; bytes: number }[];
  /** The inner loops that they use. */
  kernels: { source: string; bytes: number }[];
  /** What several of the operators use: tinyxs_prepare_convolution() and the like, and signal processing. */
  shared: number;
  /** What every model needs. */
  engine: number;
  /** What the engine uses of it, which an app may use anyway. */
  cLibrary: number;
  /** The .tflite file: weights, and everything else in it. */
  model: number;
  total: number;
  /** The model's operators that the engine lacks. */
  missing: string[];
}

const native = join(packageFolder, "native");

/** @throws Failure when there is no such board, or its compiler is missing. */
export async function measureFlash(name: string, model: ModelFacts, bytes: number): Promise<FlashReport> {
  const board = findBoard(name, "--target");
  requireCompiler(board);
  const names = model.subgraphs.flatMap(({ operators }) => operators.map((operator) => operator.name));
  const { operators, missing } = chooseOperators(names);
  const { flash, sources } = readParts(await link(board, operators));
  const measured = (folder: string): { source: string; bytes: number }[] =>
    listSources(join(native, folder))
      .map((source) => ({ source, bytes: sources.get(source) ?? 0 }))
      .filter((entry) => entry.bytes > 0)
      .sort((a, b) => b.bytes - a.bytes);
  const bytesOf = (part: string): number => flash.get(part) ?? 0;
  const report = {
    board: board.name,
    operators: measured("operators")
      .map((entry) => ({
        ...entry,
        operators: operators.filter(({ file }) => file === entry.source).map((operator) => operator.name),
      }))
      .filter((entry) => entry.operators.length),
    kernels: measured("kernels"),
    shared: bytesOf("shared by operators") + bytesOf("features"),
    engine: bytesOf("engine"),
    cLibrary: bytesOf("C library"),
    model: bytes,
    missing,
  };
  const parts = [...report.operators, ...report.kernels].reduce((sum, entry) => sum + entry.bytes, 0);
  return { ...report, total: parts + report.shared + report.engine + report.cLibrary + report.model };
}

function listSources(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".c"))
    .map((name) => basename(name));
}

/** All in one section each: nothing of this runs. */
const script = `SECTIONS {
  .text : { KEEP(*(.rodata.tinyxs_app)) *(.text .text.* .rodata .rodata.* .srodata .srodata.*) }
  .ARM.exidx : { *(.ARM.exidx*) }
  .data : { *(.data .data.* .sdata .sdata.*) }
  .bss : { *(.bss .bss.* .sbss .sbss.* COMMON) }
}
`;

/** Links these operators and what the binding to XS calls of the engine; returns the linker's map. */
async function link(board: Board, operators: readonly EngineOperator[]): Promise<string> {
  const library = await buildLibrary(board);
  const scratch = makeScratch(join(buildFolder, "run"));
  const [source, memory] = [join(scratch, "operators.S"), join(scratch, "memory.ld")];
  const map = join(scratch, "operators.map");
  const words = [...operators.map(({ symbol }) => `tinyxs_operator_${symbol}`), "0"];
  writeFileSync(
    source,
    `.section .rodata.tinyxs_app,"a"\n.globl tinyxs_operators\ntinyxs_operators: .word ${words.join(", ")}\n`,
  );
  writeFileSync(memory, script);
  const { status, stderr, error } = spawnSync(
    `${board.toolchain}-gcc`,
    [
      ...[...board.flags, ...(board.toolchain === "arm-none-eabi" ? ["--specs=nano.specs"] : [])],
      ...["-nostartfiles", "-Os", "-g0", "-T", memory, "-Wl,--gc-sections", `-Wl,-Map=${map}`],
      ...["-Wl,--entry=tinyxs_operators", "-Wl,--unresolved-symbols=ignore-all"],
      ...calledByBinding().map((name) => `-Wl,--undefined=${name}`),
      ...["-o", join(scratch, "operators.elf"), source, library, "-lm"],
    ],
    { encoding: "utf8" },
  );
  if (error) throw error;
  if (status !== 0) throw new Failure(`${board.name}: the operators can't be linked:\n${stderr.trim()}`);
  return map;
}

/** Of the engine: what is in its public header. */
function calledByBinding(): string[] {
  const folder = join(native, "binding");
  const sources = readdirSync(folder).filter((name) => /^xs_model\w*\.c$/.test(name));
  const text = sources.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  const header = readFileSync(join(native, "include/tinyxs.h"), "utf8");
  return [...new Set(text.match(/\btinyxs_[a-z_]+(?=\()/g))].filter((name) => header.includes(`${name}(`));
}
