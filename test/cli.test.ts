// SPDX-License-Identifier: Apache-2.0
// The command line: help, exit codes, JSON.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyxs } from "./support/cli.js";
import { program, root, temporaryFolder } from "./support/environment.js";
import { buildModel } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

describe("tinyxs", () => {
  const folder = temporaryFolder();
  const model = join(folder, "model.tflite");
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine");
    writeFileSync(model, buildModel(classifier()));
  });

  it("tells its version, which is that of the package and of the C header", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    assert.deepEqual(tinyxs(["--version"]), { status: 0, signal: null, stdout: `${version}\n`, stderr: "" });
    const header = readFileSync(join(root, "native/include/tinyxs.h"), "utf8");
    assert.equal(/^#define TINYXS_VERSION "(.*)"$/m.exec(header)?.[1], version);
  });

  it("helps with every command", () => {
    const { status, stdout } = tinyxs(["--help"]);
    assert.equal(status, 0);
    const commands = [...stdout.matchAll(/^ {2}(\w+)[ \n]/gm)].flatMap(([, name]) => name ?? []);
    for (const name of ["run", "invoke", "inspect"]) assert.ok(commands.includes(name), name);
    for (const name of commands.filter((command) => command !== "help")) {
      const help = tinyxs([name, "--help"]);
      assert.equal(help.status, 0);
      assert.match(help.stdout, new RegExp(`^Usage: tinyxs ${name} `));
      assert.equal(help.stderr, "");
    }
  });

  it("without a command shows help and fails", () => {
    const { status, stdout, stderr } = tinyxs([]);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^Usage: tinyxs/);
  });

  it("invoke --json has exactly arena, microseconds and frames", () => {
    const { status, stdout, stderr } = tinyxs(["invoke", model, "--json", "--repeat", "3"], engine);
    assert.deepEqual([status, stderr], [0, ""]);
    const result = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(Object.keys(result).sort(), ["arena", "frames", "microseconds"]);
    assert.equal(result.frames, 1);
    for (const value of Object.values(result)) assert.ok(typeof value === "number" && value >= 0);
  });

  it("invoke --profile tells each operator", () => {
    const { status, stdout } = tinyxs(["invoke", model, "--json", "--profile"], engine);
    assert.equal(status, 0);
    const { operators } = JSON.parse(stdout) as { operators: { name: string }[] };
    assert.deepEqual(
      operators.map(({ name }) => name),
      ["CONV_2D", "ADD", "FULLY_CONNECTED", "SOFTMAX"],
    );
    assert.match(tinyxs(["invoke", model, "--profile"], engine).stdout, /0 {2}CONV_2D +[\d.]+ +[\d.]+ %/);
  });

  it("invoke keeps state from frame to frame, and --repeat starts anew", () => {
    const [file, input, output] = ["counter.tflite", "in.bin", "out.bin"].map((name) => join(folder, name));
    assert.ok(file && input && output);
    writeFileSync(file, buildModel(counter()));
    writeFileSync(input, Int32Array.of(1, 2, 3));
    const { stdout } = tinyxs(
      ["invoke", file, "--input", input, "--output", output, "--repeat", "2", "--json"],
      engine,
    );
    assert.equal((JSON.parse(stdout) as { frames: number }).frames, 3);
    const sums = readFileSync(output);
    assert.deepEqual(
      [0, 4, 8].map((at) => sums.readInt32LE(at)),
      [41, 43, 46],
    );
  });

  it("inspect --json tells all about a model", () => {
    const { status, stdout, stderr } = tinyxs(["inspect", model, "--json"], engine);
    assert.deepEqual([status, stderr], [0, ""]);
    const { arena, workspace, ...rest } = JSON.parse(stdout) as { arena: Record<string, number>; workspace: number };
    assert.ok(workspace === 0 || workspace > 240);
    assert.ok(arena["32"] && arena["64"] && arena["32"] <= arena["64"]);
    assert.deepEqual(rest, {
      bytes: readFileSync(model).length,
      version: 3,
      description: "tinyxs test",
      minRuntimeVersion: null,
      converter: null,
      subgraphs: 1,
      macs: 36 * 4 * 18 + 3 * 144,
      weights: 72 + 16 + 432,
      operators: [
        { name: "CONV_2D", count: 1, macs: 36 * 4 * 18 },
        { name: "ADD", count: 1, macs: 0 },
        { name: "FULLY_CONNECTED", count: 1, macs: 3 * 144 },
        { name: "SOFTMAX", count: 1, macs: 0 },
      ],
      inputs: [
        {
          name: "image",
          type: "int8",
          shape: [1, 6, 6, 2],
          shapeSignature: null,
          scale: Math.fround(0.02),
          zeroPoint: 3,
          channels: 1,
          bytes: 72,
        },
      ],
      outputs: [
        {
          name: "scores",
          type: "int8",
          shape: [1, 3],
          shapeSignature: null,
          scale: 1 / 256,
          zeroPoint: -128,
          channels: 1,
          bytes: 3,
        },
      ],
      signatures: [],
      metadata: [],
      unsupported: [],
    });
  });

  it("inspect shows the same to people, and all tensors on request", () => {
    const { status, stdout } = tinyxs(["inspect", model, "--tensors"], engine);
    assert.equal(status, 0);
    for (const part of ["3,024 multiply-accumulates", "arena ", "image", "1x6x6x2", "CONV_2D", "(4 channels)"])
      assert.ok(stdout.includes(part), part);
    assert.ok(!stdout.includes("\u001b"), "colors only on a terminal");
  });

  it("tells errors as JSON under --json", () => {
    for (const [args, code, file] of [
      [["invoke", "missing.tflite", "--json"], 1, "missing.tflite"],
      [["inspect", "missing.tflite", "--json"], 1, "missing.tflite"],
      [["inspect", model, "--json", "--what"], 2, null],
      [["invoke", model, "--json", "--repeat", "0"], 2, null],
    ] as const) {
      const { status, stdout, stderr } = tinyxs(args, engine);
      assert.equal(status, code);
      assert.equal(stdout, "");
      const { error } = JSON.parse(stderr) as { error: { file: string | null; message: string } };
      assert.equal(error.file, file);
      assert.ok(error.message.length > 8);
    }
  });
});
