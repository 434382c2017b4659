// SPDX-License-Identifier: Apache-2.0
// Model from construction to close: runs, state, memory, profile.
import type Model from "tinyxs/ml";
import { equal, ok, test, throws } from "tinyxs/test";
import { at, load } from "./load.js";

/** Runs the model "sum" once. */
function add(model: Model, ...values: number[]): number[] {
  at(model.inputs, 0).write(new Int32Array(values));
  model.run();
  return Array.from(at(model.outputs, 0).read(new Int32Array(4)));
}

test("state survives runs, reset clears it", () => {
  const model = load("sum");
  equal(add(model, 1, 2, 3, 4), [1, 2, 3, 4], "first run");
  equal(add(model, 10, 10, 10, 10), [11, 12, 13, 14], "second run");
  model.reset();
  equal(add(model, 5, 0, 0, 0), [5, 0, 0, 0], "after reset");
});

test("a run tells whether there are outputs", () => {
  const model = load("strided");
  const run = (...row: number[]): number[] | undefined => {
    at(model.inputs, 0).write(new Int8Array(row));
    return model.run() ? Array.from(at(model.outputs, 0).read(new Int8Array(4))) : undefined;
  };
  equal(run(1, 2), undefined, "first run");
  equal(run(3, 4), [1, 2, 3, 4], "second run");
  equal(run(5, 6), undefined, "third run");
  equal(
    model.profile().map(({ name }) => name),
    ["CIRCULAR_BUFFER", "RESHAPE"],
    "fourth run",
  );
  equal(run(7, 8), undefined, "fifth run");
  model.reset();
  equal(run(1, 1), undefined, "first run after reset");
  equal(run(2, 2), [1, 1, 2, 2], "second run after reset");
});

test("two models of one file have nothing in common", () => {
  const [one, other] = [load("sum"), load("sum")];
  equal(add(one, 1, 1, 1, 1), [1, 1, 1, 1], "one");
  equal(add(other, 2, 2, 2, 2), [2, 2, 2, 2], "other");
  equal(add(one, 1, 1, 1, 1), [2, 2, 2, 2], "one again");
  one.close();
  equal(add(other, 2, 2, 2, 2), [4, 4, 4, 4], "other after the first is closed");
});

test("a failing run names the operator and the reason, and the next one works", () => {
  const model = load("quotient");
  const [a, b] = [at(model.inputs, 0), at(model.inputs, 1)];
  a.write(new Int32Array([7, 8]));
  b.write(new Int32Array([2, 0]));
  throws(() => model.run(), Error, "DIV", "zero");
  a.write(new Int32Array([7, 8]));
  b.write(new Int32Array([2, 4]));
  model.run();
  equal(at(model.outputs, 0).read(new Int32Array(2)), [3, 2], "quotient");
});

test("memory adds up, and state is counted", () => {
  const { arena, structures, variables, activations } = load("sum").memory;
  for (const bytes of [arena, structures, variables, activations])
    ok(Number.isInteger(bytes) && bytes >= 0, "bytes are whole numbers");
  ok(arena >= structures + variables + activations, "arena is the sum or more");
  ok(variables >= 16, "the state's four numbers are counted");
  ok(structures > 0 && activations > 0, "structures and activations are counted");
  const stateless = load("quotient").memory;
  equal(stateless.variables, 0, "variables of a model without state");
  ok(stateless.activations > 0, "its activations");
});

test("profile runs once and names operators in their order", () => {
  const model = load("sum");
  at(model.inputs, 0).write(new Int32Array([1, 2, 3, 4]));
  const profile = model.profile();
  equal(
    profile.map(({ name }) => name),
    ["VAR_HANDLE", "READ_VARIABLE", "ADD", "ASSIGN_VARIABLE"],
    "names",
  );
  for (const { microseconds } of profile) ok(Number.isInteger(microseconds) && microseconds >= 0, "microseconds");
  equal(at(model.outputs, 0).read(new Int32Array(4)), [1, 2, 3, 4], "sum");
});

test("a failing profile throws as run does", () => {
  const model = load("quotient");
  at(model.inputs, 1).write(new Int32Array(2));
  throws(() => model.profile(), Error, "DIV", "zero");
});

test("after close everything throws, and close itself does nothing", () => {
  const model = load("sum");
  const [tensor] = model.inputs;
  model.close();
  model.close();
  const calls: (() => unknown)[] = [
    () => model.run(),
    () => model.reset(),
    () => model.memory,
    () => model.profile(),
    () => tensor?.write(new Int32Array(4)),
    () => tensor?.read(new Int32Array(4)),
  ];
  for (const call of calls) throws(call, Error, "closed");
  equal(tensor?.name, "value", "a tensor's description");
  model.close();
});
