// SPDX-License-Identifier: Apache-2.0
// `tinyxs inspect`: what the converter wrote of a model, also where it isn't true.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Builder } from "flatbuffers";
import type { Inspection } from "../tools/inspect/inspect.js";
import { ConversionMetadata } from "../tools/tflite/generated/conversion-metadata.js";
import { ConversionOptions } from "../tools/tflite/generated/conversion-options.js";
import { Environment } from "../tools/tflite/generated/environment.js";
import { ModelOptimizationMode } from "../tools/tflite/generated/model-optimization-mode.js";
import { ModelType } from "../tools/tflite/generated/model-type.js";
import { readModel } from "../tools/tflite/model.js";
import { tinyxs } from "./support/cli.js";
import { program, temporaryFolder } from "./support/environment.js";
import { buildModel, type ModelSpec } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

describe("tinyxs inspect", () => {
  const folder = temporaryFolder();
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine");
  });

  function write(spec: ModelSpec): string {
    const file = join(folder, "model.tflite");
    writeFileSync(file, buildModel(spec));
    return file;
  }

  /** The same facts as JSON and as text. */
  function inspect(spec: ModelSpec): { report: Inspection; text: string } {
    const file = write(spec);
    const [json, shown] = [tinyxs(["inspect", file, "--json"], engine), tinyxs(["inspect", file], engine)];
    for (const { status, stderr } of [json, shown]) assert.deepEqual([status, stderr], [0, ""]);
    return { report: JSON.parse(json.stdout) as Inspection, text: shown.stdout };
  }

  it("tells which TensorFlow Lite a model needs, and what made it", () => {
    const { report, text } = inspect({
      ...classifier(),
      metadata: { min_runtime_version: padded("1.14.0", 16), CONVERSION_METADATA: conversion() },
    });
    assert.equal(report.minRuntimeVersion, "1.14.0");
    assert.deepEqual(report.converter, {
      tensorflow: "2.18.0",
      source: "KERAS_MODEL",
      optimizations: ["PTQ_FULL_INTEGER"],
    });
    assert.match(text, /for TensorFlow Lite 1\.14\.0 or later/);
    assert.match(text, /converted from KERAS_MODEL by TensorFlow 2\.18\.0, PTQ_FULL_INTEGER/);
  });

  it("lists metadata, with the text of what is text", () => {
    const { report, text } = inspect({
      ...classifier(),
      metadata: {
        notes: Buffer.from("for\ttests\n"),
        blob: Uint8Array.of(1, 2, 255),
        escape: Buffer.from("\u001b[31m"),
        none: new Uint8Array(),
      },
    });
    assert.deepEqual(report.metadata, [
      { name: "notes", bytes: 10, text: "for\ttests\n" },
      { name: "blob", bytes: 3, text: null },
      { name: "escape", bytes: 5, text: null },
      { name: "none", bytes: 0, text: "" },
    ]);
    assert.match(text, /notes +10 +for tests/);
    assert.ok(!text.includes("\u001b"));
    assert.equal(report.minRuntimeVersion, null);
  });

  it("tells signatures, of all subgraphs", () => {
    const { report, text } = inspect({
      ...counter(),
      signatures: [
        { key: "serving_default", inputs: { step: 0 }, outputs: { total: 3 } },
        { key: "init", subgraph: 1, inputs: {}, outputs: {} },
      ],
    });
    assert.equal(report.subgraphs, 2);
    const [serving, init] = report.signatures;
    assert.deepEqual(
      [serving?.key, serving?.inputs[0]?.name, serving?.inputs[0]?.index, serving?.outputs[0]?.tensor?.name],
      ["serving_default", "step", 0, "t3"],
    );
    assert.deepEqual([init?.subgraph, init?.inputs], [1, []]);
    assert.match(text, /signature serving_default\n *input.*\n *step +0 +t0 +int32 +1\n *output.*\n *total +3 +t3/);
    assert.match(text, /2 subgraphs/);
  });

  it("tells which dimensions may have any size", () => {
    const spec = classifier();
    Object.assign(spec.tensors[0] ?? {}, { signature: [-1, 6, 6, 2] });
    Object.assign(spec.tensors[7] ?? {}, { signature: [1, 3] });
    const { report, text } = inspect(spec);
    assert.deepEqual(report.inputs[0]?.shapeSignature, [-1, 6, 6, 2]);
    assert.equal(report.outputs[0]?.shapeSignature, null);
    assert.match(text, /\?x6x6x2 as 1x6x6x2/);
  });

  it("shows what is wrong with them, since the engine doesn't mind", () => {
    const { report, text } = inspect({
      ...classifier(),
      signatures: [{ key: "wrong", subgraph: 7, inputs: { image: 0 }, outputs: { scores: 99 } }],
      metadata: {
        CONVERSION_METADATA: Uint8Array.from({ length: 40 }, (_, i) => 255 - i),
        min_runtime_version: Uint8Array.of(0x80),
      },
    });
    assert.deepEqual([report.converter, report.minRuntimeVersion], [null, null]);
    assert.deepEqual(report.signatures[0]?.inputs[0]?.tensor, null);
    assert.match(text, /there is no such tensor/);
  });

  it("refuses lists that are long only together", () => {
    // Each of these many signatures has the same long list of inputs.
    const inputs = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`a${i}`, 0]));
    const signatures = Array.from({ length: 200 }, (_, i) => ({
      key: `k${i}`,
      inputs: i ? { one: 0 } : inputs,
      outputs: {},
    }));
    const bytes = buildModel({ ...classifier(), signatures });
    assert.equal(readModel(bytes).signatures.length, 200);
    const view = new DataView(bytes.buffer);
    const at = (position: number): number => position + view.getUint32(position, true);
    const field = (table: number, id: number): number =>
      table + view.getUint16(table - view.getInt32(table, true) + 4 + 2 * id, true);
    const list = at(field(at(0), 7));
    const first = at(list + 4);
    for (let i = 1; i < 200; i++) view.setUint32(list + 4 + 4 * i, first - (list + 4 + 4 * i), true);
    assert.throws(() => readModel(bytes), /corrupt: a (list|text) is longer than the file/);
    const file = join(folder, "shared.tflite");
    writeFileSync(file, bytes);
    const { status, stderr } = tinyxs(["inspect", file], engine);
    assert.equal(status, 1);
    assert.match(stderr, /shared\.tflite: the model is corrupt/);
  });
});

/** A text with zeros behind it. */
function padded(text: string, bytes: number): Uint8Array {
  return Buffer.concat([Buffer.from(text), Buffer.alloc(bytes - text.length)]);
}

/** As TensorFlow's converter writes it. */
function conversion(): Uint8Array {
  const b = new Builder(64);
  const version = b.createString("2.18.0");
  Environment.startEnvironment(b);
  Environment.addTensorflowVersion(b, version);
  Environment.addApiVersion(b, 2);
  Environment.addModelType(b, ModelType.KERAS_MODEL);
  const environment = Environment.endEnvironment(b);
  const modes = ConversionOptions.createModelOptimizationModesVector(b, [ModelOptimizationMode.PTQ_FULL_INTEGER]);
  const options = ConversionOptions.createConversionOptions(b, modes);
  ConversionMetadata.startConversionMetadata(b);
  ConversionMetadata.addEnvironment(b, environment);
  ConversionMetadata.addOptions(b, options);
  b.finish(ConversionMetadata.endConversionMetadata(b));
  return b.asUint8Array().slice();
}
