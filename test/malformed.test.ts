// SPDX-License-Identifier: Apache-2.0
// Files and options that are wrong, under the sanitizer build: one clear message, exit code 1 or 2, no crash, no output file.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltinOperator as Op } from "../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../tools/tflite/generated/builtin-options.js";
import { CallOnceOptions } from "../tools/tflite/generated/call-once-options.js";
import type { TensorType } from "../tools/tflite/generated/tensor-type.js";
import { execute, tinyxs, type Outcome } from "./support/cli.js";
import { needShared, program, root, temporaryFolder } from "./support/environment.js";
import { buildModel, type ModelSpec, type OperatorSpec, type TensorSpec } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

/** Damaged copies of each model. */
const seeds = Number(process.env.TINYXS_SEEDS ?? 2000);

describe("malformed files and options", () => {
  const folder = temporaryFolder();
  const model = join(folder, "model.tflite");
  const input = join(folder, "input.bin");
  const output = join(folder, "output.bin");
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine", true);
    writeFileSync(model, buildModel(classifier()));
    writeFileSync(input, new Uint8Array(72));
  });

  /** Wants one line about `about` on standard error and nothing else. */
  function refused({ status, signal, stdout, stderr }: Outcome, code: number, about: RegExp): void {
    assert.match(stderr, about);
    assert.match(stderr, /^error: [^\n]{8,400}\n$/, "one line");
    assert.equal(signal ?? status, code);
    assert.equal(stdout, "");
    assert.equal(existsSync(output), false, "an output file was written");
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".new")),
      [],
    );
  }

  /** Runs a model file that must be refused, by invoke and by inspect. */
  function refuses(bytes: Uint8Array, about: RegExp, inspect = about): void {
    const file = join(folder, "broken.tflite");
    writeFileSync(file, bytes);
    refused(tinyxs(["invoke", file, "--output", output], engine), 1, about);
    refused(tinyxs(["inspect", file], engine), 1, inspect);
  }

  const changed = (change: (spec: ReturnType<typeof classifier>) => void): Uint8Array => {
    const spec = classifier();
    change(spec);
    return buildModel(spec);
  };
  const tensor = (index: number, change: Partial<TensorSpec>): Uint8Array =>
    changed(({ tensors }) => Object.assign(tensors[index] ?? {}, change));
  const operator = (index: number, change: Partial<OperatorSpec>): Uint8Array =>
    changed(({ operators }) => Object.assign(operators[index] ?? {}, change));

  it("runs the model when nothing is wrong", () => {
    const good = join(folder, "good.bin");
    const { status, stderr } = tinyxs(["invoke", model, "--input", input, "--output", good], engine);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.ok(existsSync(good));
  });

  it("an empty file", () => refuses(new Uint8Array(), /broken\.tflite: .*empty or truncated/));
  it("another kind of file", () => refuses(Buffer.from("GIF89a".repeat(20)), /not a TensorFlow Lite model/));
  it("another version of the format", () => refuses(buildModel({ ...classifier(), version: 2 }), /version 2/));
  it("another identifier", () => refuses(buildModel({ ...classifier(), identifier: "TFL2" }), /no TFL3/));
  it("a truncated file", () => {
    const whole = buildModel(classifier());
    for (const part of [0.1, 0.5, 0.9, 0.99])
      refuses(whole.subarray(0, Math.floor(whole.length * part)), /truncated|corrupt|broken|TFL3/);
  });

  it("a list that contains itself", () => {
    // The root's lists are references forward; one of 0 points to itself, a huge one wraps around to before itself.
    for (const offset of [0, 0xfffffff0, 0x7fffffff]) {
      const bytes = buildModel(classifier());
      const view = new DataView(bytes.buffer);
      const root = view.getUint32(0, true);
      const field = root + view.getUint16(root - view.getInt32(root, true) + 4 + 2 * 2, true);
      view.setUint32(field, offset, true);
      refuses(bytes, /corrupt|truncated|no subgraph/);
    }
  });
  const calling = (callee: number): Uint8Array => {
    const spec = counter();
    const call: OperatorSpec = {
      code: Op.CALL_ONCE,
      inputs: [],
      outputs: [],
      options: [Options.CallOnceOptions, (b) => CallOnceOptions.createCallOnceOptions(b, callee)],
    };
    const more = (spec.more ?? []).map((subgraph) => ({ ...subgraph, operators: [call, ...subgraph.operators] }));
    return buildModel({ ...spec, more });
  };
  it("a subgraph that calls the main one", () => refuses(calling(0), /CALL_ONCE.*calls subgraph 0/));
  it("a subgraph that calls itself", () => refuses(calling(1), /CALL_ONCE.*calls subgraph 1/));
  it("a tensor that is used before it is computed", () =>
    refuses(operator(1, { inputs: [6, 6] }), /not been computed/));
  it("a variable's handle that an operator reads as a tensor", () => {
    const spec = counter();
    const handle = spec.operators.find(({ code }) => code === Op.VAR_HANDLE)?.outputs[0] ?? 0;
    const operators = spec.operators.map((one) => (one.code === Op.ADD ? { ...one, inputs: [handle, handle] } : one));
    refuses(buildModel({ ...spec, operators }), /handle of a variable/);
  });
  it("a tensor that does not exist", () => refuses(operator(0, { inputs: [0, 99, 2] }), /tensor 99 does not exist/));
  it("a shape whose product overflows", () => refuses(tensor(0, { shape: [65536, 65536, 65536, 2] }), /large/));
  it("a negative dimension", () => refuses(tensor(0, { shape: [1, -6, 6, 2] }), /negative/));
  it("too many dimensions", () => refuses(tensor(0, { shape: [1, 1, 1, 1, 1, 1, 6, 6, 2] }), /9 dimensions/));
  it("weights of the wrong size", () => refuses(tensor(1, { shape: [4, 3, 3, 3] }), /needs 108 bytes.* has 72/));
  for (const scale of [NaN, Infinity, -1])
    it(`a scale of ${scale}`, () =>
      refuses(tensor(0, { scale }), /tensor 0 of subgraph 0: scale 0 is not a positive number/));
  it("a buffer behind the model's tables, which inspect names", () => {
    const file = join(folder, "behind.tflite");
    const about = /buffer 1 lies behind the model's tables/;
    writeFileSync(file, tensor(1, { data: new Uint8Array(), behind: 4096 }));
    refused(tinyxs(["invoke", file, "--output", output], engine), 1, about);
    const { status, stdout } = tinyxs(["inspect", file, "--json"], engine);
    assert.equal(status, 0);
    assert.match(stdout, about);
    // 0 and 1 are what a converter writes for none.
    for (const behind of [0, 1]) {
      writeFileSync(join(folder, "none.tflite"), tensor(0, { behind }));
      assert.equal(tinyxs(["invoke", join(folder, "none.tflite")], engine).status, 0);
    }
  });
  it("a zero point outside its type", () => refuses(tensor(0, { zeroPoint: 1000 }), /zero point/));

  it("an unknown operator, which inspect lists", () => {
    const file = join(folder, "unknown.tflite");
    writeFileSync(
      file,
      changed(({ operators }) => {
        operators[1] = { code: Op.CUSTOM, custom: "Telepathy", inputs: [3, 3], outputs: [4] };
        operators[3] = { code: Op.HASHTABLE_LOOKUP, inputs: [6], outputs: [7] };
      }),
    );
    refused(tinyxs(["invoke", file, "--output", output], engine), 1, /operator 1 \(.*Telepathy/);
    const { status, stdout } = tinyxs(["inspect", file, "--json"], engine);
    assert.equal(status, 0);
    const { arena, unsupported } = JSON.parse(stdout) as { arena: unknown; unsupported: Record<string, unknown>[] };
    assert.equal(arena, null);
    assert.deepEqual(
      unsupported.map((lack) => [lack.operator, lack.index]),
      [
        ["Telepathy", 1],
        ["HASHTABLE_LOOKUP", 3],
      ],
    );
  });
  it("an unknown type, which inspect names", () => {
    const file = join(folder, "type.tflite");
    writeFileSync(file, tensor(3, { type: 99 as TensorType }));
    refused(tinyxs(["invoke", file, "--output", output], engine), 1, /unknown type 99/);
    const { status, stdout } = tinyxs(["inspect", file, "--json"], engine);
    assert.equal(status, 0);
    assert.match(stdout, /has type type 99|has type 99/);
  });
  it("shapes that do not fit the operator", () => {
    const file = join(folder, "shapes.tflite");
    writeFileSync(file, tensor(3, { shape: [1, 5, 6, 4] }));
    refused(tinyxs(["invoke", file, "--output", output], engine), 1, /operator 0 \(CONV_2D\)/);
  });

  it("every arena that is too small, down to one byte", () => {
    const { 64: needed } = (
      JSON.parse(tinyxs(["inspect", model, "--json"], engine).stdout) as { arena: { 64: number } }
    ).arena;
    const run = (bytes: number): Outcome => execute(engine, ["invoke", model, "--arena", String(bytes)]);
    for (let bytes = 1; bytes < needed; bytes = bytes > needed - 20 ? bytes + 1 : bytes + 97) {
      const { status, stderr } = run(bytes);
      assert.equal(status, 1, `${bytes} bytes are enough`);
      assert.match(stderr, new RegExp(`\\b${needed}\\b`), "the message names the bytes that are needed");
    }
    assert.equal(run(needed).status, 0);
    refused(
      tinyxs(["invoke", model, "--arena", String(needed - 1), "--output", output], engine),
      1,
      new RegExp(`needs ${needed}`),
    );
  });

  it("inputs of the wrong size, by name, with both sizes", () => {
    for (const size of [0, 1, 71, 73, 143]) {
      const file = join(folder, "wrong.bin");
      writeFileSync(file, new Uint8Array(size));
      const about = new RegExp(`wrong\\.bin: has ${size} bytes; .*72 bytes`);
      refused(tinyxs(["invoke", model, "--input", file, "--output", output], engine), 1, about);
    }
  });
  it("too many inputs or outputs", () => {
    refused(tinyxs(["invoke", model, "--input", input, "--input", input], engine), 1, /1 inputs.*2 --input/);
    refused(tinyxs(["invoke", model, "--output", output, "--output", output], engine), 1, /1 outputs.*2 --output/);
  });
  it("files that are missing, or are folders", () => {
    const missing = join(folder, "missing.bin");
    const directory = join(folder, "folder");
    mkdirSync(directory);
    refused(tinyxs(["invoke", missing, "--output", output], engine), 1, /missing\.bin: .*No such file/);
    refused(tinyxs(["inspect", missing], engine), 1, /missing\.bin: .*No such file/);
    refused(tinyxs(["inspect", directory], engine), 1, /folder: is a folder/);
    refused(tinyxs(["invoke", model, "--input", missing, "--output", output], engine), 1, /missing\.bin: /);
    refused(tinyxs(["invoke", model, "--input", directory, "--output", output], engine), 1, /folder: is a folder/);
    refused(tinyxs(["invoke", model, "--output", join(missing, "x")], engine), 1, /can't be written/);
  });
  it("wrong options", () => {
    for (const args of [
      ["--arena", "0"],
      ["--arena", "many"],
      ["--repeat", "-1"],
      ["--repeat", "1e3"],
      ["--speed", "9"],
    ])
      refused(tinyxs(["invoke", model, ...args], engine), 2, new RegExp(args[0] ?? ""));
    refused(tinyxs(["inspect", model, "--tensor"], engine), 2, /--tensor/);
    refused(tinyxs(["inspect"], engine), 2, /model/);
    refused(tinyxs(["dance"], engine), 2, /dance/);
  });
});

