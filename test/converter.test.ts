// SPDX-License-Identifier: Apache-2.0
// Models that TensorFlow's converter made (converter/generate.py) give what TensorFlow Lite Micro gives for them, or TensorFlow Lite
// for those which that can't run.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./support/cli.js";
import { program, root, temporaryFolder } from "./support/environment.js";

interface Golden {
  readonly by: string;
  /** Base64, each with all frames. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly types: readonly string[];
}

interface Answer {
  readonly outputs: readonly Buffer[];
  readonly refusal?: { readonly code: string; readonly name: string; readonly message: string };
}

/**
 * How far a real number may be off, relative to the largest of its output: sums of deep networks are rounded in another order.
 * In the dynamic form activations are rounded to 8 bits, where the same last bit may fall on either side.
 */
const tolerance = (name: string): number => (name.endsWith("-dynamic") ? 1e-2 : 1e-4);

function compare(actual: Buffer, expected: Buffer, type: string, most: number, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: bytes`);
  if (type !== "float32") {
    const at = actual.findIndex((byte, i) => byte !== expected[i]);
    assert.equal(at, -1, `${what} differs at byte ${at} of ${actual.length}: ${actual[at]} instead of ${expected[at]}`);
    return;
  }
  const reals = (data: Buffer): number[] => Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i));
  const [ours, theirs] = [reals(actual), reals(expected)];
  const limit = most * Math.max(...theirs.map(Math.abs)) + 1e-6;
  ours.forEach((value, i) => {
    const other = theirs[i] ?? NaN;
    assert.ok(Math.abs(value - other) <= limit, `${what} differs at ${i}: ${value} instead of ${other}`);
  });
}

describe("TensorFlow's converter", () => {
  const folder = temporaryFolder();
  const models = join(root, "test/converter/models");
  const names = readdirSync(models).flatMap((file) => (file.endsWith(".json") ? [file.replace(".json", "")] : []));
  const goldens = new Map(
    names.map((name) => [name, JSON.parse(readFileSync(join(models, `${name}.json`), "utf8")) as Golden]),
  );
  const answers = new Map<string, Answer>();

  before(async () => {
    const engine = await program("tinyxs-engine");
    const lines = [...goldens].map(([name, { inputs, outputs }]) => {
      const own = join(folder, name);
      mkdirSync(own, { recursive: true });
      inputs.forEach((data, i) => writeFileSync(join(own, `in${i}`), Buffer.from(data, "base64")));
      const files = (kind: string, list: readonly string[]): string[] =>
        list.flatMap((_, i) => [`--${kind}put`, join(own, `${kind}${i}`)]);
      return [join(models, `${name}.tflite`), ...files("in", inputs), ...files("out", outputs)].join("\t") + "\n";
    });
    const { status, signal, stdout, stderr } = execute(engine, ["batch"], {}, lines.join(""));
    assert.equal(signal ?? status, 0, stderr);
    const [said, errors] = [stdout.trimEnd().split("\n"), stderr.trimEnd().split("\n")];
    [...goldens].forEach(([name, { outputs }], i) => {
      const refused = said[i]?.includes("refused");
      const refusal = refused ? (JSON.parse(errors.shift() ?? "{}") as Answer["refusal"]) : undefined;
      const data = refused ? [] : outputs.map((_, k) => readFileSync(join(folder, name, `out${k}`)));
      answers.set(name, refusal ? { outputs: data, refusal } : { outputs: data });
    });
  });

  it("needs no operator that is missing", () => {
    const missing = new Map<string, string[]>();
    for (const [name, { refusal }] of answers) {
      if (refusal?.code !== "UNKNOWN_OPERATOR") continue;
      missing.set(refusal.name, [...(missing.get(refusal.name) ?? []), name]);
    }
    assert.equal([...missing].map(([operator, names]) => `${operator}: ${names.join(" ")}`).join("\n"), "");
  });

  for (const [name, { by, outputs, types }] of goldens) {
    it(`${name}, by ${by}`, () => {
      const answer = answers.get(name);
      assert.equal(answer?.refusal?.message, undefined);
      outputs.forEach((data, i) => {
        const actual = answer?.outputs[i] ?? Buffer.of();
        compare(actual, Buffer.from(data, "base64"), types[i] ?? "", tolerance(name), `output ${i}`);
      });
    });
  }
});
