// SPDX-License-Identifier: Apache-2.0
/** What JSON.parse() gives for an object. */
export type Json = { [key: string]: unknown };

/** Whether it is an object with keys. */
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