describe("files that once broke the engine", () => {
  const stored = join(root, "test/malformed");
  for (const name of readdirSync(stored))
    it(name, async () => {
      const { status, signal, stderr } = execute(await program("replay", true), [join(stored, name)]);
      assert.equal(signal ?? status, 0, stderr);
    });
});

describe("damaged models", () => {
  const folder = temporaryFolder();
  let driver: string;
  let quick: string;
  before(async () => {
    driver = await program("malformed", true);
    quick = await program("malformed");
  });

  /** Damages a file in `count` ways of a kind. */
  function survives(
    program: string,
    kind: string,
    file: string,
    count: number,
    step = 1,
  ): { refused: number; ran: number } {
    const { status, signal, stderr, stdout } = execute(program, [kind, file, "0", String(count), String(step)]);
    assert.equal(stderr, "");
    assert.equal(signal ?? status, 0);
    const { refused, ran } = JSON.parse(stdout) as { refused: number; ran: number };
    assert.equal(refused + ran, count);
    return { refused, ran };
  }

  function survivesChance(file: string): void {
    const { refused, ran } = survives(driver, "random", file, seeds);
    assert.ok(refused > seeds / 20 && ran > seeds / 20, "the damage is too hard or too soft to tell anything");
  }

  const own: Record<string, () => ModelSpec> = { classifier, counter };
  for (const [name, make] of Object.entries(own)) {
    it(`${seeds} times a ${name}`, () => {
      const file = join(folder, `${name}.tflite`);
      writeFileSync(file, buildModel(make()));
      survivesChance(file);
    });
    it(`every bit and every length of a ${name}`, () => {
      const file = join(folder, `${name}.tflite`);
      writeFileSync(file, buildModel(make()));
      survives(driver, "flips", file, 8 * statSync(file).size);
      survives(driver, "cuts", file, statSync(file).size);
    });
  }
  for (const name of ["mww_v2_okay_nabu", "keyword_scrambled_8bit", "audio_preprocessor_int8", "hello_world_float"]) {
    it(`${seeds} times ${name}`, function () {
      survivesChance(needShared(this, "models", name, "model.tflite"));
    });
  }
  // Guard pages around the arena and behind the file notice what leaves them; sanitizers would take too long here.
  for (const name of ["simple_add_model", "hello_world_int8", "hello_world_float"]) {
    it(`every value of every byte, and every length, of ${name}`, function () {
      const file = needShared(this, "models", name, "model.tflite");
      const { size } = statSync(file);
      const step = process.env.TINYXS_SEEDS ? 1 : 7; // prime to 255: all values occur, at other bytes
      survives(quick, "bytes", file, Math.floor((255 * size) / step), step);
      survives(quick, "cuts", file, size);
    });
  }
  for (const name of ["audio_preprocessor_int8", "mlperf_kws_int8", "mww_v2_okay_nabu", "person_detect"]) {
    it(`some values of bytes, and some lengths, of ${name}`, function () {
      const file = needShared(this, "models", name, "model.tflite");
      const { size } = statSync(file);
      const count = Math.min(seeds, 200);
      survives(quick, "bytes", file, count, Math.floor((255 * size) / count) | 1);
      survives(quick, "cuts", file, seeds, Math.floor(size / seeds) | 1);
    });
  }
});
