// SPDX-License-Identifier: Apache-2.0
// The models of these tests; test/support/ml-models.ts makes them.
import Resource from "Resource";
import Model, { type Tensor } from "tinyxs/ml";

export type Name = "constant" | "loop" | "quotient" | "reshapes" | "strided" | "sum" | "unsupported";

export function load(name: Name): Model {
  return new Model({ data: new Resource(`${name}.tflite`) });
}

/** The file's bytes in the XS heap. */
export function readFile(name: Name): ArrayBuffer {
  return new Resource(`${name}.tflite`).slice(0);
}

/** Of the model "reshapes": the input of that name. */
export function input(model: Model, name: string): Tensor {
  return at(
    model.inputs,
    model.inputs.findIndex((tensor) => tensor.name === name),
  );
}

/** The element, which must be there. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`there is no item ${index}`);
  return item;
}
