// SPDX-License-Identifier: Apache-2.0
// Random models that try the memory: SVDF layers and variables over several frames, and graphs whose tensors share bytes.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { SVDFOptions } from "../../tools/tflite/generated/svdfoptions.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { AddOptions } from "../../tools/tflite/generated/add-options.js";
import { CallOnceOptions } from "../../tools/tflite/generated/call-once-options.js";
import { MulOptions } from "../../tools/tflite/generated/mul-options.js";
import { VarHandleOptions } from "../../tools/tflite/generated/var-handle-options.js";
import { family, int8, seed, small } from "./case.js";
import type { OperatorSpec, SubgraphSpec, TensorSpec } from "./model.js";
import { Random } from "./random.js";

const parameters = fc.record({
  batches: fc.constantFrom(1, 1, 2, 3),
  inputs: small(1, 24),
  units: small(1, 8),
  rank: small(1, 3),
  memory: small(1, 8),
  frames: small(1, 6),
  /** Of float32 only; integers ignore it. */
  activation: small(0, 5),
  seed,
});

const svdf = (state: TensorType.INT8 | TensorType.INT16 | TensorType.FLOAT32) =>
  family(`SVDF ${TensorType[state].toLowerCase()} state`, parameters, (p) => {
    const random = new Random(p.seed);
    const float = state === TensorType.FLOAT32;
    const filters = p.units * p.rank;
    const [scale, features, times] = [random.scale(0.01, 0.1), random.scale(0.005, 0.05), random.scale(0.005, 0.05)];
    const stateScale = Math.fround((Math.sqrt(p.inputs) * 74 * 74 * scale * features) / (float ? 1 : 60));
    const outputScale = Math.fround((Math.sqrt(p.memory * p.rank) * 74 * 60 * stateScale * times) / 60);
    const constant = (shape: number[], type: TensorType, data: ArrayBufferView, own: number): TensorSpec =>
      float ? { shape, type: state, data } : { shape, type, data, scale: own };
    const numbers = (count: number): ArrayBufferView => (float ? random.float32(count) : random.int8(count));
    const wide = (count: number): ArrayBufferView =>
      state === TensorType.INT16 ? Int16Array.from(random.int8(count)) : numbers(count);
    const bias = float ? random.float32(p.units) : random.int32(p.units, 20000);
    const memory = { shape: [p.batches, p.memory * filters], type: state, variable: true };
    const zeroPoint = state === TensorType.INT8 ? random.whole(-20, 20) : 0;
    const input = [p.batches, p.inputs];
    const output = [p.batches, p.units];
    return {
      model: {
        tensors: [
          float ? { shape: input, type: state } : int8(input, scale, random.whole(-128, 127)),
          constant([filters, p.inputs], TensorType.INT8, numbers(filters * p.inputs), features),
          constant([filters, p.memory], state, wide(filters * p.memory), times),
          constant([p.units], TensorType.INT32, bias, Math.fround(stateScale * times)),
          float ? memory : { ...memory, scale: stateScale, zeroPoint },
          float ? { shape: output, type: state } : int8(output, outputScale, random.whole(-128, 127)),
        ],
        operators: [
          {
            code: Op.SVDF,
            inputs: [0, 1, 2, 3, 4],
            outputs: [5],
            options: [Options.SVDFOptions, (b) => SVDFOptions.createSVDFOptions(b, p.rank, p.activation, false)],
          },
        ],
        inputs: [0],
        outputs: [5],
      },
      inputs: [numbers(p.batches * p.inputs * p.frames)],
    };
  });

const add: OperatorSpec["options"] = [Options.AddOptions, (b) => AddOptions.createAddOptions(b, 0, false)];
const multiply: OperatorSpec["options"] = [Options.MulOptions, (b) => MulOptions.createMulOptions(b, 0)];

