// SPDX-License-Identifier: Apache-2.0
// What an image's flash and RAM are used for, from the linker's map.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { listOperators } from "../shared/operators.js";
import { packageFolder } from "../toolchain/folders.js";

export interface Parts {
  /** Bytes of flash by part; operators are "operator conv_2d" and the like. */
  readonly flash: ReadonlyMap<string, number>;
  /** Bytes of variables by part. */
  readonly variables: ReadonlyMap<string, number>;
  /** Bytes of flash by our C sources' base names, which are all different. */
  readonly sources: ReadonlyMap<string, number>;
}

const native = join(packageFolder, "native");

/** The C sources' base names in a folder. */
function sources(folder: string): Set<string> {
  if (!existsSync(folder)) return new Set();
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".c"));
  return new Set(files.map((name) => basename(name)));
}

/** Reads a GNU ld map of an image made by buildImage(). */
export function readParts(map: string): Parts {
  const operators = new Set(listOperators().map(({ file }) => file));
  const folders: [string, Set<string>][] = [
    ["shared by operators", sources(join(native, "operators"))],
    ["engine", sources(join(native, "engine"))],
    ["kernels", sources(join(native, "kernels"))],
    ["features", new Set([...sources(join(native, "signal")), "xs_log_mel.c"])],
    ["binding", sources(join(native, "binding"))],
  ];

  const partOf = (section: string, file: string): string => {
    if (!file) return "padding";
    if (section === ".resources") return "models and other resources";
    if (section === ".rom") return "XS's built-in objects";
    const object = objectOf(file);
    if (!file.includes("libtinyxs_firmware.a"))
      return file.endsWith(".o") && !file.includes("lib") ? "app" : "C library";
    if (!object) return "host";
    if (operators.has(object)) return `operator ${object.slice(0, -2)}`;
    const [part] = folders.find(([, names]) => names.has(object)) ?? [];
    return part ?? (/^xs[A-Z]|^xs(re|mc|dtoa)\.c/.test(object) ? "XS" : "host");
  };

  const flash = new Map<string, number>();
  const variables = new Map<string, number>();
  const ours = new Map<string, number>();
  const add = (parts: Map<string, number>, part: string, bytes: number): void =>
    void parts.set(part, (parts.get(part) ?? 0) + bytes);
  for (const { output, file, bytes } of inputs(readFileSync(map, "utf8"))) {
    if (output === ".bss" || output === ".data") add(variables, partOf(output, file), bytes);
    if (output === ".bss") continue;
    add(flash, partOf(output, file), bytes);
    add(ours, objectOf(file) ?? "", bytes);
  }
  return { flash, variables, sources: ours };
}

/** The C source of a member of our library. */
function objectOf(file: string): string | undefined {
  return /\((\w+\.c)\.obj\)$/.exec(file)?.[1];
}

interface Input {
  /** The section of the image. */
  readonly output: string;
  readonly file: string;
  readonly bytes: number;
}

const loaded = /^\.(boot|vectors|text|ARM\.exidx|data|sdata|resources|rom|bss)$/;

/** Lines such as " .text.name  0x0000 0x12 file"; a long name stands on a line of its own. */
function* inputs(map: string): Generator<Input> {
  let output = "";
  const body = map.slice(map.indexOf("Linker script and memory map")).replace(/^( \.\S+)\n\s+/gm, "$1 ");
  for (const line of body.split("\n")) {
    const [, section] = /^(\.\S+)/.exec(line) ?? [];
    if (section) output = section;
    const [, size, file] = /^ \S+\s+0x[0-9a-f]+\s+0x([0-9a-f]+)(?:\s+(\S.*))?$/.exec(line) ?? [];
    if (!size || !loaded.test(output)) continue;
    yield { output, file: file ?? "", bytes: parseInt(size, 16) };
  }
}
