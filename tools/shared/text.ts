// SPDX-License-Identifier: Apache-2.0
// How numbers, shapes and tables look on the console.
import Table from "cli-table3";
import pc from "picocolors";

/** Colors on a terminal, none elsewhere: CI systems ask for them, but what they keep is read as text. */
export function colors(stream: NodeJS.WriteStream): ReturnType<typeof pc.createColors> {
  return pc.createColors(Boolean(stream.isTTY) && !process.env.NO_COLOR);
}

/** 12345 as "12,345". */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** "1x49x10x1"; a scalar is "scalar". */
export function shape(dimensions: readonly number[]): string {
  return dimensions.length ? dimensions.join("x") : "scalar";
}

/** Rows under a head, without lines; columns whose head begins with a space are numbers, aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = { top: "", bottom: "", left: "", right: "", mid: "", middle: "  " };
  const drawn = new Table({
    head: head.map((title) => title.trim()),
    colAligns: head.map((title) => (title.startsWith(" ") ? "right" : "left")),
    chars: {
      ...none,
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      "left-mid": "",
      "mid-mid": "",
      "right-mid": "",
    },
    style: { "padding-left": 0, "padding-right": 0, head: process.stdout.isTTY ? ["dim"] : [], border: [] },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn
    .toString()
    .split("\n")
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}