/** Each step: what is done, and two numbers that choose among the tensors there are so far. */
const steps = (kinds: readonly string[]) =>
  fc.array(fc.tuple(fc.constantFrom(...kinds), small(0, 99), small(0, 99)), { minLength: 2, maxLength: 14 });

/** Reads, assignments and sums of two int32 variables in any order; reads stay what they were when the variable changes. */
const variables = family(
  "READ_VARIABLE, ASSIGN_VARIABLE, CALL_ONCE",
  fc.record({
    steps: steps(["read", "assign", "assign", "add", "view"]),
    size: small(1, 9),
    initial: fc.boolean(),
    seed,
  }),
  (p) => {
    const random = new Random(p.seed);
    const frames = 3;
    const number: TensorSpec = { shape: [p.size], type: TensorType.INT32 };
    const handle: TensorSpec = { shape: [], type: TensorType.RESOURCE };
    const tensors: TensorSpec[] = [handle, handle, number];
    const handles = ["first", "second"].map((name, output): OperatorSpec => ({
      code: Op.VAR_HANDLE,
      inputs: [],
      outputs: [output],
      options: [
        Options.VarHandleOptions,
        (b) => VarHandleOptions.createVarHandleOptions(b, b.createString(""), b.createString(name)),
      ],
    }));
    const operators: OperatorSpec[] = [...handles];
    if (p.initial) {
      operators.unshift({
        code: Op.CALL_ONCE,
        inputs: [],
        outputs: [],
        options: [Options.CallOnceOptions, (b) => CallOnceOptions.createCallOnceOptions(b, 1)],
      });
    }
    const initial = [random.int32(p.size, 1000), random.int32(p.size, 1000)];
    const first: SubgraphSpec = {
      tensors: [handle, handle, ...initial.map((data) => ({ ...number, data }))],
      operators: [
        ...handles,
        ...[0, 1].map((i): OperatorSpec => ({ code: Op.ASSIGN_VARIABLE, inputs: [i, 2 + i], outputs: [] })),
      ],
      inputs: [],
      outputs: [],
    };
    // What every tensor from 2 on holds, told by the two variables and the values so far.
    const effects: ((state: number[][], values: number[][]) => void)[] = [];
    const make = (operator: Omit<OperatorSpec, "outputs">): void => {
      operators.push({ ...operator, outputs: [tensors.push(number) - 1] });
    };
    // Both are assigned at the end, so that the next frame sees it and TensorFlow Lite Micro knows their sizes.
    for (const [kind, x, y] of [...p.steps, ["read", 0, 0], ["assign", 0, 98], ["assign", 1, 97]] as const) {
      const [a, b, variable] = [x % (tensors.length - 2), y % (tensors.length - 2), x % 2];
      if (kind === "read") {
        make({ code: Op.READ_VARIABLE, inputs: [variable] });
        effects.push((state, values) => values.push(state[variable] ?? []));
      } else if (kind === "assign") {
        operators.push({ code: Op.ASSIGN_VARIABLE, inputs: [variable, 2 + b], outputs: [] });
        effects.push((state, values) => (state[variable] = values[b] ?? []));
      } else if (kind === "add") {
        make({ code: Op.ADD, inputs: [2 + a, 2 + b], options: add });
        effects.push((_, values) => values.push((values[a] ?? []).map((one, i) => (one + (values[b]?.[i] ?? 0)) | 0)));
      } else {
        make({ code: Op.RESHAPE, inputs: [2 + a] });
        effects.push((_, values) => values.push(values[a] ?? []));
      }
    }
    const outputs = [...new Set([tensors.length - 1, 3, (tensors.length + 2) >> 1])];
    const input = random.int32(p.size * frames, 1000);
    const expected = (): Int32Array => {
      const state = p.initial ? initial.map((data) => [...data]) : initial.map((data) => [...data].fill(0));
      const results = outputs.map((): number[] => []);
      for (let frame = 0; frame < frames; frame++) {
        const values = [[...input.subarray(frame * p.size, (frame + 1) * p.size)]];
        for (const effect of effects) effect(state, values);
        outputs.forEach((tensor, i) => results[i]?.push(...(values[tensor - 2] ?? [])));
      }
      return Int32Array.from(results.flat());
    };
    return {
      model: { tensors, operators, inputs: [2], outputs, ...(p.initial ? { more: [first] } : {}) },
      inputs: [input],
      expected,
    };
  },
);

