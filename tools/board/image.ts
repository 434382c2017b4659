// SPDX-License-Identifier: Apache-2.0
// Makes the image of an app for a board: compiles, links, and has the board prepare its built-in objects.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type App, compile, compileBytecode } from "../app/index.js";
import { findOperators } from "../shared/operators.js";
import { Failure } from "../toolchain/failure.js";
import { hash, keep } from "../toolchain/kept.js";
import { stampSources } from "../toolchain/stamp.js";
import { writeAppSource } from "./app-source.js";
import { type Board, firmwareFolder } from "./boards.js";
import { signBoot2 } from "./boot2.js";
import { emulate } from "./emulate.js";
import { objcopy } from "./objcopy.js";
import { buildLibrary, requireBoardTools } from "./library.js";

export interface Image {
  readonly elf: string;
  /** The linker's map. */
  readonly map: string;
  /** Bytes of the ROM machine. */
  readonly rom: number;
}

/** What the linker counts, so that nothing allocates unseen; and what XS makes smaller on a device. */
const wrapped = [
  ...["malloc", "calloc", "realloc", "fxNewSlot", "fxNewChunk", "fxNewGrowableChunk", "fxRenewChunk"],
  "fxNextHostFunctionProperty",
];

/** What makes an image besides the native sources: all of this room. */
const room = dirname(fileURLToPath(import.meta.url));
const makers = readdirSync(room)
  .filter((name) => name.endsWith(".js"))
  .map((name) => join(room, name));

/**
 * An app's image: that of an earlier run if all that it was made from is as it was, kept beside the app's JavaScript.
 * @param resources by name, which may differ from the app's own.
 * @param scratch a folder to work in.
 * @throws Failure for errors in the app, missing tools, or an image that doesn't fit.
 */
export async function buildImage(
  app: App,
  resources: ReadonlyMap<string, string>,
  board: Board,
  scratch: string,
): Promise<Image> {
  requireBoardTools(board);
  const { main, folder: compiled } = await compile(app, true, scratch);
  const contents = [main, ...resources.values(), ...makers].map((file) => readFileSync(file));
  const names = JSON.stringify([...resources.keys()]);
  const stamp = hash(
    await stampSources(JSON.stringify({ ...board, folder: undefined })),
    names,
    ...contents.map((one) => hash(one)),
  );
  const [home, name] = [dirname(compiled), `${board.name}-${stamp.slice(0, 16)}`];
  const kept = join(home, name);
  const folder = existsSync(kept) ? kept : keep(await makeImage(main, resources, board, scratch), home, name);
  const at = (file: string): string => join(folder, file);
  return { elf: at("image.elf"), map: at("image.map"), rom: statSync(at("rom.bin")).size };
}

/** Makes a folder in `scratch` with image.elf, image.map and rom.bin. */
async function makeImage(
  main: string,
  resources: ReadonlyMap<string, string>,
  board: Board,
  scratch: string,
): Promise<string> {
  const folder = join(scratch, "image");
  mkdirSync(folder);
  const library = await buildLibrary(board);
  const bytecode = await compileBytecode(main, scratch);
  const script = readFileSync(main, "utf8");
  const operators = findOperators(resources).map(({ symbol }) => `tinyxs_operator_${symbol}`);
  const source = join(scratch, "app.S");
  writeFileSync(source, writeAppSource({ ...bytecode, resources, script, operators }));
  const elf = join(folder, "image.elf");
  link(board, source, library, elf, join(folder, "image.map"));
  await prepare(board, elf, folder);
  if (board.formats?.includes("uf2")) signBoot2(board, elf, scratch);
  return folder;
}

function link(board: Board, source: string, library: string, elf: string, map: string): void {
  const libc = board.toolchain === "arm-none-eabi" ? ["--specs=nano.specs"] : [];
  const { status, stderr, error } = spawnSync(
    `${board.toolchain}-gcc`,
    [
      ...[...board.flags, ...libc, "-nostartfiles", "-Os", "-g0"],
      ...["-T", join(board.folder, "memory.ld"), "-L", firmwareFolder, "-L", join(firmwareFolder, "cortex-m")],
      ...["-Wl,--gc-sections", "-Wl,--no-warn-rwx-segments", `-Wl,-Map=${map}`],
      ...wrapped.map((name) => `-Wl,--wrap=${name}`),
      ...["-o", elf, source, "-Wl,--whole-archive", library, "-Wl,--no-whole-archive", "-lm"],
    ],
    { encoding: "utf8" },
  );
  if (error) throw error;
  if (status === 0) return;
  const lines = stderr.split("\n").filter((line) => line && !/in function|ld returned/.test(line));
  throw new Failure(`${board.name}: the image can't be linked:\n${lines.slice(0, 10).join("\n")}`);
}

/** Runs the image once in the emulator; it makes its built-in objects, which then take the place of the section .rom. */
async function prepare(board: Board, elf: string, folder: string): Promise<void> {
  let rom: Buffer | undefined;
  let errors = "";
  await emulate(board, elf, {
    folder,
    onOutput: () => undefined,
    onErrors: (line) => (errors += line + "\n"),
    onControl: (line) => {
      if (line.startsWith("rom ")) rom = Buffer.from(line.slice(4), "hex");
    },
  });
  if (!rom) throw new Failure(`${board.name}: the built-in objects could not be prepared:\n${errors}`);
  const file = join(folder, "rom.bin");
  writeFileSync(file, rom);
  objcopy(board, "--update-section", `.rom=${file}`, "--remove-section", ".setup", elf);
}
