// SPDX-License-Identifier: Apache-2.0
// The one list of native sources, native/sources.json, and what is made from it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { type SourceGroup, listSources } from "../tools/toolchain/sources.js";
import { root } from "./support/environment.js";
import { makeManifests } from "./support/manifests.js";

describe("the list of native sources", () => {
  const native = join(root, "native");
  const groups = JSON.parse(readFileSync(join(native, "sources.json"), "utf8")) as Record<SourceGroup, string[]>;

  it("has each C source in one group", () => {
    const { tflm, ...ours } = groups;
    assert.ok(tflm.length);
    const listed = (Object.keys(ours) as SourceGroup[]).flatMap((group) => listSources(group));
    const there = readdirSync(native, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".c"));
    assert.ok(there.length > 100);
    assert.deepEqual(listed.sort(), there.sort());
  });

  it("has no pattern that finds nothing", () => {
    for (const [group, patterns] of Object.entries(groups))
      for (const pattern of patterns) assert.ok(pattern.startsWith("!") || find(pattern), `${group}: ${pattern}`);
    function find(pattern: string): boolean {
      const found = new RegExp(`^${pattern.replace(/\./g, "\\.").replace(/\*/g, "[^/]*")}$`);
      return readdirSync(native, { recursive: true, encoding: "utf8" }).some((name) => found.test(name));
    }
  });

  it("has no two files of one name, of which mcconfig would drop one", () => {
    const names = (Object.keys(groups) as SourceGroup[])
      .flatMap((group) => (group === "tflm" ? [] : listSources(group)))
      .map((path) => basename(path));
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("is in the modules' manifests: `npm run generate` writes them", async () => {
    for (const [path, text] of await makeManifests()) assert.equal(readFileSync(join(root, path), "utf8"), text, path);
  });
});
