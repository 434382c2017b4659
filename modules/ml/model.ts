// SPDX-License-Identifier: Apache-2.0
// TensorFlow Lite models: `import Model from "tinyxs/ml"`.
import ModelError, { type Failure } from "./error.js";
import checkNames from "tinyxs/options";
import Tensor from "./tensor.js";

export { ModelError };
export type { Tensor };
export type { ErrorCode } from "./error.js";
export type { TensorArray, TensorType } from "./tensor.js";

export interface ModelOptions {
  /** The .tflite file. A Resource is used in place; an ArrayBuffer is copied, since the garbage collector moves it. */
  readonly data: ArrayBuffer | HostBuffer;
  /** Bytes for tensors and state; by default what the model needs. Less is an error that says how much it needs. */
  readonly arena?: number;
  /** How many iterations all loops of the model may take in one run; by default a million. A run that needs more throws. */
  readonly budget?: number;
}

/** Bytes, of which `arena` is the sum or more. */
export interface ModelMemory {
  readonly arena: number;
  readonly structures: number;
  /** State that survives runs. */
  readonly variables: number;
  /** Tensors and scratch, which share memory by lifetime. */
  readonly activations: number;
}

export interface OperatorProfile {
  /** Such as "CONV_2D". */
  readonly name: string;
  readonly microseconds: number;
}

/**
 * A loaded model with its memory, which lies outside the XS heap.
 *
 *     const model = new Model({ data: new Resource("wake-word.tflite") });
 *     model.inputs[0].write(features);
 *     model.run();
 *     model.outputs[0].read(scores);
 */
class Model extends Native("xs_model_destructor") {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];

  /** @throws TypeError or RangeError for options of the wrong kind; ModelError: what is wrong, or how much memory it needs. */
  constructor(options: ModelOptions) {
    super();
    checkNames("Model", options, ["data", "arena", "budget"]);
    const { data, arena = 0, budget = 1e6 } = options;
    if (typeof data !== "object" || data === null || ArrayBuffer.isView(data))
      throw new TypeError("Model: data must be a Resource or an ArrayBuffer");
    if (typeof arena !== "number" || !(arena >= 0 && arena <= 0x7fffffff))
      throw new RangeError("Model: arena must be a number of bytes");
    if (typeof budget !== "number" || !(budget >= 0 && budget <= 0xffffffff))
      throw new RangeError("Model: budget must be a number of iterations");
    check(this.#construct(data, arena, budget));
    this.inputs = tensors(this, this.#count(false), false);
    this.outputs = tensors(this, this.#count(true), true);
  }

  /** The input of that name in the model's signature, or else of that tensor's name. @throws RangeError listing the names. */
  input(name: string): Tensor {
    return find(this.inputs, name, "input");
  }

  /** The output of that name, as input(). */
  output(name: string): Tensor {
    return find(this.outputs, name, "output");
  }

  /**
   * Runs one inference on what the inputs hold. False when it ended early, for a streaming model which needs the input of more
   * runs first: its outputs hold nothing then. @throws ModelError naming the operator that failed and why.
   */
  run(): boolean {
    const result = this.#run();
    // Not by typeof: XS makes a string of each "boolean" that it meets.
    if (result === true || result === false) return result;
    throw new ModelError(result as Failure);
  }

  /** Sets all state, such as that of streaming models, back to the start. */
  reset(): void {
    check(this.#reset());
  }

  get memory(): ModelMemory {
    return {
      arena: this.#memory(0),
      structures: this.#memory(1),
      variables: this.#memory(2),
      activations: this.#memory(3),
    };
  }

  /** Runs once, and tells what each operator took, in the order in which they ran. */
  profile(): OperatorProfile[] {
    const ticks = new Uint32Array(this.#operatorCount());
    check(this.#profile(ticks.buffer));
    return Array.from(ticks, (microseconds, index) => ({ name: this.#operator(index), microseconds }));
  }

  /** Frees the memory and empties the tensors' buffers. Calling it again does nothing; everything else throws from now on. */
  close(): void {
    native("xs_model_close").call(this);
  }

  // The native functions, in the form that costs no memory per call: see modules/native.d.ts.
  #construct(data: ModelOptions["data"], arena: number, budget: number): unknown {
    return native("xs_model_constructor").call(this, data, arena, budget);
  }
  #run(): unknown {
    return native("xs_model_run").call(this);
  }
  #reset(): unknown {
    return native("xs_model_reset").call(this);
  }
  #profile(ticks: ArrayBufferLike): unknown {
    return native("xs_model_profile").call(this, ticks);
  }
  #operatorCount(): number {
    return native("xs_model_get_operatorCount").call(this) as number;
  }
  #operator(index: number): string {
    return native("xs_model_operator").call(this, index) as string;
  }
  #memory(field: number): number {
    return native("xs_model_memory").call(this, field) as number;
  }
  #count(output: boolean): number {
    return native("xs_model_count").call(this, output) as number;
  }
}

function tensors(model: Model, count: number, output: boolean): readonly Tensor[] {
  return Object.freeze(Array.from({ length: count }, (_, index) => new Tensor(model, output, index)));
}

/** Native functions return what went wrong. */
function check(failure: unknown): void {
  if (failure !== undefined) throw new ModelError(failure as Failure);
}

function find(tensors: readonly Tensor[], name: string, what: string): Tensor {
  const tensor =
    tensors.find(({ signatureName }) => signatureName === name) ?? tensors.find((tensor) => tensor.name === name);
  if (tensor) return tensor;
  const names = tensors.map((one) => one.signatureName || one.name);
  throw new RangeError(`Model: there is no ${what} "${name}", but ${names.join(", ") || "none"}`);
}

export default Model;
