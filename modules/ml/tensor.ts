// SPDX-License-Identifier: Apache-2.0
// A model's input or output: what it is, and its values.

/** Element types as TensorFlow Lite names them. */
export type TensorType =
  | "float32"
  | "float16"
  | "float64"
  | "int4"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "bool";

/** What a tensor's values may be in. */
export type TensorArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A tensor's bytes in the model's arena. */
class TensorBuffer extends Native("xs_model_view_destructor") {
  constructor(model: object, output: boolean, index: number) {
    super();
    native("xs_model_view_constructor").call(this, model, output, index);
  }
  get byteLength(): number {
    return native("xs_model_view_get_byteLength").call(this) as number;
  }
}

/** The typed array for the elements of a type; others are read and written as bytes. */
function arrayOf(type: string): { new (length: number): TensorArray; readonly BYTES_PER_ELEMENT: number } {
  switch (type) {
    case "float32":
      return Float32Array;
    case "float64":
      return Float64Array;
    case "int8":
      return Int8Array;
    case "int16":
      return Int16Array;
    case "uint16":
      return Uint16Array;
    case "int32":
      return Int32Array;
    case "uint32":
      return Uint32Array;
    case "int64":
      return BigInt64Array;
    case "uint64":
      return BigUint64Array;
    default:
      return Uint8Array;
  }
}

/** An input or output of a Model. Made by the model; after the model's close() only its description can still be read. */
class Tensor {
  readonly name: string;
  /** The name in the model's signature, which stays when the model is trained or converted again; "" without a signature. */
  readonly signatureName: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
  /** real value = scale * (value - zeroPoint); 0 when the tensor isn't quantized. */
  readonly scale: number;
  readonly zeroPoint: number;
  /** Number of elements. */
  readonly length: number;
  /**
   * A live view of the tensor in the arena, for `new Int8Array(tensor.buffer)` and the like. What an input holds is undefined
   * after a run, since its memory is used again. Empty after close().
   */
  readonly buffer: HostBuffer;
  readonly #model: object;
  readonly #output: boolean;
  readonly #index: number;
  readonly #array: ReturnType<typeof arrayOf>;

  /** `model`: a Model; `index`: which of its outputs or inputs. */
  constructor(model: object, output: boolean, index: number) {
    const describe = (field: number): number => Tensor.#describe(model, output, index, field);
    this.#model = model;
    this.#output = output;
    this.#index = index;
    this.name = Tensor.#name(model, output, index, false);
    this.signatureName = Tensor.#name(model, output, index, true);
    this.type = Tensor.#type(model, output, index);
    this.#array = arrayOf(this.type);
    this.length = describe(0) / this.#array.BYTES_PER_ELEMENT;
    this.scale = describe(1);
    this.zeroPoint = describe(2);
    const shape: number[] = [];
    for (let rank = describe(3), i = 0; i < rank; i++) shape.push(describe(4 + i));
    this.shape = Object.freeze(shape);
    this.buffer = new TensorBuffer(model, output, index) as unknown as HostBuffer;
  }

  /**
   * Stores all values of the tensor. An array of the tensor's own type is copied; a Float32Array is quantized for a quantized
   * tensor: rounded to the nearest (halves away from zero) and saturated. Allocates nothing.
   * @throws TypeError for another type or a constant, RangeError unless `values` has the tensor's length.
   */
  write(values: TensorArray): void {
    const floats = this.#check(values);
    const { buffer, byteOffset, byteLength } = values;
    Tensor.#write(this.#model, this.#output, this.#index, floats, buffer, byteOffset, byteLength);
  }

  /**
   * Fetches all values of the tensor into the caller's array, which it returns: copied into one of the tensor's own type,
   * as real values into a Float32Array. Allocates nothing.
   * @throws TypeError for another type, RangeError unless `values` has the tensor's length.
   */
  read<T extends TensorArray>(values: T): T {
    const floats = this.#check(values);
    const { buffer, byteOffset, byteLength } = values;
    Tensor.#read(this.#model, this.#output, this.#index, floats, buffer, byteOffset, byteLength);
    return values;
  }

  /** Whether the values are floats for a quantized tensor. */
  #check(values: TensorArray): boolean {
    const same = values instanceof this.#array;
    if (!same && !(values instanceof Float32Array && this.scale > 0))
      throw new TypeError(`Tensor ${this.name}: ${this.type} values are needed${this.scale > 0 ? ", or float32" : ""}`);
    if (values.length !== this.length)
      throw new RangeError(`Tensor ${this.name}: ${this.length} values are needed, not ${values.length}`);
    return !same;
  }

  // The native functions, in the form that costs no memory per call: see modules/native.d.ts.
  static #write(
    model: object,
    output: boolean,
    index: number,
    floats: boolean,
    buffer: ArrayBufferLike,
    byteOffset: number,
    byteLength: number,
  ): void {
    native("xs_model_write").call(this, model, output, index, floats, buffer, byteOffset, byteLength);
  }
  static #read(
    model: object,
    output: boolean,
    index: number,
    floats: boolean,
    buffer: ArrayBufferLike,
    byteOffset: number,
    byteLength: number,
  ): void {
    native("xs_model_read").call(this, model, output, index, floats, buffer, byteOffset, byteLength);
  }
  static #describe(model: object, output: boolean, index: number, field: number): number {
    return native("xs_model_describe").call(this, model, output, index, field) as number;
  }
  static #name(model: object, output: boolean, index: number, signature: boolean): string {
    return native("xs_model_name").call(this, model, output, index, signature) as string;
  }
  static #type(model: object, output: boolean, index: number): TensorType {
    return native("xs_model_type").call(this, model, output, index) as TensorType;
  }
}

export default Tensor;
