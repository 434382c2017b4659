// SPDX-License-Identifier: Apache-2.0
// `tinyxs prepare`: what it writes and says. test/models.test.ts and the like have what models compute.
import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Preparation } from "../tools/prepare/command.js";
import { readModel } from "../tools/tflite/model.js";
import { findPrepared } from "../tools/tflite/prepared.js";
import { type Outcome, execute, tinyxs } from "./support/cli.js";
import { program, root, temporaryFolder } from "./support/environment.js";
import { buildModel } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

const original = Buffer.from(buildModel(classifier()));

describe("tinyxs prepare", () => {
  const folder = temporaryFolder();
  let engine: string;
  let count = 0;
  before(async () => {
    engine = await program("tinyxs-engine");
  });

  const place = (bytes: Uint8Array = original): string => {
    const own = join(folder, String(++count));
    mkdirSync(own);
    writeFileSync(join(own, "model.tflite"), bytes);
    return join(own, "model.tflite");
  };
  const prepare = (...args: string[]): Outcome => tinyxs(["prepare", ...args], engine);
  const json = (...args: string[]): Preparation => {
    const { status, stdout, stderr } = prepare(...args, "--json");
    assert.deepEqual([status, stderr], [0, ""]);
    return JSON.parse(stdout) as Preparation;
  };
  const refused = (about: RegExp, ...args: string[]): void => {
    const { stderr } = prepare(...args);
    assert.match(stderr, about);
  };

  it("writes what it was before behind a new head, into the file itself", () => {
    const model = place();
    const said = json(model);
    const bytes = readFileSync(model);
    const facts = readModel(bytes);
    const prepared = findPrepared(facts);
    assert.equal(prepared?.scales, 4, "the channels of the convolution");
    assert.ok(bytes.subarray(prepared.original).equals(original));
    const { metadata, buffers, ...rest } = readModel(original);
    const { metadata: entries, buffers: more, ...same } = facts;
    assert.deepEqual(same, rest);
    assert.deepEqual(more.slice(0, -1), buffers);
    assert.deepEqual(entries.slice(0, -1), metadata);
    const { arena, ...told } = said;
    assert.deepEqual(told, {
      ...{ model, output: model, fresh: false, scales: 4 },
      bytes: { before: original.length, after: bytes.length },
    });
    assert.ok(arena.before !== null && arena.after <= arena.before);
    assert.deepEqual(readdirSync(join(model, "..")), ["model.tflite"]);
  });

  it("writes the same bytes when it is run again, and those of a file that another version prepared", () => {
    const model = place();
    json(model);
    const bytes = readFileSync(model);
    const { ino } = statSync(model);
    assert.equal(json(model).fresh, true);
    assert.equal(statSync(model).ino, ino, "nothing is written");
    const at = bytes.indexOf("TXP1");
    const other = Buffer.from(bytes);
    other.writeInt32LE(1, at + 24 + 4 * Math.ceil(bytes.readUInt32LE(at + 16) / 2));
    writeFileSync(model, other);
    refused(
      /^error: .*model\.tflite: was prepared by another version of tinyxs: run `tinyxs prepare` on it\n$/,
      model,
      "--check",
    );
    const { fresh, arena } = json(model);
    assert.deepEqual([fresh, arena.before], [false, null]);
    assert.ok(readFileSync(model).equals(bytes));
  });

  it("writes elsewhere with --output, and leaves the model alone", () => {
    const model = place();
    const output = join(model, "../other.tflite");
    assert.equal(json(model, "--output", output).output, output);
    assert.ok(readFileSync(model).equals(original));
    json(model);
    assert.ok(readFileSync(output).equals(readFileSync(model)));
    const again = join(model, "../again.tflite");
    assert.equal(json(model, "--output", again).fresh, true);
    assert.ok(readFileSync(again).equals(readFileSync(model)));
  });

  it("checks without writing", () => {
    const [one, two] = [place(), place(buildModel(counter()))];
    const { status, stdout, stderr } = prepare(one, two, "--check");
    assert.deepEqual([status, stdout], [1, ""]);
    assert.equal(
      stderr,
      [one, two].map((model) => `error: ${model}: isn't prepared: run \`tinyxs prepare\` on it\n`).join(""),
    );
    assert.ok(readFileSync(one).equals(original));
    json(one);
    assert.equal(prepare(one, "--check").status, 0);
    assert.equal(prepare(one, two, "--check").status, 1);
  });

  it("tells people bytes and memory", () => {
    const model = place();
    const { status, stdout, stderr } = prepare(model);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(
      stdout,
      /^\S+: prepared: [\d,]+ bytes \(before: [\d,]+\), [\d,]+ of memory on 32-bit targets \(before: [\d,]+\), 4 scales in flash\n$/,
    );
    assert.match(
      prepare(model).stdout,
      /^\S+: is prepared: [\d,]+ bytes, [\d,]+ of memory on 32-bit targets, 4 scales in flash\n$/,
    );
  });

  it("prepares the others when one can't be, and names that", () => {
    const [broken, good] = [place(original.subarray(0, 100)), place()];
    const { status, stdout, stderr } = prepare(broken, good, "--json");
    assert.equal(status, 1);
    assert.equal((JSON.parse(stdout) as Preparation).model, good);
    const { error } = JSON.parse(stderr) as { error: { file: string; code: string; message: string } };
    assert.deepEqual([error.file, error.code], [broken, "BAD_MODEL"]);
    assert.equal(statSync(broken).size, 100);
  });

  it("names what is wrong and the remedy", () => {
    const model = place();
    refused(/^error: missing\.tflite: there is no such file: give a \.tflite file\n$/, "missing.tflite");
    refused(/: not a file: give a \.tflite file\n$/, folder);
    refused(/README\.md: .*TFL3.* must be a \.tflite file/, join(root, "README.md"));
    refused(/: can't be written: it isn't a file: choose another name\n$/, model, "--output", folder);
    refused(/: can't be written: ENOENT/, model, "--output", join(folder, "missing/model.tflite"));
    for (const args of [[], [model, model, "--output", "one.tflite"], [model, "--check", "--output", "one.tflite"]])
      assert.equal(prepare(...args).status, 2);
    assert.ok(readFileSync(model).equals(original));
  });

  it("keeps what a link leads to in its place, and who may use it", () => {
    const model = place();
    chmodSync(model, 0o640);
    const link = join(model, "../link.tflite");
    symlinkSync("model.tflite", link);
    json(link);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(statSync(model).mode & 0o777, 0o640);
    assert.ok(findPrepared(readModel(readFileSync(model))));
  });

  it("takes the place of nothing that isn't a file", () => {
    const model = place();
    const pipe = join(model, "../pipe");
    assert.equal(execute("mkfifo", [pipe]).status, 0);
    refused(/pipe: can't be written: it isn't a file/, model, "--output", pipe);
    refused(/pipe: not a file/, pipe);
    assert.ok(lstatSync(pipe).isFIFO());
  });
});
