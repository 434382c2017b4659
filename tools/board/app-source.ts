// SPDX-License-Identifier: Apache-2.0
// The app's part of an image in assembler: native functions, modules in bytecode, property names, resources.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bytecode } from "../app/index.js";
import { packageFolder } from "../toolchain/folders.js";

export interface AppParts extends Bytecode {
  readonly resources: ReadonlyMap<string, string>;
  /** The JavaScript, in which native functions are named. */
  readonly script: string;
  /** C names of the engine's operators. */
  readonly operators: readonly string[];
}

/** Assembler for any target with 32-bit pointers; see hosts/firmware/image/app.h and hosts/runtime/natives.h. */
export function writeAppSource(parts: AppParts): string {
  const strings = new Strings();
  const { natives, destructors } = findNatives(parts.script);
  const files = (label: string, entries: readonly (readonly [string, string])[], section: string): string[] => [
    ...table(
      label,
      entries.map(([name], i) => [strings.add(name), `${label}_${i}`, `${label}_${i}_end - ${label}_${i}`]),
      3,
    ),
    `.section ${section},"a"`,
    ...entries.flatMap(([, file], i) => [
      ".balign 16",
      `${label}_${i}: .incbin ${quote(file)}`,
      `${label}_${i}_end: .byte 0`, // text may be read to its end as a C string
    ]),
  ];
  const lines = [
    ...table(
      "tinyxs_host_natives",
      natives.map(([name, args]) => [strings.add(name), name, String(args)]),
      3,
    ),
    ...table(
      "tinyxs_host_destructors",
      destructors.map((name) => [strings.add(name), name]),
      2,
    ),
    ...table(
      "tinyxs_operators",
      parts.operators.map((name) => [name]),
      1,
    ),
    ...files("tinyxs_board_modules", parts.modules, ".rodata.tinyxs_board_modules"),
    ...files("tinyxs_board_resources", [...parts.resources], ".resources"),
    ...table(
      "tinyxs_board_names",
      parts.names.map((name) => [strings.add(name)]),
      1,
    ),
    ".globl tinyxs_board_first_key",
    `tinyxs_board_first_key: .word ${parts.firstKey}`,
    ...strings.lines(),
  ];
  return lines.join("\n") + "\n";
}

/** Rows of words, and one of zeros at the end. */
function table(label: string, rows: readonly (readonly string[])[], width: number): string[] {
  return [
    '.section .rodata.tinyxs_app,"a"',
    ".balign 4",
    `.globl ${label}`,
    `${label}:`,
    ...[...rows, Array<string>(width).fill("0")].map((row) => `.word ${row.join(", ")}`),
  ];
}

/** Zero-terminated texts, each once. */
class Strings {
  readonly #labels = new Map<string, string>();

  add(text: string): string {
    const label = this.#labels.get(text) ?? `tinyxs_string_${this.#labels.size}`;
    this.#labels.set(text, label);
    return label;
  }

  lines(): string[] {
    return [...this.#labels].map(([text, label]) => `${label}: .asciz ${quote(text)}`);
  }
}

/** A string of the assembler's, in UTF-8. */
function quote(text: string): string {
  const escape = (byte: number): string =>
    byte < 32 || byte > 126 || byte === 34 || byte === 92
      ? `\\${byte.toString(8).padStart(3, "0")}`
      : String.fromCharCode(byte);
  return `"${[...Buffer.from(text)].map(escape).join("")}"`;
}

/** The native functions that the script names, of those there are; others fail at run time with a message. */
function findNatives(script: string): { natives: [name: string, args: number][]; destructors: string[] } {
  const all = readFileSync(join(packageFolder, "hosts/runtime/natives.def"), "utf8");
  const named = new Set([...script.matchAll(/\b[nN]ative\("(\w+)"\)/g)].map(([, name]) => name ?? ""));
  const list = (pattern: RegExp): [string, number][] =>
    [...all.matchAll(pattern)]
      .map(([, name, args]): [string, number] => [name ?? "", Number(args)])
      .filter(([name]) => named.has(name));
  return {
    natives: list(/^NATIVE\((\w+), (\d+)\)/gm),
    destructors: list(/^DESTRUCTOR\((\w+)()\)/gm).map(([name]) => name),
  };
}
