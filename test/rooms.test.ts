// SPDX-License-Identifier: Apache-2.0
// Who may use whom in tools/: arrows point one way, from commands to what they share, and no file needs itself.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "./support/environment.js";

/** What several commands use; each room may use those before it. Nobody uses the other rooms but main.ts. */
const shared = ["toolchain", "tflite", "shared", "app", "board"];
/** Rooms that are no command: programs in C, and `npm run generate`. */
const apart = ["native", "generate"];

const tools = join(root, "tools");

/** Paths from tools/, without extension; of each file, what it imports. */
const imports = new Map(
  readdirSync(tools, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("generated/"))
    .map((file) => {
      const text = readFileSync(join(tools, file), "utf8");
      const paths = [...text.matchAll(/(?:\bfrom|\bimport\(|^import) ?"(\.[^"]+)\.js"/gm)];
      return [file.slice(0, -3), paths.map(([, path = ""]) => normalize(join(dirname(file), path)))];
    }),
);

const roomOf = (file: string): string => (file.includes("/") ? dirname(file) : "");

describe("the rooms of tools/", () => {
  it("point one way", () => {
    assert.ok(imports.size > 40);
    const wrong: string[] = [];
    for (const [file, paths] of imports)
      for (const path of paths) {
        const [from, to] = [roomOf(file), roomOf(path).split("/")[0] ?? ""];
        if (from === to || from === "") continue;
        const usable = shared.includes(from) ? shared.slice(0, shared.indexOf(from)) : shared;
        if (!usable.includes(to)) wrong.push(`${file} uses ${path}`);
        else if (to === "app" && path !== "app/index") wrong.push(`${file} uses ${path}, not app/index`);
      }
    assert.deepEqual(wrong, []);
  });

  it("have no circles", () => {
    const done = new Set<string>();
    const visit = (file: string, trail: readonly string[]): void => {
      assert.ok(!trail.includes(file), [...trail, file].join(" -> "));
      if (done.has(file)) return;
      for (const path of imports.get(file) ?? []) visit(path, [...trail, file]);
      done.add(file);
    };
    for (const file of imports.keys()) visit(file, []);
  });

  it("have one command each, which main.ts registers", () => {
    const folders = readdirSync(tools, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const commands = folders.map(({ name }) => name).filter((name) => ![...apart, ...shared].includes(name));
    const registered = imports.get("main")?.filter((path) => path.endsWith("/command"));
    assert.deepEqual(
      registered?.filter((path) => path !== "shared/command").sort(),
      commands.map((name) => `${name}/command`).sort(),
    );
  });
});
