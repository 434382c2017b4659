// SPDX-License-Identifier: Apache-2.0
// The operators that an image needs: those of the models among its resources. Each costs flash.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltinOperator } from "../tflite/generated/builtin-operator.js";
import { readModel } from "../tflite/model.js";
import { Failure } from "../toolchain/failure.js";
import { packageFolder } from "../toolchain/folders.js";

/** An operator that the engine has. */
export interface EngineOperator {
  /** As in the schema, such as "CONV_2D"; a custom operator's own name. */
  readonly name: string;
  /** In the registry, such as "conv_2d". */
  readonly symbol: string;
  /** Its source, such as "conv_2d.c". */
  readonly file: string;
  /** Whether it has a function that chooses among kernels when a model is loaded. */
  readonly kernels?: boolean;
}

/** The engine's operators, in its order: by builtin code, custom ones by name. */
export function listOperators(): EngineOperator[] {
  const table = readFileSync(join(packageFolder, "native/operators/operators.json"), "utf8");
  return (JSON.parse(table) as EngineOperator[]).sort(
    (a, b) => codeOf(a.name) - codeOf(b.name) || (a.name < b.name ? -1 : 1),
  );
}

/** The builtin code of an operator; names that the schema lacks are those of custom operators. */
export function codeOf(name: string): BuiltinOperator {
  return name in BuiltinOperator ? BuiltinOperator[name as keyof typeof BuiltinOperator] : BuiltinOperator.CUSTOM;
}

/** The operators that a model uses, in the engine's order, and the names of those that the engine lacks. */
export function chooseOperators(names: readonly string[]): { operators: EngineOperator[]; missing: string[] } {
  const used = new Set(names);
  const operators = listOperators().filter(({ name }) => used.delete(name));
  return { operators, missing: [...used] };
}

/**
 * The operators to link, in the engine's order; all of them for an app without a .tflite resource, which may get its model elsewhere.
 * @throws Failure naming a model's operators that the engine lacks.
 */
export function findOperators(resources: ReadonlyMap<string, string>): EngineOperator[] {
  const models = [...resources].filter(([name]) => name.endsWith(".tflite"));
  const names = models.flatMap(([, file]) => {
    const used = readNames(file);
    const { missing } = chooseOperators(used);
    if (missing.length)
      throw new Failure(
        `${file}: the engine lacks ${missing.join(", ")}: \`tinyxs inspect\` tells more; convert it without`,
      );
    return used;
  });
  return models.length ? chooseOperators(names).operators : listOperators();
}

/** A model that can't be read has none: the device says what is wrong with it, as the simulator does. */
function readNames(file: string): string[] {
  try {
    const { subgraphs } = readModel(readFileSync(file));
    return [...new Set(subgraphs.flatMap(({ operators }) => operators.map(({ name }) => name)))];
  } catch {
    return [];
  }
}
