// SPDX-License-Identifier: Apache-2.0
// Makes the image of a benchmark: the engine, a program of tools/native/bench, and what it works on.
import { execFile } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Board, firmwareFolder } from "../board/boards.js";
import { Failure } from "../toolchain/failure.js";
import { buildBenchLibrary } from "./library.js";
import type { Work } from "./work.js";

export interface BenchImage {
  readonly elf: string;
  /** The linker's map. */
  readonly map: string;
}

/** Links an image in the folder `scratch`. @throws Failure when it doesn't fit, or with the compiler's messages. */
export async function linkBench(board: Board, work: Work, scratch: string): Promise<BenchImage> {
  const library = await buildBenchLibrary(board);
  const [source, elf, map] = ["bench.S", "bench.elf", "bench.map"].map((name) => join(scratch, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(source, writeSource(work));
  const libc = board.toolchain === "arm-none-eabi" ? ["--specs=nano.specs"] : [];
  const flags = [
    ...[...board.flags, ...libc, "-nostartfiles", "-Os", "-g0"],
    ...["-T", join(board.folder, "memory.ld"), "-L", firmwareFolder, "-L", join(firmwareFolder, "cortex-m")],
    ...["-Wl,--gc-sections", "-Wl,--no-warn-rwx-segments", `-Wl,-Map=${map}`],
    ...["-o", elf, source, "-Wl,--whole-archive", library, "-Wl,--no-whole-archive", "-lm"],
  ];
  try {
    await promisify(execFile)(`${board.toolchain}-gcc`, flags);
  } catch (error) {
    const { stderr = String(error) } = error as { stderr?: string };
    const lines = stderr.split("\n").filter((line) => line && !/in function|ld returned/.test(line));
    throw new Failure(`the image for ${board.name} can't be linked:\n${lines.slice(0, 10).join("\n")}`);
  }
  return { elf, map };
}

/** In assembler, for any target with 32-bit pointers; see tools/native/bench/board.c. */
function writeSource({ program, operators, model, frames, outputs, inputs }: Work): string {
  const words = (label: string, values: readonly (string | number)[]): string[] => [
    `.globl ${label}`,
    `${label}: .word ${values.join(", ")}`,
  ];
  const file = (label: string, path: string): string[] => [".balign 16", `${label}: .incbin ${JSON.stringify(path)}`];
  return [
    '.section .rodata.tinyxs_app,"a"',
    ".balign 4",
    ...words("tinyxs_operators", [...operators.map((symbol) => `tinyxs_operator_${symbol}`), 0]),
    ...words("tinyxs_bench_program", [`tinyxs_bench_${program}`]),
    ...words("tinyxs_bench_inputs", [...inputs.map((_, i) => `input_${i}`), 0]),
    ...words(
      "tinyxs_bench_linked",
      model ? ["model", statSync(model).size, frames, outputs, "tinyxs_bench_inputs"] : [0, 0, frames, outputs, 0],
    ),
    '.section .resources,"a"',
    ...(model ? file("model", model) : []),
    ...inputs.flatMap((path, i) => file(`input_${i}`, path)),
    "",
  ].join("\n");
}
