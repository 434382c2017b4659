// When an output counts as equal.
import assert from "node:assert/strict";

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
