// SPDX-License-Identifier: Apache-2.0
// native/engine/schema.h: the schema's field numbers and enumerations under C names.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../toolchain/folders.js";

/** Names and their numbers, of an enumeration or of a table's fields. */
export interface Names {
  readonly name: string;
  readonly numbers: readonly (readonly [name: string, number: number])[];
}

/** What the engine calls them, where that is shorter than the schema's names. */
const shortNames: Readonly<Record<string, string>> = {
  ActivationFunctionType: "Activation",
  BuiltinOperator: "Builtin",
  FullyConnectedOptionsWeightsFormat: "WeightsFormat",
  MirrorPadMode: "MirrorPad",
  OperatorCode: "Code",
  QuantizationParameters: "Quantization",
  SubGraph: "Subgraph",
  builtin_code: "builtin",
  builtin_options: "options",
  builtin_options_type: "options_type",
  custom_code: "custom",
  deprecated_builtin_code: "deprecated_builtin",
  fused_activation_function: "activation",
  opcode_index: "code",
  quantized_dimension: "dimension",
  signature_defs: "signatures",
};

/** The schema's enumerations and tables, in its order. */
export function readSchema(): Names[] {
  const text = readFileSync(join(packageFolder, "tools/tflite/schema.fbs"), "utf8").replace(/\/\/.*/g, "");
  const blocks = [...text.matchAll(/\b(enum|union|table)\s+(\w+)[^{]*\{([^}]*)\}/g)];
  const unions = blocks.filter(([, kind]) => kind === "union").map(([, , name = ""]) => name);
  return blocks.flatMap(([, kind, name = "", body = ""]) => {
    if (kind === "union") return [];
    return { name, numbers: kind === "enum" ? readEnumeration(body) : readFields(body, unions) };
  });
}

/** "NAME, NAME = number": one more than the number before unless it is given. */
function readEnumeration(body: string): [string, number][] {
  let next = 0;
  return split(body, ",").map((entry) => {
    const [name = "", number] = split(entry, "=");
    if (number) next = Number(number);
    return [name, next++];
  });
}

/** "name:type = default": numbered in their order, but before a union's field comes one for its type. */
function readFields(body: string, unions: readonly string[]): [string, number][] {
  let next = 0;
  return split(body, ";").flatMap((field): [string, number][] => {
    const [, name = "", type = ""] = /^(\w+)\s*:\s*([\w[\]]+)/.exec(field) ?? [];
    const names = unions.includes(type) ? [`${name}_type`, name] : [name];
    return names.map((name) => [name, next++]);
  });
}

function split(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** "Conv2DOptions" and "padding" are CONV_2D_OPTIONS_PADDING. */
function nameInC(owner: string, member: string): string {
  const [first = "", second = ""] = [owner, member].map((name) => shortNames[name] ?? name);
  const words = first.replace(/(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z0-9])(?=[A-Z][a-z])/g, "_");
  return `${words}_${second}`.toUpperCase();
}

/** The header's text. */
export function writeSchema(schema: readonly Names[]): string {
  const enumerations = schema.flatMap(({ name, numbers }) => {
    const lines = numbers
      .filter(([member]) => !member.startsWith("unused_"))
      .map(([member, number]) => `  ${nameInC(name, member)} = ${number},`);
    return lines.length ? [["enum {", ...lines, "};"].join("\n")] : [];
  });
  return `/* SPDX-License-Identifier: Apache-2.0 */
/* Field numbers and enumerations of the TensorFlow Lite schema. Made from tools/tflite/schema.fbs by \`npm run generate\`. */
#ifndef TINYXS_ENGINE_SCHEMA_H
#define TINYXS_ENGINE_SCHEMA_H

#define TINYXS_SCHEMA_VERSION 3

/* clang-format off */
${enumerations.join("\n\n")}
/* clang-format on */

#endif
`;
}
