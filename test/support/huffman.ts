// SPDX-License-Identifier: Apache-2.0
// A random prefix code in the form of TFLM_DECODE: tables of the next bits, each entry a symbol or where to look for the rest.
import type { Random } from "./random.js";

interface Leaf {
  readonly symbol: number;
}
type Tree = Leaf | readonly [Tree, Tree];

export interface HuffmanCode {
  /** For each symbol, in the order they were given. */
  readonly codes: readonly string[];
  readonly table: readonly number[];
}

/** Codes for the symbols, at least two; the first table has `first` bits, further ones up to `most`. */
export function huffmanCode(
  symbols: readonly number[],
  first: number,
  most: number,
  wide: boolean,
  random: Random,
): HuffmanCode {
  const codes = new Map<number, string>();
  const grow = (list: readonly number[], code: string): Tree => {
    const [symbol = 0] = list;
    if (list.length === 1) {
      codes.set(symbol, code);
      return { symbol };
    }
    const part = random.whole(1, list.length - 1);
    return [grow(list.slice(0, part), `${code}0`), grow(list.slice(part), `${code}1`)];
  };
  const [found, shift] = wide ? [2 ** 31, 27] : [2 ** 15, 11];
  const table: number[] = [];
  const fill = (tree: Tree, bits: number): void => {
    const start = table.length;
    for (let i = 0; i < 2 ** bits; i++) table.push(0);
    for (let i = 0; i < 2 ** bits; i++) {
      let node = tree;
      let used = 0;
      while (!("symbol" in node) && used < bits) node = node[(i >> (bits - ++used)) & 1] ?? node;
      if ("symbol" in node) {
        table[start + i] = found + used * 2 ** shift + (node.symbol & (wide ? 0xffff : 0xff));
      } else {
        const next = random.whole(1, most);
        table[start + i] = (next - 1) * 2 ** shift + table.length - (start + i);
        fill(node, next);
      }
    }
  };
  fill(grow(symbols, ""), first);
  return { codes: symbols.map((symbol) => codes.get(symbol) ?? ""), table };
}
