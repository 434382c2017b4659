// Makes the image of an app for a board: compiles, links, and has the board prepare its built-in objects.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type App, compile, compileBytecode } from "../app/index.js";
import { findOperators } from "../shared/operators.js";
import { Failure } from "../toolchain/failure.js";
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

/**
 * Builds an image in `scratch`.
 * @param resources by name, which may differ from the app's own.
 * @throws Failure for errors in the app, missing tools, or an image that doesn't fit.
 */
export async function buildImage(
  app: App,
  resources: ReadonlyMap<string, string>,
  board: Board,
  scratch: string,
): Promise<Image> {
  requireBoardTools(board);
  const { main } = await compile(app, true, scratch);
  const library = await buildLibrary(board);
  const bytecode = await compileBytecode(main, scratch);
  const script = readFileSync(main, "utf8");
  const operators = findOperators(resources).map(({ symbol }) => `tinyxs_operator_${symbol}`);
  const source = join(scratch, "app.S");
  writeFileSync(source, writeAppSource({ ...bytecode, resources, script, operators }));
  const [elf, map] = [join(scratch, `${app.name}.elf`), join(scratch, `${app.name}.map`)];
  link(board, source, library, elf, map);
  const rom = await prepare(board, elf, scratch);
  if (board.formats?.includes("uf2")) signBoot2(board, elf, scratch);
  return { elf, map, rom };
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
async function prepare(board: Board, elf: string, scratch: string): Promise<number> {
  let rom: Buffer | undefined;
  let errors = "";
  await emulate(board, elf, {
    folder: scratch,
    onOutput: () => undefined,
    onErrors: (line) => (errors += line + "\n"),
    onControl: (line) => {
      if (line.startsWith("rom ")) rom = Buffer.from(line.slice(4), "hex");
    },
  });
  if (!rom) throw new Failure(`${board.name}: the built-in objects could not be prepared:\n${errors}`);
  const file = join(scratch, "rom.bin");
  writeFileSync(file, rom);
  objcopy(board, "--update-section", `.rom=${file}`, "--remove-section", ".setup", elf);
  return rom.length;
}