/** Branching graphs of int8 and float32 tensors of one size, views and operators in place among them. */
const graph = family(
  "graphs",
  fc.record({
    steps: steps(["ADD", "MUL", "LOGISTIC", "RESHAPE", "EXPAND_DIMS", "SQUEEZE", "QUANTIZE", "DEQUANTIZE"]),
    size: small(1, 40),
    outputs: fc.array(small(0, 99), { minLength: 1, maxLength: 4 }),
    seed,
  }),
  (p) => {
    const random = new Random(p.seed);
    const byte = (): TensorSpec => int8([p.size], random.scale(0.01, 0.1), random.whole(-100, 100));
    const tensors: TensorSpec[] = [byte(), byte(), { shape: [], type: TensorType.INT32, data: Int32Array.of(0) }];
    const operators: OperatorSpec[] = [];
    const all = (type: TensorType): number[] => tensors.flatMap((tensor, i) => (tensor.type === type ? [i] : []));
    const pick = (list: readonly number[], i: number): number => list[i % list.length] ?? 0;
    const floats = (): TensorSpec => ({ shape: [p.size], type: TensorType.FLOAT32 });
    const [bytes, reals] = [() => all(TensorType.INT8), () => all(TensorType.FLOAT32)];
    for (const [kind, x, y] of p.steps) {
      const any = [...bytes(), ...(kind === "QUANTIZE" ? [] : reals())];
      const [a, code] = [kind === "DEQUANTIZE" ? pick(bytes(), x) : pick(any, x), Op[kind as keyof typeof Op]];
      const from = tensors[a] ?? byte();
      const real = from.type === TensorType.FLOAT32;
      const make = (output: TensorSpec, inputs: number[], options?: OperatorSpec["options"]): void => {
        operators.push({ code, inputs, outputs: [tensors.push(output) - 1], ...(options ? { options } : {}) });
      };
      if (kind === "ADD" || kind === "MUL") {
        const other = pick(real ? reals() : bytes(), y);
        const shape = [from.shape, tensors[other]?.shape ?? []].reduce((one, two) =>
          one.length < two.length ? two : one,
        );
        make({ ...(real ? floats() : byte()), shape }, [a, other], kind === "ADD" ? add : multiply);
      } else if (kind === "LOGISTIC") {
        make({ ...(real ? floats() : int8([], 1 / 256, -128)), shape: from.shape }, [a]);
      } else if (kind === "QUANTIZE") {
        const source = pick([...reals(), ...bytes()], x);
        make({ ...byte(), shape: tensors[source]?.shape ?? [] }, [source]);
      } else if (kind === "DEQUANTIZE") {
        make({ ...floats(), shape: from.shape }, [a]);
      } else if (kind === "EXPAND_DIMS" && from.shape.length < 4) {
        make({ ...from, shape: [1, ...from.shape] }, [a, 2]);
      } else if (kind === "SQUEEZE" || kind === "RESHAPE") {
        make({ ...from, shape: kind === "SQUEEZE" ? [p.size] : [1, p.size] }, [a]);
      }
    }
    const outputs = [...new Set([...p.outputs.map((i) => pick(bytes(), i)), bytes().at(-1) ?? 0])];
    return {
      model: { tensors, operators, inputs: [0, 1], outputs },
      inputs: [random.int8(p.size), random.int8(p.size)],
      apart: true,
    };
  },
);

export const state = [svdf(TensorType.INT16), svdf(TensorType.INT8), svdf(TensorType.FLOAT32), variables, graph];
