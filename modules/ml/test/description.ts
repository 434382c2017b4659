// SPDX-License-Identifier: Apache-2.0
// What a Tensor says of itself.
import { equal, ok, test, throws } from "tinyxs/test";
import { at, input, load } from "./load.js";

test("tensors have name, type, shape and length", () => {
  const { inputs, outputs } = load("reshapes");
  const names = ["int8", "uint8", "int16", "int32", "float32", "int64", "bool"];
  equal(
    inputs.slice(0, 7).map(({ name }) => name),
    names,
    "names",
  );
  equal(
    outputs.slice(0, 7).map(({ name }) => name),
    names.map((name) => `${name} out`),
    "names of outputs",
  );
  equal(
    inputs.slice(0, 7).map(({ type }) => type),
    names,
    "types",
  );
  equal(at(inputs, 0).shape, [2, 4], "shape");
  equal(at(inputs, 2).shape, [1, 2, 4], "shape");
  equal(at(outputs, 2).shape, [8], "shape");
  equal(
    inputs.map(({ length }) => length),
    [8, 8, 8, 8, 8, 2, 3, 1],
    "lengths",
  );
  equal(
    inputs.map(({ buffer }) => buffer.byteLength),
    [8, 8, 16, 32, 32, 16, 3, 4],
    "bytes",
  );
});

test("tensors have scale and zero point, or 0 and 0", () => {
  const { inputs } = load("reshapes");
  equal(
    inputs.map(({ scale }) => scale),
    [0.5, 0.25, 2 ** -10, 0.125, 0, 0, 0, 0],
    "scales",
  );
  equal(
    inputs.map(({ zeroPoint }) => zeroPoint),
    [-3, 128, 0, 0, 0, 0, 0, 0],
    "zero points",
  );
});

test("characters beyond ASCII in a name become question marks", () => {
  equal(at(load("reshapes").inputs, 7).name, "gr????e", "name");
});

test("lists of tensors and shapes can't be changed", () => {
  const model = load("reshapes");
  ok(Object.isFrozen(model.inputs) && Object.isFrozen(model.outputs), "inputs and outputs are frozen");
  ok(Object.isFrozen(input(model, "int8").shape), "a shape is frozen");
  throws(() => (model.inputs as unknown[]).push(1), TypeError);
});
