// SPDX-License-Identifier: Apache-2.0
// An inference makes no garbage: nothing is collected while the same calls are repeated.
import { makesGarbage, ok, test } from "tinyxs/test";
import { at, load } from "./load.js";

const times = 100000;

test("an object per call, or an array per ten calls, is noticed", async () => {
  const kept: object[] = [{}];
  ok(await makesGarbage(times, () => (kept[0] = {})), "an object");
  ok(await makesGarbage(times, (i) => i % 10 === 0 && (kept[0] = new Int8Array(8))), "an array");
});

test("run makes no garbage", async () => {
  const model = load("sum");
  ok(!(await makesGarbage(times, () => model.run())), "no collection");
});

test("runs that end early make no garbage", async () => {
  const model = load("strided");
  ok(!(await makesGarbage(times, () => model.run())), "no collection");
});

test("reset makes no garbage", async () => {
  const model = load("sum");
  ok(!(await makesGarbage(times, () => model.reset())), "no collection");
});

test("write and read of the tensor's type make no garbage", async () => {
  const [tensor, values] = [at(load("reshapes").inputs, 0), new Int8Array(8)];
  const body = (): void => {
    tensor.write(values);
    tensor.read(values);
  };
  ok(!(await makesGarbage(times, body)), "no collection");
});

test("write and read of floats make no garbage", async () => {
  const [tensor, values] = [at(load("reshapes").inputs, 0), new Float32Array(8)];
  const body = (): void => {
    tensor.write(values);
    tensor.read(values);
  };
  ok(!(await makesGarbage(times, body)), "no collection");
});
