// The C files which are made from tables that the tools read, too.
import { readSchema, writeSchema } from "./schema.js";

/** Texts by path, from the package's folder. */
export function generateFiles(): Readonly<Record<string, string>> {
  const schema = readSchema();
  return { "native/engine/schema.h": writeSchema(schema) };
}
