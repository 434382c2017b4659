// SPDX-License-Identifier: Apache-2.0
// The Model's constructor: what it takes and what it refuses.
import Resource from "Resource";
import Model, { type ModelOptions } from "tinyxs/ml";
import { collectGarbage, equal, test, throws } from "tinyxs/test";
import { at, load, readFile } from "./load.js";

test("an ArrayBuffer is copied: changing it afterwards does no harm", () => {
  const data = readFile("sum");
  const model = new Model({ data });
  new Uint8Array(data).fill(0);
  collectGarbage();
  at(model.inputs, 0).write(new Int32Array([1, 2, 3, 4]));
  model.run();
  equal(at(model.outputs, 0).read(new Int32Array(4)), [1, 2, 3, 4], "sum");
});

test("options are not modified and may be frozen", () => {
  const options = Object.freeze({ data: new Resource("sum.tflite"), arena: 4096 });
  const keys = Object.keys(options).join();
  new Model(options).run();
  equal(Object.keys(options).join(), keys, "keys");
});

test("data must be a Resource or an ArrayBuffer", () => {
  const bad: unknown[] = [
    undefined,
    null,
    1,
    "sum.tflite",
    true,
    Symbol(),
    1n,
    new Uint8Array(64),
    new DataView(readFile("sum")),
  ];
  for (const data of bad) throws(() => new Model({ data } as ModelOptions), TypeError, "data");
  throws(() => new Model({} as ModelOptions), TypeError, "data");
  for (const data of [{}, [], () => 1]) throws(() => new Model({ data } as unknown as ModelOptions), TypeError);
  for (const options of [undefined, null]) throws(() => new Model(options as unknown as ModelOptions), TypeError);
});

test("arena must be a number of bytes", () => {
  for (const arena of [-1, NaN, Infinity, 2 ** 31, "4096", null, {}])
    throws(() => new Model({ data: readFile("sum"), arena: arena as number }), RangeError, "arena");
});

test("an arena that is too small is an error which says how much is needed", () => {
  const { arena } = load("sum").memory;
  for (const bytes of [1, 16, arena - 16, arena - 1])
    throws(() => new Model({ data: readFile("sum"), arena: bytes }), Error, "arena", String(arena));
  for (const bytes of [arena, arena + 1, arena + 100000]) new Model({ data: readFile("sum"), arena: bytes }).run();
});

test("an unsupported operator is named", () => {
  throws(() => load("unsupported"), Error, "Clairvoyance");
});

test("a broken file is an error which says so", () => {
  const whole = readFile("sum");
  for (let bytes = 0; bytes < whole.byteLength; bytes += 7)
    throws(() => new Model({ data: whole.slice(0, bytes) }), Error, "Model: ");
  throws(() => new Model({ data: new ArrayBuffer(1000) }), Error, "Model: ");
});

test("a damaged file is refused or runs, and nothing else happens", () => {
  const whole = readFile("sum");
  let [random, refused] = [1, 0];
  const next = (limit: number): number => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0) % limit;
  for (let i = 0; i < 3000; i++) {
    const data = whole.slice(0);
    const bytes = new Uint8Array(data);
    for (let k = 0; k <= i % 3; k++) bytes[next(bytes.length)] = next(256 * 8) >> 3;
    try {
      const model = new Model({ data });
      model.run();
      for (const { buffer } of [...model.inputs, ...model.outputs]) new Uint8Array(buffer).slice();
      model.close();
    } catch (error) {
      refused++;
      if (!(error instanceof Error) || error.message.length < 10) throw error;
    }
  }
  if (refused < 300) throw new Error(`only ${refused} files were refused`);
});

test("a Model is a class", () => {
  throws(() => (Model as unknown as () => void)(), TypeError);
  const stranger: unknown = Object.create(Model.prototype);
  throws(() => (stranger as Model).run(), Error);
  throws(() => (stranger as Model).memory, Error);
});

test("an option that doesn't exist is named, with the nearest that does", () => {
  const data = readFile("sum");
  throws(() => new Model({ data, area: 4096 } as ModelOptions), TypeError, "area", "did you mean arena?");
  throws(() => new Model({ dta: data } as unknown as ModelOptions), TypeError, "dta", "did you mean data?");
  throws(() => new Model({ data, threads: 4 } as ModelOptions), TypeError, "threads", "data, arena, budget");
});
