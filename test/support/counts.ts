// SPDX-License-Identifier: Apache-2.0
/** What native test programs print: lines "NAME NUMBER". */
export function parseCounts(stdout: string): Readonly<Record<string, number>> {
  const lines = stdout.trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(" ")).map(([name = "", number]) => [name, Number(number)]));
}
