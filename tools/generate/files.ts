// SPDX-License-Identifier: Apache-2.0
// The C files which are made from tables that the tools read, too.
import { listOperators } from "../shared/operators.js";
import { writeOperators } from "./operators.js";
import { readSchema, writeSchema } from "./schema.js";

/** Texts by path, from the package's folder. */
export function generateFiles(): Readonly<Record<string, string>> {
  return {
    "native/engine/schema.h": writeSchema(readSchema()),
    "native/operators/operators.h": writeOperators(listOperators()),
  };
}
