// The operators that an image needs: those of the models among its resources. Each costs flash.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readModel } from "../tflite/model.js";
import { Failure } from "../toolchain/failure.js";
import { packageFolder } from "../toolchain/folders.js";

const folder = join(packageFolder, "native/operators");

/** An operator that the engine has. */
export interface EngineOperator {
  /** As in the schema, such as "CONV_2D"; a custom operator's own name. */
  readonly name: string;
  /** In the registry, such as "conv_2d". */
  readonly symbol: string;
  /** Its source, such as "conv_2d.c". */
  readonly file: string;
}

/** "const tinyxs_operator tinyxs_operator_conv_2d = {"CONV_2D", ...", or a macro: "FLOAT_OPERATOR(exp, "EXP", ...". */
const definition =
  /^(?:const tinyxs_operator tinyxs_operator_(\w+) = \{\s*|[A-Z_]*OPERATOR[A-Z_]*\((\w+),\s*)"(\w+)"/gm;

/** The operators that the sources define. */
export function listOperators(): EngineOperator[] {
  const sources = readdirSync(folder).filter((name) => name.endsWith(".c"));
  return sources.flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(definition)].map(
      ([, plain, macro, name = ""]): EngineOperator => ({ name, symbol: plain ?? macro ?? "", file }),
    ),
  );
}

/** The operators that a model uses, and the names of those that the engine lacks. */
export function chooseOperators(names: readonly string[]): { operators: EngineOperator[]; missing: string[] } {
  const known = new Map(listOperators().map((operator) => [operator.name, operator]));
  const used = [...new Set(names)];
  return {
    operators: used.flatMap((name) => known.get(name) ?? []),
    missing: used.filter((name) => !known.has(name)),
  };
}

/**
 * The operators to link, sorted by symbol; all of them for an app without a .tflite resource, which may get its model elsewhere.
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
  const operators = models.length ? chooseOperators(names).operators : listOperators();
  return operators.sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
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
