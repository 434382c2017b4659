// SPDX-License-Identifier: Apache-2.0
// How TypeScript reaches C. Under mcconfig the XS compiler resolves both; under tinyxs's own hosts they are functions. Each takes
// one string literal, inside the function that uses it.
//
// A call costs no memory under mcconfig only where it is all that a method does, with the method's parameters in their order:
//
//     #feed(samples: ArrayBuffer, count: number): number {
//       return native("xs_log_mel_feed").call(this, samples, count) as number;
//     }
//
// The compiler then puts the C function in the method's place; anywhere else ("cannot optimize native") each call makes an object.

/** The C function `name` from the host's table. Pass `this` by `call`. Its result has no type until you give it one. */
declare function native(name: string): (this: unknown, ...args: unknown[]) => unknown;

/** A base class whose instances carry data of C's, released by the C function `name` when they are collected. */
declare function Native(name: string): new () => object;
