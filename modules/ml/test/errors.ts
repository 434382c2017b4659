// SPDX-License-Identifier: Apache-2.0
// What a Model throws: a code for programs, a message for people, and what it is about.
import Resource from "Resource";
import Model, { ModelError } from "tinyxs/ml";
import { equal, ok, test, throws } from "tinyxs/test";
import { at, load, readFile } from "./load.js";

/** The error of something that must throw a ModelError. */
function caught(body: () => unknown): ModelError {
  try {
    body();
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("an error has a code, and names the operator", () => {
  const error = caught(() => load("unsupported"));
  equal(error.code, "UNKNOWN_OPERATOR", "code");
  equal(error.operator?.name, "custom Clairvoyance", "operator");
  equal(error.operator?.index, 0, "its number");
  equal(error.operator?.subgraph, 0, "its subgraph");
  equal(error.tensor, undefined, "tensor");
  ok(error instanceof Error && error.message.startsWith("Model: operator 0"), "it is an Error with a message");
});

test("codes tell a file that is no model, one that is broken, and an arena that is too small", () => {
  equal(caught(() => new Model({ data: new ArrayBuffer(64) })).code, "NOT_A_MODEL", "code");
  equal(caught(() => new Model({ data: readFile("sum").slice(0, 300) })).code, "BAD_MODEL", "code");
  equal(caught(() => new Model({ data: readFile("sum"), arena: 16 })).code, "ARENA_TOO_SMALL", "code");
});

test("a failing run has a code and names the operator", () => {
  const model = load("quotient");
  at(model.inputs, 0).write(new Int32Array([7, 8]));
  at(model.inputs, 1).write(new Int32Array([2, 0]));
  const error = caught(() => model.run());
  equal(error.code, "BAD_VALUE", "code");
  equal(error.operator?.name, "DIV", "operator");
});

test("a loop without end stops at the budget", () => {
  const model = new Model({ data: new Resource("loop.tflite"), budget: 5 });
  const [again, value] = [at(model.inputs, 0), at(model.inputs, 1)];
  again.write(new Uint8Array([1]));
  value.write(new Int32Array([1, 2]));
  equal(caught(() => model.run()).code, "OVER_BUDGET", "code");
  again.write(new Uint8Array([0]));
  value.write(new Int32Array([1, 2]));
  model.run();
  equal(at(model.outputs, 1).read(new Int32Array(2)), [1, 2], "value");
});

test("budget must be a number of iterations", () => {
  for (const budget of [-1, NaN, 2 ** 32, "5", null])
    throws(() => new Model({ data: readFile("sum"), budget: budget as number }), RangeError, "budget");
});
