// SPDX-License-Identifier: Apache-2.0
// `tinyxs prepare`: what it writes and says; that prepared models are the same models everywhere; that apps' builds prepare them.
import assert from "node:assert/strict";
import {
  chmodSync,
  copyFileSync,
  existsSync,
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
import { program, root, shared, simulator, temporaryFolder } from "./support/environment.js";
import { makeBuildFolder } from "./support/build.js";
import { buildModel } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";
import { output, run } from "./support/run.js";

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
    const at = bytes.indexOf("TXP2");
    const other = Buffer.from(bytes);
    other.writeInt32LE(1, at + 28 + 4 * Math.ceil(bytes.readUInt32LE(at + 20) / 2));
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

/** A model, and files of its inputs. */
interface Sample {
  readonly name: string;
  readonly model: string;
  readonly inputs: readonly string[];
  readonly outputs: number;
}

describe("prepared models", () => {
  const folder = temporaryFolder();
  let samples: Sample[];
  const prepared = (name: string): string => join(folder, `${name}.tflite`);

  before(async () => {
    samples = [...listPublic(), ...listConverted(folder)];
    assert.ok(samples.length > 100);
    const engine = await program("tinyxs-engine");
    for (const { name, model } of samples) {
      const { status, stderr } = execute(engine, ["prepare", model, "--output", prepared(name)]);
      assert.equal(status, 0, `${name}: ${stderr}`);
    }
  });

  /** Runs them all in one process: the outputs of each with all frames, or what is said against it. */
  function invokeAll(engine: string, modelOf: (sample: Sample) => string): string[] {
    const at = (i: number, k: number): string => join(folder, `out${i}-${k}`);
    const count = ({ outputs }: Sample): number[] => Array.from({ length: outputs }, (_, k) => k);
    const lines = samples.map((sample, i) => [
      modelOf(sample),
      ...sample.inputs.flatMap((file) => ["--input", file]),
      ...count(sample).flatMap((k) => ["--output", at(i, k)]),
    ]);
    const { status, stdout, stderr } = execute(
      engine,
      ["batch"],
      {},
      lines.map((line) => `${line.join("\t")}\n`).join(""),
    );
    assert.equal(status, 0, stderr);
    const [answers, errors] = [stdout.trimEnd().split("\n"), stderr.trimEnd().split("\n")];
    return samples.map((sample, i) => {
      if (answers[i]?.includes("refused")) return (JSON.parse(errors.shift() ?? "") as { message: string }).message;
      return Buffer.concat(count(sample).map((k) => readFileSync(at(i, k)))).toString("base64");
    });
  }

  for (const name of ["tinyxs-engine", "tinyxs-engine-reference"])
    it(`give the same bytes in ${name}`, async () => {
      const engine = await program(name);
      const expected = invokeAll(engine, ({ model }) => model);
      const actual = invokeAll(engine, (sample) => prepared(sample.name));
      assert.ok(new Set(expected).size > 90, "they run");
      samples.forEach((sample, i) =>
        assert.ok(actual[i] === expected[i], `${sample.name}: ${actual[i]?.slice(0, 200)}`),
      );
    });

  it("never take more memory, and some less", async () => {
    const engine = await program("tinyxs-engine");
    const measure = (model: string): [number, number] => {
      const { status, stdout, stderr } = execute(engine, ["measure", model]);
      assert.equal(status, 0, stderr);
      const memory = JSON.parse(stdout) as Record<"32" | "64", { arena: number }>;
      return [memory["32"].arena, memory["64"].arena];
    };
    let less = 0;
    for (const { name, model } of samples) {
      const [[before32, before64], [after32, after64]] = [measure(model), measure(prepared(name))];
      assert.ok(after32 <= before32 && after64 <= before64, `${name}: ${after32} instead of ${before32} bytes`);
      if (after32 < before32) less++;
    }
    assert.ok(less > 10, `${less} take less`);
  });

  it("hold what they were made from, and the same is made from them", async () => {
    const engine = await program("tinyxs-engine");
    for (const { name, model } of samples) {
      const [bytes, was] = [readFileSync(prepared(name)), readFileSync(model)];
      const facts = findPrepared(readModel(bytes));
      assert.ok(facts && bytes.subarray(facts.original).equals(was), name);
      const again = join(folder, "again.tflite");
      assert.equal(execute(engine, ["prepare", prepared(name), "--output", again]).status, 0);
      assert.ok(readFileSync(again).equals(bytes), name);
    }
  });

  it("read as the same models", () => {
    for (const { name, model } of samples) {
      const was = readModel(readFileSync(model));
      const { buffers, metadata, ...rest } = readModel(readFileSync(prepared(name)));
      const { buffers: oldBuffers, metadata: oldMetadata, ...old } = was;
      assert.deepEqual(rest, old, name);
      assert.deepEqual(buffers.slice(0, -1), oldBuffers, name);
      assert.deepEqual(metadata.slice(0, -1), oldMetadata, name);
    }
  });

  it("give the same bytes in LiteRT", () => {
    // What it refuses, it must refuse in both forms.
    const place = (one: Sample, model: string, kind: string): string => {
      const own = join(folder, `litert-${kind}-${one.name}`);
      mkdirSync(own);
      copyFileSync(model, join(own, "litert.tflite"));
      one.inputs.forEach((file, i) => copyFileSync(file, join(own, `in${i}.bin`)));
      return own;
    };
    const pairs = samples
      .filter(({ name }) => !name.includes("audio_preprocessor"))
      .map((one) => [place(one, one.model, "plain"), place(one, prepared(one.name), "prepared")] as const);
    const script = join(root, "dist/test/oracle/litert.js");
    const { status, stderr } = execute(process.execPath, [script], {}, `${pairs.flat().join("\n")}\n`);
    assert.equal(status, 0, stderr);
    let ran = 0;
    for (const [plain, other] of pairs) {
      const read = (own: string): Buffer => {
        const out = join(own, "out.bin");
        return readFileSync(existsSync(out) ? out : join(own, "refused.txt"));
      };
      assert.ok(read(plain).equals(read(other)), `${plain}: ${read(other).toString("latin1", 0, 200)}`);
      if (existsSync(join(plain, "out.bin"))) ran++;
    }
    assert.ok(ran > 60, `${ran} ran`);
  });
});

describe("an app's build", () => {
  const folder = temporaryFolder();
  const app = join(folder, "app");
  const own = join(app, "model.tflite");
  const elsewhere = join(folder, "other.tflite");
  const env = { TINYXS_BUILD: join(folder, "build") };
  let made: Buffer;

  before(async () => {
    await simulator();
    makeBuildFolder(env.TINYXS_BUILD);
    mkdirSync(app);
    writeFileSync(own, original);
    assert.equal(tinyxs(["prepare", own, "--output", elsewhere]).status, 0);
    made = readFileSync(elsewhere);
    const manifest = { include: [join(root, "manifest.json")], data: { "*": "./model" } };
    writeFileSync(join(app, "manifest.json"), JSON.stringify(manifest));
    writeFileSync(
      join(app, "main.ts"),
      `import Model from "tinyxs/ml";
import Resource from "Resource";

const data = new Resource("model.tflite");
trace(data.byteLength, "\\n");
const model = new Model({ data });
const [input, output] = [model.inputs[0], model.outputs[0]];
if (input && output) {
  input.write(Int8Array.from({ length: input.length }, (_, i) => i));
  model.run();
  trace(output.read(new Int8Array(output.length)).join(), "\\n");
}
trace(model.memory.arena, "\\n");
`,
    );
  });

  it("hands on prepared models, which are kept, and leaves the app's own alone", () => {
    const said = output(app, [], env);
    assert.equal(said.split("\n")[0], String(made.length));
    assert.ok(readFileSync(own).equals(original));
    const kept = (): string[] =>
      readdirSync(join(env.TINYXS_BUILD, "prepared"), { recursive: true, encoding: "utf8" }).filter((file) =>
        file.endsWith(".tflite"),
      );
    const files = kept();
    assert.equal(files.length, 1);
    // The engine isn't asked again.
    assert.equal(output(app, [], { ...env, TINYXS_ENGINE: "" }), said);
    assert.deepEqual(kept(), files);
    writeFileSync(own, made);
    assert.equal(output(app, [], env), said);
    writeFileSync(own, original);
    assert.equal(output(app, ["--model", elsewhere], env), said);
    const copy = join(folder, "copy.tflite");
    writeFileSync(copy, original);
    assert.equal(output(app, ["--model", copy], env), said);
  });

  it("prepares anew what another version has prepared", () => {
    const other = Buffer.from(made);
    other.fill(1, made.indexOf("TXP2") + 28);
    const stale = join(folder, "stale.tflite");
    writeFileSync(stale, Buffer.concat([other.subarray(0, made.length - original.length), original]));
    assert.equal(output(app, ["--model", stale], env), output(app, [], env));
  });

  it("hands on a model that can't be prepared as it is, so that the app hears what is wrong", () => {
    const broken = join(folder, "broken.tflite");
    writeFileSync(broken, original.subarray(0, 500));
    const { status, stdout, stderr } = run(app, ["--model", broken], env);
    assert.deepEqual([status, stdout], [1, "500\n"]);
    assert.match(stderr, /^error: ModelError: Model: the model is corrupt: .*main\.ts:6\)\n$/s);
  });
});

