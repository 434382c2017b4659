// SPDX-License-Identifier: Apache-2.0
// One catalog of error codes: the C header, errors.json, the module's type and its documentation agree; the command shows it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readErrors } from "../tools/shared/errors.js";
import { tinyxs } from "./support/cli.js";
import { root } from "./support/environment.js";

describe("error codes", () => {
  const codes = Object.keys(readErrors());
  const find = (file: string, pattern: RegExp): string[] =>
    [...readFileSync(join(root, file), "utf8").matchAll(pattern)].map(([, code = ""]) => code);

  it("are those of tinyxs.h, in its order", () => {
    const [, body = ""] =
      /typedef enum \{\s*TINYXS_OK = 0,(.*?)\} tinyxs_status/s.exec(
        readFileSync(join(root, "native/include/tinyxs.h"), "utf8"),
      ) ?? [];
    assert.deepEqual(
      [...body.matchAll(/^ *TINYXS_(\w+)/gm)].map(([, code]) => code),
      codes,
    );
    assert.deepEqual(find("native/engine/error.c", /\[TINYXS_(\w+)\] = "\1"/g), ["OK", ...codes]);
  });

  it("are those of the module", () => {
    assert.deepEqual(find("modules/ml/error.ts", /^ {2}\| "(\w+)"/gm), codes);
  });

  it("are documented as the catalog says", () => {
    const text = readFileSync(join(root, "modules/ml/README.md"), "utf8");
    for (const [code, { meaning, remedy }] of Object.entries(readErrors()))
      assert.ok(
        text.includes(`| \`${code}\` | ${meaning} | ${remedy} |`),
        `${code} is missing in modules/ml/README.md`,
      );
  });

  it("are explained by the command", () => {
    const { status, stdout } = tinyxs(["errors", "bad_graph"]);
    assert.equal(status, 0);
    assert.match(stdout, /BAD_GRAPH[^]*calls itself[^]*Convert/);
    assert.deepEqual(Object.keys(JSON.parse(tinyxs(["errors", "--json"]).stdout) as object), codes);
    assert.equal(tinyxs(["errors", "NONE"]).status, 2);
  });
});
