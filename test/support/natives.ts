// SPDX-License-Identifier: Apache-2.0
// The names in hosts/runtime/natives.def, as TypeScript that an app imports: native() takes literals only.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.js";

export const nativesPath = "test/fixtures/apps/hostile/natives.ts";

function names(kind: string): string[] {
  const text = readFileSync(join(root, "hosts/runtime/natives.def"), "utf8");
  return [...text.matchAll(new RegExp(`^${kind}\\((\\w+)`, "gm"))].map(([, name]) => name ?? "");
}

/** Every native function and every native class, by name. */
export function makeNatives(): string {
  const list = (kind: string, make: string): string =>
    names(kind)
      .map((name) => `  ["${name}", ${make}("${name}")],\n`)
      .join("");
  return `// SPDX-License-Identifier: Apache-2.0
// Made by \`npm run generate\` from hosts/runtime/natives.def.

export const functions: [name: string, call: (this: unknown, ...args: unknown[]) => unknown][] = [
${list("NATIVE", "native")}];

export const classes: [name: string, base: new () => object][] = [
${list("DESTRUCTOR", "Native")}];
`;
}
