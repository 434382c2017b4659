// SPDX-License-Identifier: Apache-2.0
// All that a board's images have in common, as one library: XS, the engine and the host, built when their sources have changed.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { cmake, configure, requireTools, works } from "../toolchain/build.js";
import { Failure } from "../toolchain/failure.js";
import { buildFolder } from "../toolchain/folders.js";
import { withLock } from "../toolchain/lock.js";
import { Progress } from "../toolchain/progress.js";
import { stampSources } from "../toolchain/stamp.js";
import { fetchXs } from "../toolchain/xs.js";
import { type Board, firmwareFolder } from "./boards.js";

/** Debian's packages with a compiler and its C library. */
const compilers: Readonly<Record<Board["toolchain"], string>> = {
  "arm-none-eabi": "gcc-arm-none-eabi libnewlib-arm-none-eabi",
  "riscv64-unknown-elf": "gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf",
};
const emulators: Readonly<Record<string, string>> = {
  "qemu-system-arm": "qemu-system-arm",
  "qemu-system-riscv32": "qemu-system-misc",
};

/** @throws Failure naming what is missing for the board, with the line that installs it. */
export function requireBoardTools(board: Board): void {
  const emulator = board.qemu?.program;
  need(
    board,
    emulator
      ? [compilerOf(board), { program: emulator, debian: emulators[emulator] ?? "qemu-system" }]
      : [compilerOf(board)],
  );
}

/** As requireBoardTools(), for what runs nothing. */
export function requireCompiler(board: Board): void {
  need(board, [compilerOf(board)]);
}

interface Tool {
  readonly program: string;
  readonly debian: string;
}

function compilerOf({ toolchain }: Board): Tool {
  return { program: `${toolchain}-gcc`, debian: compilers[toolchain] };
}

function need(board: Board, tools: readonly Tool[]): void {
  const missing = tools.filter(({ program }) => !works(program));
  if (missing.length)
    throw new Failure(
      `The board ${board.name} needs ${missing.map(({ program }) => program).join(" and ")}.\n` +
        `On Debian or Ubuntu: sudo apt-get install ${missing.map(({ debian }) => debian).join(" ")}`,
    );
}

/**
 * The path of the board's library.
 * @throws Failure naming the missing tool, or with the compiler's messages.
 */
export async function buildLibrary(board: Board): Promise<string> {
  const target = join(buildFolder, "boards", board.name);
  const library = join(target, "libtinyxs_firmware.a");
  const stampFile = join(target, "stamp");
  const stampAll = (): Promise<string> => stampSources(JSON.stringify({ ...board, folder: undefined }));
  const isFresh = async (): Promise<boolean> =>
    existsSync(library) && (await readFile(stampFile, "utf8").catch(() => "")) === (await stampAll());
  if (await isFresh()) return library;
  requireTools();
  await mkdir(target, { recursive: true });
  return withLock(`${target}.lock`, async () => {
    if (await isFresh()) return library;
    const stamp = await stampAll();
    const progress = new Progress(`Building XS and the engine for ${board.name}`);
    const settings = {
      TINYXS_XS: await fetchXs(),
      TINYXS_BOARD: board.name,
      TINYXS_TOOLCHAIN: board.toolchain,
      TINYXS_FLAGS: board.flags.join(";"),
      TINYXS_DEFINES: board.defines.join(";"),
      TINYXS_BOARD_SOURCES: board.sources.join(";"),
    };
    try {
      const options = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
      await configure(firmwareFolder, target, options, progress);
      await cmake(["--build", target, "--parallel", String(cpus().length)], progress);
    } finally {
      progress.stop();
    }
    await writeFile(stampFile, stamp);
    return library;
  });
}
