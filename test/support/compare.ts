// SPDX-License-Identifier: Apache-2.0
// When an output counts as equal.
import assert from "node:assert/strict";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, type Case } from "./case.js";
import { bytesPerElement } from "./random.js";

/** Integers must be equal, float32 within 1e-5 of the value or 1e-6. */
export function assertEqual(actual: Buffer, expected: Buffer, float: boolean, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: bytes`);
  if (!float) {
    const i = actual.findIndex((byte, at) => byte !== expected[at]);
    assert.equal(i, -1, `${what} differs at byte ${i}: ${actual[i]} instead of ${expected[i]}`);
    return;
  }
  for (let at = 0; at < actual.length; at += 4) {
    const [x, y] = [actual.readFloatLE(at), expected.readFloatLE(at)];
    assert.ok(
      Math.abs(x - y) <= Math.max(1e-5 * Math.abs(y), 1e-6),
      `${what} differs at byte ${at}: ${x} instead of ${y}`,
    );
  }
}

/** All outputs of a case, one after the other, each by its own type. */
export function assertOutputs(actual: Buffer, expected: Buffer, one: Case | undefined, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: bytes`);
  const outputs = one?.model.outputs.map((i) => one.model.tensors[i]) ?? [];
  const sizes = outputs.map((tensor) => (tensor ? bytesPerElement(tensor.type) * count(tensor.shape) : 0));
  const frames = actual.length / sizes.reduce((sum, size) => sum + size, 0);
  let at = 0;
  outputs.forEach((tensor, i) => {
    const end = at + (sizes[i] ?? 0) * frames;
    const float = tensor?.type === TensorType.FLOAT32;
    assertEqual(actual.subarray(at, end), expected.subarray(at, end), float, `output ${i} of ${what}`);
    at = end;
  });
}
