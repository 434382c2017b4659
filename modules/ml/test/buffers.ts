// SPDX-License-Identifier: Apache-2.0
// Tensor.buffer: a live view of the arena, valid until close().
import Model from "tinyxs/ml";
import { collectGarbage, equal, nextJob, ok, test, throws } from "tinyxs/test";
import { at, input, load } from "./load.js";

test("a buffer is a live view in both directions", () => {
  const model = load("reshapes");
  const tensor = input(model, "int16");
  const view = new Int16Array(tensor.buffer);
  equal(view.length, 8, "length");
  tensor.write(new Int16Array([1, 2, 3, 4, 5, 6, 7, 8]));
  equal(view, [1, 2, 3, 4, 5, 6, 7, 8], "what write stored");
  view[0] = -5;
  equal(tensor.read(new Int16Array(8)), [-5, 2, 3, 4, 5, 6, 7, 8], "what the view stored");
  equal(new Uint8Array(tensor.buffer, 2, 2), [2, 0], "part of it");
  ok(tensor.buffer === tensor.buffer, "there is one buffer per tensor");
});

test("a tensor can be written from its own buffer", () => {
  const tensor = input(load("reshapes"), "int8");
  const view = new Int8Array(tensor.buffer);
  tensor.write(new Int8Array([1, 2, 3, 4, 5, 6, 7, 8]));
  tensor.write(view);
  tensor.read(view);
  equal(view, [1, 2, 3, 4, 5, 6, 7, 8], "values");
});

test("buffers stay where they are when garbage is collected", () => {
  const model = load("reshapes");
  const views = model.inputs.map(({ buffer }) => new Uint8Array(buffer));
  views.forEach((view, i) => view.fill(i + 1));
  collectGarbage();
  views.forEach((view, i) => equal(view, Array(view.length).fill(i + 1), `input ${i}`));
  model.run();
  collectGarbage();
  model.outputs.forEach(({ buffer }, i) => {
    const view = new Uint8Array(buffer);
    equal(view, Array(view.length).fill(i + 1), `output ${i}`);
  });
});

test("a model lives as long as one of its buffers or tensors", async () => {
  const view = new Int8Array(input(load("reshapes"), "int8").buffer);
  const tensor = input(load("reshapes"), "int8");
  view.fill(7);
  tensor.write(new Int8Array(8).fill(9));
  for (let i = 0; i < 20; i++) {
    await nextJob();
    collectGarbage();
    new Uint8Array(input(load("reshapes"), "int8").buffer).fill(0x55); // would take the place of what is freed
  }
  equal(view, Array(8).fill(7), "view");
  equal(tensor.read(new Int8Array(8)), Array(8).fill(9), "tensor");
});

test("models that nobody holds are collected", async () => {
  const models = Array.from({ length: 10 }, () => new WeakRef(load("reshapes")));
  await nextJob();
  collectGarbage();
  const left = models.filter((model) => model.deref()).length;
  ok(left <= 1, "at most the last one is left, which the stack may still hold");
  for (let i = 0; i < 2000; i++) load("sum").run();
});

test("a model's own tensor can be the file of another: it is copied", () => {
  const tensor = input(load("reshapes"), "int32");
  throws(() => new Model({ data: tensor.buffer }), Error, "Model: ");
  equal(tensor.read(new Int32Array(8)).length, 8, "the tensor afterwards");
});

test("a constant's buffer is read-only", () => {
  const { buffer } = at(load("constant").outputs, 1);
  const view = new Float32Array(buffer);
  equal(view, [0.5, -1, 2], "values");
  throws(() => (view[0] = 1), TypeError);
  throws(() => view.fill(1), TypeError);
  throws(() => view.set([1]), TypeError);
  throws(() => new DataView(buffer).setInt8(0, 1), TypeError);
  equal(new Float32Array(buffer), [0.5, -1, 2], "values afterwards");
});

test("close empties buffers and the typed arrays over them", () => {
  const model = load("reshapes");
  const tensor = input(model, "int8");
  const view = new Int8Array(tensor.buffer);
  const data = new DataView(tensor.buffer);
  view.fill(3);
  model.close();
  equal(tensor.buffer.byteLength, 0, "byteLength of the buffer");
  const read = (body: () => unknown): unknown => {
    try {
      return body();
    } catch {
      return undefined; // as well as an exception
    }
  };
  for (let i = 0; i < 8; i++)
    equal(
      read(() => view[i]),
      undefined,
      `view[${i}]`,
    );
  read(() => (view[0] = 1));
  read(() => view.fill(1));
  equal(
    read(() => data.getInt8(0)),
    undefined,
    "DataView",
  );
  equal(read(() => Array.from(view).filter((value) => value === 3).length) ?? 0, 0, "old values");
  equal(read(() => new Int8Array(tensor.buffer).length) ?? 0, 0, "length of a new view");
});
