// TensorFlow Lite models: `import Model from "tinyxs/ml"`.
import Tensor from "./tensor.js";

export type { Tensor };
export type { TensorArray, TensorType } from "./tensor.js";

export interface ModelOptions {
  /** The .tflite file. A Resource is used in place; an ArrayBuffer is copied, since the garbage collector moves it. */
  readonly data: ArrayBuffer | HostBuffer;
  /** Bytes for tensors and state; by default what the model needs. Less is an error that says how much it needs. */
  readonly arena?: number;
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

  /** @throws TypeError for options of the wrong kind; Error naming what is wrong with the model, or how much memory it needs. */
  constructor(options: ModelOptions) {
    super();
    const { data, arena = 0 } = options;
    if (typeof data !== "object" || data === null || ArrayBuffer.isView(data))
      throw new TypeError("Model: data must be a Resource or an ArrayBuffer");
    if (typeof arena !== "number" || !(arena >= 0 && arena <= 0x7fffffff))
      throw new RangeError("Model: arena must be a number of bytes");
    check(this.#construct(data, arena));
    this.inputs = tensors(this, this.#count(false), false);
    this.outputs = tensors(this, this.#count(true), true);
  }

  /** Runs one inference on what the inputs hold. @throws Error naming the operator that failed and why. */
  run(): void {
    check(this.#run());
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
  #construct(data: ModelOptions["data"], arena: number): unknown {
    return native("xs_model_constructor").call(this, data, arena);
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

/** Native functions return what went wrong as a string. */
function check(message: unknown): void {
  if (message !== undefined) throw new Error(`Model: ${String(message)}`);
}

export default Model;
