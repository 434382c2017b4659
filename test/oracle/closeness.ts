// SPDX-License-Identifier: Apache-2.0
// How close outputs are to those of an interpreter with other kernels.
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { count, type Case } from "../support/case.js";
import { numbers } from "../support/random.js";

export type Closeness = "exact" | "close" | "different";

/** One step of an integer, or 1e-4 of a float32's value or 1e-5: kernels that round in another order may differ by as much. */
function isClose(x: number | bigint, y: number | bigint, type: TensorType): boolean {
  if (Object.is(Number(x), Number(y))) return true;
  const distance = Math.abs(Number(x) - Number(y));
  return distance <= (type === TensorType.FLOAT32 ? Math.max(1e-4 * Math.abs(Number(y)), 1e-5) : 1);
}

/** Compares all outputs of a case, one after the other; `what` is the first element that isn't close. */
export function closeness(actual: Buffer, expected: Buffer, one: Case): { verdict: Closeness; what: string } {
  if (actual.equals(expected)) return { verdict: "exact", what: "" };
  if (actual.length !== expected.length)
    return { verdict: "different", what: `${actual.length} bytes instead of ${expected.length}` };
  const outputs = one.model.outputs.flatMap((i) => one.model.tensors[i] ?? []);
  const widths = outputs.map(({ type, shape }) => numbers(type, []).BYTES_PER_ELEMENT * count(shape));
  const frames = actual.length / widths.reduce((sum, width) => sum + width, 0);
  let at = 0;
  for (const [i, { type }] of outputs.entries()) {
    const end = at + (widths[i] ?? 0) * frames;
    const [mine, other] = [actual, expected].map((bytes) => elements(bytes.subarray(at, end), type));
    const wrong = mine?.findIndex((value, k) => !isClose(value, other?.[k] ?? NaN, type)) ?? -1;
    if (wrong >= 0)
      return { verdict: "different", what: `output ${i}[${wrong}] is ${mine?.[wrong]} instead of ${other?.[wrong]}` };
    at = end;
  }
  return { verdict: "close", what: "" };
}

function elements(bytes: Buffer, type: TensorType): (number | bigint)[] {
  const array = numbers(type, []);
  return [...new (array.constructor as new (buffer: ArrayBuffer) => typeof array)(Uint8Array.from(bytes).buffer)];
}