/** The public models, with all golden inputs: of those with state, each case is a sample. */
function listPublic(): Sample[] {
  const models = join(shared, "models");
  if (!existsSync(models)) return []; // test/models.test.ts tells
  const names = readdirSync(models).filter((name) => existsSync(join(models, name, "manifest.json")));
  return names.flatMap((name) => {
    const at = (file: string): string => join(models, name, file);
    const { cases, outputs } = JSON.parse(readFileSync(at("manifest.json"), "utf8")) as {
      cases: { inputs: string[] }[];
      outputs: unknown[];
    };
    return cases.map(({ inputs }, i) => ({
      name: `${name}-${i}`,
      model: at("model.tflite"),
      inputs: inputs.map(at),
      outputs: outputs.length,
    }));
  });
}

/** Those that TensorFlow's converter made; their inputs are written into the folder. */
function listConverted(folder: string): Sample[] {
  const models = join(root, "test/converter/models");
  const names = readdirSync(models).flatMap((file) => (file.endsWith(".json") ? [file.replace(".json", "")] : []));
  return names.map((name) => {
    const golden = JSON.parse(readFileSync(join(models, `${name}.json`), "utf8")) as Record<
      "inputs" | "outputs",
      string[]
    >;
    const inputs = golden.inputs.map((data, i) => {
      const file = join(folder, `${name}-in${i}`);
      writeFileSync(file, Buffer.from(data, "base64"));
      return file;
    });
    return { name, model: join(models, `${name}.tflite`), inputs, outputs: golden.outputs.length };
  });
}
