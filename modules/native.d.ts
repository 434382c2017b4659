// How TypeScript reaches C. Under mcconfig the XS compiler resolves both; under tinyxs's own hosts they are functions. Each takes
// one string literal, inside the function that uses it.

/** The C function `name` from the host's table. Pass `this` by `call`. Its result has no type until you give it one. */
declare function native(name: string): (this: unknown, ...args: unknown[]) => unknown;

/** A base class whose instances carry data of C's, released by the C function `name` when they are collected. */
declare function Native(name: string): new () => object;
