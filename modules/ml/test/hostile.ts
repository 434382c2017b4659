// SPDX-License-Identifier: Apache-2.0
// An app can't reach beyond its memory, whatever it passes: typed arrays that lie, models closed in the middle of a call, native
// functions called with anything.
import type Model from "tinyxs/ml";
import type { Tensor } from "tinyxs/ml";
import { equal, test, throws } from "tinyxs/test";
import { at, input, load } from "./load.js";

/** An Int8Array of eight whose property `name` is what `get` gives. */
function lie(name: "buffer" | "byteOffset" | "byteLength" | "length", get: () => unknown): Int8Array {
  return Object.defineProperty(new Int8Array(8), name, { get });
}

function each(tensor: Tensor, values: Int8Array, check: (body: () => unknown) => void): void {
  check(() => tensor.write(values));
  check(() => tensor.read(values));
}

test("a typed array that lies about its place is refused", () => {
  const tensor = input(load("reshapes"), "int8");
  for (const offset of [1, -1, 8, 2 ** 31, 2 ** 32, -(2 ** 32), NaN, Infinity, 1e300])
    each(
      tensor,
      lie("byteOffset", () => offset),
      (body) => throws(body, RangeError),
    );
  for (const bytes of [0, 7, 9, 2 ** 32 + 8, NaN])
    each(
      tensor,
      lie("byteLength", () => bytes),
      (body) => throws(body, RangeError),
    );
  for (const buffer of [undefined, 1, {}, "12345678"])
    each(
      tensor,
      lie("buffer", () => buffer),
      (body) => throws(body, TypeError),
    );
});

/** Calls with a property that closes the model, when it is read or when it is turned into a number. */
function closeDuring(call: (tensor: Tensor, values: Int8Array) => unknown): void {
  const ways: ((model: Model) => Int8Array)[] = [
    (model) => lie("length", () => (model.close(), 8)),
    (model) => lie("buffer", () => (model.close(), new ArrayBuffer(8))),
    (model) => lie("byteOffset", () => ({ valueOf: () => (model.close(), 0) })),
    (model) => lie("byteLength", () => ({ valueOf: () => (model.close(), 8) })),
  ];
  for (const way of ways) {
    const model = load("reshapes");
    const tensor = input(model, "int8");
    const values = way(model);
    throws(() => call(tensor, values), Error);
    model.close();
  }
}

test("a model closed in the middle of a write is noticed", () => {
  closeDuring((tensor, values) => tensor.write(values));
});

test("a model closed in the middle of a read is noticed", () => {
  closeDuring((tensor, values) => tensor.read(values));
});

test("a typed array over the Model itself sees nothing", () => {
  const model = load("reshapes");
  equal(new Uint8Array(model as never).length, 0, "length of a Uint8Array");
  throws(() => new DataView(model as never).getInt8(0), Error);
  equal(ArrayBuffer.isView(model), false, "isView");
});

test("a model closed in the middle of a call of a native function is noticed", () => {
  const closing = (model: Model): unknown => ({ valueOf: () => (model.close(), 0) });
  const calls: ((model: Model) => unknown)[] = [
    (model) => native("xs_model_memory").call(model, closing(model)),
    (model) => native("xs_model_operator").call(model, closing(model)),
    (model) => native("xs_model_name").call({}, model, false, closing(model)),
    (model) => native("xs_model_type").call({}, model, false, closing(model)),
    (model) => native("xs_model_describe").call({}, model, false, closing(model), 0),
    (model) => native("xs_model_describe").call({}, model, false, 0, closing(model)),
    (model) => native("xs_model_view_constructor").call({}, model, false, closing(model)),
    (model) => native("xs_model_write").call({}, model, false, closing(model), false, new ArrayBuffer(8), 0, 8),
    (model) => native("xs_model_read").call({}, model, false, closing(model), false, new ArrayBuffer(8), 0, 8),
  ];
  for (const call of calls) throws(() => call(load("reshapes")), Error);
});

test("native functions refuse what isn't theirs", () => {
  const model = load("reshapes");
  const strangers: unknown[] = [
    undefined,
    null,
    1,
    {},
    [],
    new ArrayBuffer(64),
    model.inputs[0]?.buffer,
    model.inputs[0],
  ];
  const anything: unknown[] = [undefined, -1, 1e10, NaN, {}, "x", new ArrayBuffer(8)];
  const refuses = (body: () => unknown): void => {
    let done = false;
    try {
      body();
      done = true;
    } catch {
      // as it should be
    }
    equal(done, false, "the call was done");
  };
  for (const stranger of strangers) {
    refuses(() => native("xs_model_run").call(stranger));
    refuses(() => native("xs_model_reset").call(stranger));
    refuses(() => native("xs_model_memory").call(stranger, 0));
    refuses(() => native("xs_model_get_operatorCount").call(stranger));
    refuses(() => native("xs_model_operator").call(stranger, 0));
    refuses(() => native("xs_model_profile").call(stranger, new ArrayBuffer(400)));
    refuses(() => native("xs_model_describe").call({}, stranger, false, 0, 0));
    refuses(() => native("xs_model_write").call({}, stranger, false, 0, false, new ArrayBuffer(8), 0, 8));
  }
  for (const thing of anything) {
    refuses(() => native("xs_model_memory").call(model, thing === undefined ? 9 : thing === "x" ? -1 : 4));
    refuses(() => native("xs_model_describe").call({}, model, false, thing === undefined ? 99 : -1, 0));
    refuses(() => native("xs_model_describe").call({}, model, false, 0, 20));
    refuses(() => native("xs_model_profile").call(model, thing));
    refuses(() => native("xs_model_write").call({}, model, false, 0, false, thing, 1, 8));
    refuses(() => native("xs_model_view_constructor").call({}, model, false, thing));
  }
  refuses(() => native("xs_model_view_constructor").call({}, model, false, 0));
  refuses(() => native("xs_model_constructor").call(model, new ArrayBuffer(8), 0));
  equal(at(model.inputs, 0).read(new Int8Array(8)).length, 8, "the model still works");
});
