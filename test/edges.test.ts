// SPDX-License-Identifier: Apache-2.0
// Single cases that random ones hardly meet: exact borders between two ways an operator may go.
import assert from "node:assert/strict";
import { BuiltinOperator as Op } from "../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../tools/tflite/generated/builtin-options.js";
import { L2NormOptions } from "../tools/tflite/generated/l2norm-options.js";
import { TensorType } from "../tools/tflite/generated/tensor-type.js";
import { VarHandleOptions } from "../tools/tflite/generated/var-handle-options.js";
import { int8, type Case } from "./support/case.js";
import { customOperator } from "./support/custom-operator.js";
import { run, runAll, writeCase } from "./support/engines.js";
import { program, temporaryFolder } from "./support/environment.js";
import type { OperatorSpec, TensorSpec } from "./support/model.js";

describe("operators at their edges", () => {
  const folder = temporaryFolder();
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine");
  });

  function floats(one: Case): number[] {
    writeCase(one, folder);
    const bytes = run(engine, one, folder);
    return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  }

  const float = (shape: readonly number[], data?: Float32Array): TensorSpec =>
    data ? { shape, type: TensorType.FLOAT32, data } : { shape, type: TensorType.FLOAT32 };

  for (const regular of [false, true])
    it(`detection keeps a box that overlaps exactly as much as allowed${regular ? ", class by class" : ""}`, () => {
      // Around the anchor's middle (0.5, 0.5): a box of 1 by 1, and its middle half, which share 0.5 of their union.
      const anchors = Float32Array.of(0.5, 0.5, 1, 1, 0.5, 0.5, 1, 0.5);
      const options = {
        ...{ max_detections: 2, max_classes_per_detection: 1, num_classes: 1, nms_score_threshold: 0.25 },
        ...{ y_scale: 1, x_scale: 1, h_scale: 1, w_scale: 1, use_regular_nms: regular },
      };
      const detect = (overlap: number): number[] =>
        floats(
          customOperator(
            "TFLite_Detection_PostProcess",
            { ...options, nms_iou_threshold: overlap },
            [float([1, 2, 4]), float([1, 2, 1]), float([2, 4], anchors)],
            [float([1, 2, 4]), float([1, 2]), float([1, 2]), float([1])],
            [new Float32Array(8), Float32Array.of(1, 0.5)],
          ),
        );
      assert.equal(detect(0.5).at(-1), 2);
      assert.equal(detect(0.4375).at(-1), 1);
    });

  it("L2_NORMALIZATION divides a row of almost nothing by 1e-6, and so a row of zeros is no NaN", () => {
    const input = Float32Array.of(0, 0, 2 ** -22, 0, 3, 4);
    const result = floats({
      model: {
        tensors: [float([3, 2]), float([3, 2])],
        operators: [
          {
            code: Op.L2_NORMALIZATION,
            inputs: [0],
            outputs: [1],
            options: [Options.L2NormOptions, (b) => L2NormOptions.createL2NormOptions(b, 0)],
          },
        ],
        inputs: [0],
        outputs: [1],
      },
      inputs: [input],
    });
    const length = Math.fround(1e-6);
    assert.deepEqual(result, [0, 0, Math.fround(2 ** -22 / length), 0, Math.fround(0.6), Math.fround(0.8)]);
  });

  it("CIRCULAR_BUFFER without its option goes on at every run with 5, 13 or 25 rows, else at every second", () => {
    const frames = 4;
    for (const [rows, outputs] of [
      [5, 4],
      [13, 4],
      [25, 4],
      [4, 2],
      [12, 2],
    ] as const) {
      const one = customOperator(
        "CIRCULAR_BUFFER",
        undefined,
        [int8([1, 1, 1, 2], 0.1, 0)],
        [int8([1, rows, 1, 2], 0.1, 0)],
        [Int8Array.from({ length: 2 * frames }, (_, i) => i + 1)],
      );
      writeCase(one, folder);
      assert.equal(run(engine, one, folder).length, outputs * rows * 2, `${rows} rows`);
    }
  });

  it("CIRCULAR_BUFFER needs its option where the two models without it aren't meant: rows of 2 by 96", () => {
    const one = customOperator(
      "CIRCULAR_BUFFER",
      undefined,
      [int8([1, 1, 2, 96], 0.1, 0)],
      [int8([1, 5, 2, 96], 0.1, 0)],
      [new Int8Array(192)],
    );
    writeCase(one, folder);
    assert.match(String(runAll(engine, [{ one, folder }])[0]), /CIRCULAR_BUFFER.*cycles_max/);
  });

  it("VAR_HANDLE without a container takes the variable of that name in any; containers keep equal names apart", () => {
    const number: TensorSpec = { shape: [1], type: TensorType.INT32 };
    const handle: TensorSpec = { shape: [], type: TensorType.RESOURCE };
    const variable = (output: number, container?: string): OperatorSpec => ({
      code: Op.VAR_HANDLE,
      inputs: [],
      outputs: [output],
      options: [
        Options.VarHandleOptions,
        (b) =>
          VarHandleOptions.createVarHandleOptions(b, container ? b.createString(container) : 0, b.createString("x")),
      ],
    });
    /** Assigns the input to a variable x in container "a", and reads x elsewhere, which is 0 if nobody has assigned it. */
    const read = (elsewhere?: string): number => {
      const one: Case = {
        model: {
          tensors: [number, handle, handle, number],
          operators: [
            variable(1, "a"),
            variable(2, elsewhere),
            { code: Op.ASSIGN_VARIABLE, inputs: [1, 0], outputs: [] },
            { code: Op.READ_VARIABLE, inputs: [2], outputs: [3] },
          ],
          inputs: [0],
          outputs: [3],
        },
        inputs: [Int32Array.of(7)],
      };
      writeCase(one, folder);
      return run(engine, one, folder).readInt32LE();
    };
    assert.deepEqual([read(), read("a"), read("b")], [7, 7, 0]);
  });
});
