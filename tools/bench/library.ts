// SPDX-License-Identifier: Apache-2.0
// The engine and the benchmark's program for a board, as one library without XS: built when its sources have changed.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { type Board, firmwareFolder } from "../board/boards.js";
import { cmake, configure, requireTools } from "../toolchain/build.js";
import { buildFolder } from "../toolchain/folders.js";
import { withLock } from "../toolchain/lock.js";
import { Progress } from "../toolchain/progress.js";
import { stampSources } from "../toolchain/stamp.js";
import { fetchXs } from "../toolchain/xs.js";

/** The library's path. @throws Failure with the compiler's messages. */
export async function buildBenchLibrary(board: Board): Promise<string> {
  const folder = join(buildFolder, "bench", board.qemu ? board.name : `${board.name}-chip`);
  const library = join(folder, "bench", "libtinyxs_firmware.a");
  const stampFile = join(folder, "stamp");
  const stamp = await stampSources(JSON.stringify({ ...board, folder: undefined }));
  const isFresh = async (): Promise<boolean> =>
    existsSync(library) && (await readFile(stampFile, "utf8").catch(() => "")) === stamp;
  if (await isFresh()) return library;
  requireTools();
  await mkdir(folder, { recursive: true });
  return withLock(`${folder}.lock`, async () => {
    if (await isFresh()) return library;
    const progress = new Progress(`Building the engine for ${board.name}`);
    const settings = {
      TINYXS_XS: await fetchXs(),
      TINYXS_BOARD: board.name,
      TINYXS_TOOLCHAIN: board.toolchain,
      TINYXS_FLAGS: board.flags.join(";"),
      TINYXS_DEFINES: board.defines.join(";"),
      TINYXS_BOARD_SOURCES: board.sources.join(";"),
    };
    const options = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
    try {
      await configure(firmwareFolder, folder, options, progress);
      await cmake(["--build", folder, "--target", "tinyxs_bench", "--parallel", String(cpus().length)], progress);
    } finally {
      progress.stop();
    }
    await writeFile(stampFile, stamp);
    return library;
  });
}
