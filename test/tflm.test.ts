// SPDX-License-Identifier: Apache-2.0
// native/tflm: the engine's API over TensorFlow Lite Micro itself. Runs when TINYXS_TFLM names a build of it: native/tflm/README.md.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltinOperator as Op } from "../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../tools/tflite/generated/builtin-options.js";
import { CallOnceOptions } from "../tools/tflite/generated/call-once-options.js";
import { TensorType } from "../tools/tflite/generated/tensor-type.js";
import { execute, type Outcome } from "./support/cli.js";
import { assertEqual } from "./support/compare.js";
import { bytesOf } from "./support/engines.js";
import { needShared, program, shared, skip, temporaryFolder } from "./support/environment.js";
import { buildModel, type ModelSpec } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

interface Manifest {
  stateful: boolean;
  inputs: unknown[];
  outputs: { dtype: string }[];
  cases: { inputs: string[]; outputs: string[] }[];
}

interface Refusal {
  code: string;
  operator: number;
  name: string;
  message: string;
}

describe("native/tflm", () => {
  if (!process.env.TINYXS_TFLM) {
    it("gives what TensorFlow Lite Micro gives", function () {
      skip(this, "TINYXS_TFLM names no build of TensorFlow Lite Micro");
    });
    return;
  }

  const folder = temporaryFolder();
  const model = join(folder, "model.tflite");
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine-tflm");
  });

  /** What `tinyxs-engine` prints; it must end well. */
  function done({ status, signal, stdout, stderr }: Outcome): unknown {
    assert.equal(stderr, "");
    assert.equal(signal ?? status, 0);
    return JSON.parse(stdout);
  }

  /** Wants one error, and gives it. */
  function refused({ status, signal, stdout, stderr }: Outcome): Refusal {
    assert.equal(signal ?? status, 1, stderr);
    assert.equal(stdout, "");
    return JSON.parse(stderr) as Refusal;
  }

  /** The outputs of a model for raw inputs, one after the other. */
  function invoke(file: string, inputs: readonly Uint8Array[], outputs: number): Buffer[] {
    const ins = inputs.map((bytes, i) => {
      writeFileSync(join(folder, `in${i}.bin`), bytes);
      return join(folder, `in${i}.bin`);
    });
    const outs = Array.from({ length: outputs }, (_, i) => join(folder, `out${i}.bin`));
    const args = [...ins.flatMap((path) => ["--input", path]), ...outs.flatMap((path) => ["--output", path])];
    // The second time, what the first left in the state must be forgotten.
    done(execute(engine, ["invoke", file, "--repeat", "2", ...args]));
    return outs.map((path) => readFileSync(path));
  }

  function check(file: string): { operator: string; index: number; reason: string }[] {
    return (done(execute(engine, ["check", file])) as { unsupported: ReturnType<typeof check> }).unsupported;
  }

  describe("gives every golden output of the public models", () => {
    const public_ = readPublic();
    it("of which there are fourteen", function () {
      needShared(this, "models");
      assert.equal(public_.length, 14);
    });
    for (const name of public_) {
      it(name, () => {
        const manifest = JSON.parse(readFileSync(join(shared, "models", name, "manifest.json"), "utf8")) as Manifest;
        const file = join(shared, "models", name, "model.tflite");
        // The cases of a model without state run as frames of one sequence.
        for (const cases of manifest.stateful ? manifest.cases.map((one) => [one]) : [manifest.cases]) {
          const pick = (kind: "inputs" | "outputs", i: number): Buffer =>
            Buffer.concat(cases.map((one) => readFileSync(join(shared, "models", name, one[kind][i] ?? ""))));
          const inputs = manifest.inputs.map((_, i) => pick("inputs", i));
          invoke(file, inputs, manifest.outputs.length).forEach((bytes, i) => {
            assertEqual(bytes, pick("outputs", i), manifest.outputs[i]?.dtype === "FLOAT32", `output ${i}`);
          });
        }
        assert.deepEqual(check(file), []);
      });
    }
  });

  it("runs subgraphs that are called once, and resets what they set", () => {
    writeFileSync(model, buildModel(counter()));
    const [sums] = invoke(model, [bytesOf(Int32Array.of(1, 2, 3, 4, 5))], 1);
    assert.deepEqual(sums, bytesOf(Int32Array.of(41, 43, 46, 50, 55)));
  });

  it("times each operator", () => {
    writeFileSync(model, buildModel(classifier()));
    const times = done(execute(engine, ["profile", model, "--repeat", "50"])) as {
      name: string;
      microseconds: number;
    }[];
    assert.deepEqual(
      times.map(({ name }) => name),
      ["CONV_2D", "ADD", "FULLY_CONNECTED", "SOFTMAX"],
    );
    for (const { name, microseconds } of times) assert.ok(microseconds > 0, name);
  });

  it("names an operator that the library lacks", () => {
    const spec = classifier();
    const last = spec.operators.length - 1;
    Object.assign(spec.operators[last] ?? {}, { code: Op.CUSTOM, custom: "Nonsense", options: undefined });
    writeFileSync(model, buildModel(spec));
    const { code, operator, name, message } = refused(execute(engine, ["invoke", model]));
    assert.deepEqual({ code, operator, name }, { code: "UNKNOWN_OPERATOR", operator: last, name: "Nonsense" });
    assert.match(message, /operator \d+ \(Nonsense\): .*no such operator/);
    assert.deepEqual(
      check(model).map(({ operator, index }) => ({ operator, index })),
      [{ operator: "Nonsense", index: last }],
    );
  });

  it("passes on what the library logs, with the operator's name", () => {
    const bool = { shape: [2], type: TensorType.BOOL };
    const spec = { tensors: [bool, bool], operators: [{ code: Op.LOGISTIC, inputs: [0], outputs: [1] }] };
    writeFileSync(model, buildModel({ ...spec, inputs: [0], outputs: [1] }));
    const { code, operator, name, message } = refused(execute(engine, ["invoke", model]));
    assert.deepEqual({ code, operator, name }, { code: "BAD_VALUE", operator: 0, name: "LOGISTIC" });
    assert.match(message, /^operator 0 \(LOGISTIC\): .{8,}/);
    assert.doesNotMatch(message, /\//, "a folder of the library's builder");
  });

  describe("refuses what the library would believe", () => {
    const refuses = (title: string, bytes: () => Uint8Array, about: RegExp): void => {
      it(title, () => {
        writeFileSync(model, bytes());
        const { code, message } = refused(execute(engine, ["invoke", model]));
        assert.equal(code, "BAD_MODEL");
        assert.match(message, about);
      });
    };
    refuses("a file that ends early", () => buildModel(classifier()).subarray(0, 900), /truncated|corrupt/);
    refuses("a tensor that isn't there", () => buildModel({ ...classifier(), inputs: [99] }), /tensor 99/);
    const calls = (subgraph: number): ModelSpec => {
      const call = {
        code: Op.CALL_ONCE,
        inputs: [],
        outputs: [],
        options: [Options.CallOnceOptions, (b) => CallOnceOptions.createCallOnceOptions(b, subgraph)],
      } satisfies ModelSpec["operators"][number];
      const spec = classifier();
      const inner = { tensors: spec.tensors, operators: [call], inputs: [], outputs: [] };
      return { ...spec, operators: [call, ...spec.operators], more: [inner] };
    };
    refuses("a subgraph that calls itself", () => buildModel(calls(1)), /calls itself/);
    refuses("a call of a subgraph that isn't there", () => buildModel(calls(7)), /CALL_ONCE.*isn't there/);
  });
});

function readPublic(): string[] {
  try {
    return readdirSync(join(shared, "models"), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}
