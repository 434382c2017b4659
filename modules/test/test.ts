// SPDX-License-Identifier: Apache-2.0
// What tests on XS are written with: an app of tests prints one line of JSON for each, {"test", "ok"} or {"test", "ok", "error"},
// and at the end {"tests": how many}. Nothing here needs a host's own features, so it runs on devices too.
import Timer from "timer";

type Body = () => void | Promise<void>;
type Kind = abstract new (...values: never[]) => unknown;

const tests: [name: string, body: Body][] = [];

/** Adds a test, which fails when `body` throws or rejects. */
export function test(name: string, body: Body): void {
  tests.push([name, body]);
}

/** Runs the tests one after the other. */
export async function run(): Promise<void> {
  for (const [name, body] of tests) {
    try {
      await body();
      report({ test: name, ok: true });
    } catch (error) {
      report({ test: name, ok: false, error: describe(error) });
    }
  }
  report({ tests: tests.length });
}

function report(line: object): void {
  trace(JSON.stringify(line) + "\n");
}

function describe(error: unknown): string {
  return error instanceof Error ? `${String(error)}${(error.stack ?? "").replace(/^[^\n]*/, "")}` : String(error);
}

/** @throws Error unless `fact` is true. */
export function ok(fact: unknown, what: string): asserts fact {
  if (fact !== true) throw new Error(`${what}: not so`);
}

/** @throws Error unless both are the same value (Object.is), or arrays of the same values. */
export function equal(actual: unknown, expected: unknown, what = "value"): void {
  if (!isList(actual) || !isList(expected)) {
    if (!Object.is(actual, expected)) throw new Error(`${what} is ${String(actual)} instead of ${String(expected)}`);
    return;
  }
  equal(actual.length, expected.length, `${what}: length`);
  for (let i = 0; i < expected.length; i++)
    if (!Object.is(actual[i], expected[i])) equal(actual[i], expected[i], `${what}[${i}]`);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

/** @throws Error unless `body` throws that kind of error, with a message that has all of `parts` in it. */
export function throws(body: () => unknown, kind: Kind, ...parts: string[]): void {
  let thrown: unknown;
  try {
    body();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof Error && thrown instanceof kind))
    throw new Error(`${thrown === undefined ? "nothing" : String(thrown)} was thrown instead of ${kind.name}`);
  const { message } = thrown;
  for (const part of parts)
    if (!message.includes(part)) throw new Error(`"${part}" is missing in the message "${message}"`);
}

/** Waits until the current job is over and another one runs. */
export function nextJob(): Promise<void> {
  return new Promise((resolve) => void Timer.set(() => resolve(), 1));
}

/** Makes so much garbage, in slots and in chunks, that the collector runs several times and moves what it can move. */
export function collectGarbage(): void {
  for (let i = 0; i < 3000; i++) new Uint8Array(1024).fill(i);
  for (let i = 0; i < 100000; i++) void { i };
}

/**
 * Whether the garbage collector runs while `body` is called `times` times. It runs when memory is used up: so, for many calls,
 * whether they allocate.
 */
export async function makesGarbage(times: number, body: (i: number) => unknown): Promise<boolean> {
  collectGarbage();
  const canary = new WeakRef({});
  await nextJob(); // until then, its target is kept alive
  for (let i = 0; i < times; i++) body(i);
  return canary.deref() === undefined;
}
