// SPDX-License-Identifier: Apache-2.0
// Tensor.write and Tensor.read: copies, quantization, and what they refuse.
import { equal, ok, test, throws } from "tinyxs/test";
import { at, input, load } from "./load.js";

test("write and read copy values of the tensor's own type", () => {
  const model = load("reshapes");
  const values = [
    new Int8Array([-128, -3, -1, 0, 1, 2, 3, 127]),
    new Uint8Array([0, 1, 2, 127, 128, 129, 254, 255]),
    new Int16Array([-32768, -1, 0, 1, 2, 3, 4, 32767]),
    new Int32Array([-2147483648, -1, 0, 1, 2, 3, 4, 2147483647]),
    new Float32Array([-Infinity, -1.5, -0, 0, 1e-40, 1.5, Infinity, NaN]),
    new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]),
    new Uint8Array([1, 0, 1]),
    new Int32Array([42]),
  ];
  values.forEach((array, i) => at(model.inputs, i).write(array));
  model.run();
  values.forEach((array, i) => {
    const result = Reflect.construct(array.constructor, [array.length]) as typeof array;
    ok(at(model.outputs, i).read(result) === result, "read returns the caller's array");
    equal(result, array, at(model.inputs, i).name);
  });
});

test("write and read keep within a part of a larger buffer", () => {
  const tensor = input(load("reshapes"), "int16");
  const source = new Int16Array([9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  tensor.write(source.subarray(2, 10));
  const target = new Int16Array(11);
  tensor.read(target.subarray(3));
  equal(target, [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8], "target");
});

/** What writing floats leaves in the tensor. */
function quantize(name: string, values: number[], stored: Int8Array | Uint8Array | Int16Array | Int32Array): number[] {
  const tensor = input(load("reshapes"), name);
  tensor.write(new Float32Array(values));
  return Array.from(tensor.read(stored));
}

test("floats are rounded to the nearest, halves away from zero", () => {
  const halves = [0, 0.25, -0.25, 0.75, -0.75, 0.2, -0.2, 1.25];
  equal(quantize("int8", halves, new Int8Array(8)), [-3, -2, -4, -1, -5, -3, -3, 0], "int8");
  equal(
    quantize(
      "uint8",
      halves.map((value) => value / 2),
      new Uint8Array(8),
    ),
    [128, 129, 127, 130, 126, 128, 128, 131],
    "uint8",
  );
  equal(
    quantize(
      "int16",
      halves.map((value) => value / 512),
      new Int16Array(8),
    ),
    [0, 1, -1, 2, -2, 0, 0, 3],
    "int16",
  );
  equal(
    quantize(
      "int32",
      halves.map((value) => value / 4),
      new Int32Array(8),
    ),
    [0, 1, -1, 2, -2, 0, 0, 3],
    "int32",
  );
});

test("floats beyond the type's range are saturated, NaN is zero", () => {
  const extremes = [65, 65.25, 1e30, Infinity, -62.5, -63, -Infinity, NaN];
  equal(quantize("int8", extremes, new Int8Array(8)), [127, 127, 127, 127, -128, -128, -128, -3], "int8");
  equal(quantize("uint8", extremes, new Uint8Array(8)), [255, 255, 255, 255, 0, 0, 0, 128], "uint8");
  equal(
    quantize("int16", [31.999, 32, 1e30, Infinity, -32, -33, -Infinity, NaN], new Int16Array(8)),
    [32767, 32767, 32767, 32767, -32768, -32768, -32768, 0],
    "int16",
  );
  equal(
    quantize("int32", [1, 2 ** 28, 1e30, Infinity, -(2 ** 28), -1e30, -Infinity, NaN], new Int32Array(8)),
    [8, 2147483647, 2147483647, 2147483647, -2147483648, -2147483648, -2147483648, 0],
    "int32",
  );
});

test("read into a Float32Array gives real values", () => {
  const model = load("reshapes");
  input(model, "int8").write(new Int8Array([-128, -4, -3, -2, 0, 1, 2, 127]));
  input(model, "uint8").write(new Uint8Array([0, 1, 127, 128, 129, 130, 254, 255]));
  model.run();
  equal(at(model.outputs, 0).read(new Float32Array(8)), [-62.5, -0.5, 0, 0.5, 1.5, 2, 2.5, 65], "int8");
  equal(at(model.outputs, 1).read(new Float32Array(8)), [-32, -31.75, -0.25, 0, 0.25, 0.5, 31.5, 31.75], "uint8");
});

test("another type of values is a TypeError which names the tensor", () => {
  const model = load("reshapes");
  const wrong: [name: string, values: unknown][] = [
    ["int8", new Uint8Array(8)],
    ["int8", new Float64Array(8)],
    ["int8", new DataView(new ArrayBuffer(8))],
    ["int8", [1, 2, 3, 4, 5, 6, 7, 8]],
    ["uint8", new Int8Array(8)],
    ["uint8", new Uint8ClampedArray(8)],
    ["int16", new Uint16Array(8)],
    ["float32", new Int8Array(8)],
    ["float32", new Float64Array(8)],
    ["int64", new BigUint64Array(2)],
    ["int64", new Float32Array(2)],
    ["bool", new Float32Array(3)],
    ["int32", new ArrayBuffer(32)],
    ["int32", undefined],
    ["int32", null],
  ];
  for (const [name, values] of wrong) {
    const tensor = input(model, name);
    throws(() => tensor.write(values as never), TypeError, `Tensor ${name}`, name);
    throws(() => tensor.read(values as never), TypeError, `Tensor ${name}`, name);
  }
});

test("another length is a RangeError which names the tensor and both lengths", () => {
  const model = load("reshapes");
  const tensor = input(model, "int8");
  for (const length of [0, 7, 9, 64])
    for (const values of [new Int8Array(length), new Float32Array(length)]) {
      throws(() => tensor.write(values), RangeError, "Tensor int8", "8", String(length));
      throws(() => tensor.read(values), RangeError, "Tensor int8", "8", String(length));
    }
  throws(() => input(model, "bool").write(new Uint8Array(8)), RangeError, "Tensor bool", "3", "8");
});

test("a constant can be read but not written", () => {
  const model = load("constant");
  const offset = at(model.outputs, 1);
  equal(offset.read(new Float32Array(3)), [0.5, -1, 2], "offset");
  throws(() => offset.write(new Float32Array(3)), TypeError, "constant");
  at(model.inputs, 0).write(new Float32Array([1, 1, 1]));
  model.run();
  equal(at(model.outputs, 0).read(new Float32Array(3)), [1.5, 0, 3], "sum");
});
