// SPDX-License-Identifier: Apache-2.0
// Random programs of IF and WHILE, nested, as models of many subgraphs; equal parts share a subgraph.
import fc from "fast-check";
import { AddOptions } from "../../tools/tflite/generated/add-options.js";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { IfOptions } from "../../tools/tflite/generated/if-options.js";
import { SubOptions } from "../../tools/tflite/generated/sub-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { WhileOptions } from "../../tools/tflite/generated/while-options.js";
import { family, seed, small } from "./case.js";
import type { OperatorSpec, SubgraphSpec, TensorSpec } from "./model.js";
import { Random } from "./random.js";

/** A program works on a flag (int32 [1]) and three vectors of int32: 0 is the flag, 1 to 3 are the vectors. */
type Step =
  | readonly ["add", target: number, a: number, b: number]
  | readonly ["flag", difference: number]
  | readonly ["if", then: Step[], otherwise: Step[]]
  | readonly ["while", iterations: number, body: Step[]];

const vector = small(1, 3);
const { steps } = fc.letrec<{ steps: Step[]; step: Step }>((tie) => ({
  steps: fc.array(tie("step"), { maxLength: 4, depthIdentifier: "program" }),
  step: fc.oneof(
    { maxDepth: 3, depthIdentifier: "program" },
    fc.tuple(fc.constant("add" as const), vector, vector, vector),
    fc.tuple(fc.constant("flag" as const), small(-1, 1)),
    fc.tuple(fc.constant("if" as const), tie("steps"), tie("steps")),
    fc.tuple(fc.constant("while" as const), small(0, 3), tie("steps")),
  ),
}));

type State = number[][];

function execute(program: readonly Step[], state: State): void {
  for (const step of program) {
    if (step[0] === "add") {
      const [, target, a, b] = step;
      state[target] = (state[a] ?? []).map((one, i) => (one + (state[b]?.[i] ?? 0)) | 0);
    } else if (step[0] === "flag") {
      state[0] = [((state[0]?.[0] ?? 0) + step[1]) | 0];
    } else if (step[0] === "if") {
      execute(state[0]?.[0] ? step[1] : step[2], state);
    } else {
      for (let i = 0; i < step[1]; i++) execute(step[2], state);
    }
  }
}

/** Builds the subgraphs of a program. */
class Programs {
  readonly subgraphs: SubgraphSpec[] = [];
  readonly #known = new Map<string, number>();
  readonly #flag: TensorSpec = { shape: [1], type: TensorType.INT32 };
  readonly #types: readonly TensorSpec[];

  constructor(size: number) {
    const numbers: TensorSpec = { shape: [size], type: TensorType.INT32 };
    this.#types = [this.#flag, numbers, numbers, numbers];
  }

  /** The number of the subgraph that does this; one for all that do the same. */
  add(program: readonly Step[], role: "main" | "branch" | "body" | "condition"): number {
    const key = JSON.stringify([role, program]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const number = this.subgraphs.push({ tensors: [], operators: [], inputs: [], outputs: [] }) - 1;
    this.#known.set(key, number);
    this.subgraphs[number] = this.#build(program, role);
    return number;
  }

  /** A loop's subgraphs have a counter before the state. */
  #build(program: readonly Step[], role: string): SubgraphSpec {
    const loop = role === "body" || role === "condition";
    const tensors: TensorSpec[] = [...(loop ? [this.#flag] : []), ...this.#types];
    const operators: OperatorSpec[] = [];
    const inputs = tensors.map((_, i) => i);
    let state = inputs.slice(loop ? 1 : 0);
    const make = (tensor: TensorSpec): number => tensors.push(tensor) - 1;
    const constant = (value: number): number => make({ ...this.#flag, data: Int32Array.of(value) });
    const sum = (a: number, b: number, type: TensorSpec): number => {
      const output = make(type);
      const options = [Options.AddOptions, (b) => AddOptions.createAddOptions(b, 0, false)] as OperatorSpec["options"];
      operators.push({ code: Op.ADD, inputs: [a, b], outputs: [output], ...(options ? { options } : {}) });
      return output;
    };
    const truth = (a: number): number => {
      const output = make({ shape: [1], type: TensorType.BOOL });
      operators.push({ code: Op.CAST, inputs: [a], outputs: [output] });
      return output;
    };
    if (role === "condition") return { tensors, operators, inputs, outputs: [truth(0)] };
    for (const step of program) {
      if (step[0] === "add") {
        state[step[1]] = sum(state[step[2]] ?? 0, state[step[3]] ?? 0, this.#types[1] ?? this.#flag);
      } else if (step[0] === "flag") {
        state[0] = sum(state[0] ?? 0, constant(step[1]), this.#flag);
      } else if (step[0] === "if") {
        const condition = truth(state[0] ?? 0);
        const [then, otherwise] = [this.add(step[1], "branch"), this.add(step[2], "branch")];
        const outputs = this.#types.map(make);
        operators.push({
          code: Op.IF,
          inputs: [condition, ...state],
          outputs,
          options: [Options.IfOptions, (b) => IfOptions.createIfOptions(b, then, otherwise)],
        });
        state = [...outputs];
      } else {
        const [condition, body] = [this.add([], "condition"), this.add(step[2], "body")];
        const start = constant(step[1]);
        const outputs = [this.#flag, ...this.#types].map(make);
        operators.push({
          code: Op.WHILE,
          inputs: [start, ...state],
          outputs,
          options: [Options.WhileOptions, (b) => WhileOptions.createWhileOptions(b, condition, body)],
        });
        state = outputs.slice(1);
      }
    }
    if (role === "body") {
      const next = make(this.#flag);
      const one = constant(1);
      operators.push({
        code: Op.SUB,
        inputs: [0, one],
        outputs: [next],
        options: [Options.SubOptions, (b) => SubOptions.createSubOptions(b, 0, false)],
      });
      state = [next, ...state];
    }
    return { tensors, operators, inputs, outputs: state };
  }
}

const programs = family("IF, WHILE", fc.record({ program: steps, size: small(1, 9), seed }), (p) => {
  const program = p.program as Step[];
  const random = new Random(p.seed);
  const builder = new Programs(p.size);
  // The main subgraph's outputs are computed by operators, whatever the program does.
  builder.add([...program, ["flag", 0], ...[1, 2, 3].map((i): Step => ["add", i, i, 1 + (i % 3)])], "main");
  const [main, ...more] = builder.subgraphs;
  const inputs = [Int32Array.of(random.whole(-1, 1)), ...[0, 1, 2].map(() => random.int32(p.size, 1000))];
  const expected = (): Int32Array => {
    const state = inputs.map((data) => [...data]);
    execute([...program, ["flag", 0], ...[1, 2, 3].map((i): Step => ["add", i, i, 1 + (i % 3)])], state);
    return Int32Array.from(state.flat());
  };
  return {
    model: { ...(main ?? { tensors: [], operators: [], inputs: [], outputs: [] }), more },
    inputs,
    expected,
  };
});

export const control = [programs];
