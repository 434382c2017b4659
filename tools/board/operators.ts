// The operators that an image needs: those of the models among its resources. Each costs flash.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readModel } from "../tflite/model.js";
import { Failure } from "../toolchain/failure.js";
import { packageFolder } from "../toolchain/folders.js";

const folder = join(packageFolder, "native/operators");

/** The engine's operators: C name by the model's name, such as tinyxs_operator_conv_2d by CONV_2D. */
function listOperators(): Map<string, string> {
  const sources = readdirSync(folder).filter((name) => name.endsWith(".c"));
  const text = sources.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  return new Map(
    [...text.matchAll(/^const tinyxs_operator (tinyxs_operator_\w+) = \{\s*"(\w+)"/gm)].map(
      ([, symbol = "", name = ""]): [string, string] => [name, symbol],
    ),
  );
}

/**
 * C names of the operators to link; all of them for an app without a .tflite resource, which may get its model elsewhere.
 * @throws Failure naming a model's operators that the engine lacks.
 */
export function findOperators(resources: ReadonlyMap<string, string>): string[] {
  const known = listOperators();
  const models = [...resources].filter(([name]) => name.endsWith(".tflite"));
  if (!models.length) return [...known.values()];
  const used = new Set<string>();
  for (const [, file] of models) {
    const names = readNames(file);
    const missing = names.filter((name) => !known.has(name));
    if (missing.length)
      throw new Failure(
        `${file}: the engine lacks ${missing.join(", ")}: \`tinyxs inspect\` tells more; convert it without`,
      );
    for (const name of names) used.add(known.get(name) ?? "");
  }
  return [...used].sort();
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
