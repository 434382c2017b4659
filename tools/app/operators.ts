// SPDX-License-Identifier: Apache-2.0
// The operators that an app's build for a device links: a header in its folder, which the engine's registry includes.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { FileFailure } from "../shared/command.js";
import { type EngineOperator, chooseOperators } from "../shared/operators.js";
import { readModel } from "../tflite/model.js";
import { messageOf } from "../toolchain/failure.js";
import { listFiles } from "./models.js";

export const headerName = "tinyxs_operators.h";

export interface Selection {
  readonly header: string;
  readonly models: readonly string[];
  readonly operators: readonly EngineOperator[];
  /** What the header should be. */
  readonly text: string;
  /** Whether the app's manifest names the header, without which mcconfig doesn't see it. */
  readonly named: boolean;
}

/**
 * What an app's models need.
 * @throws FileFailure when it has no model, or one that can't be read or needs what the engine lacks.
 */
export function selectOperators(folder: string): Selection {
  const manifest = join(folder, "manifest.json");
  const header = join(folder, headerName);
  if (!existsSync(manifest))
    throw new FileFailure(manifest, "there is no such file: mcconfig builds an app from its manifest");
  const { models, modules } = listFiles(manifest);
  if (!models.length)
    throw new FileFailure(
      manifest,
      `there is no .tflite file in its "data", so all operators are linked${existsSync(header) ? `: delete ${headerName}` : ""}`,
    );
  const { operators } = chooseOperators(models.flatMap(needs).map(({ name }) => name));
  const text = write(
    operators,
    models.map((model) => relative(realpathSync(folder), model)),
  );
  const named = modules.has(realPath(header)) || modules.has(realPath(header).replace(/\.h$/, ""));
  return { header, models, operators, text, named };
}

/** Names of a model's operators that an app's header leaves out; none if it has no header, and so has them all. */
export function findLeftOut(folder: string, model: string): string[] {
  const header = join(folder, headerName);
  if (!existsSync(header)) return [];
  const linked = new Set([...readFileSync(header, "utf8").matchAll(/\bX\((\w+)\)/g)].map(([, symbol]) => symbol));
  return needs(model).flatMap(({ symbol, name }) => (linked.has(symbol) ? [] : [name]));
}

/** Manifests are read where they really are. */
function realPath(file: string): string {
  return join(realpathSync(dirname(file)), basename(file));
}

function needs(file: string): EngineOperator[] {
  const { operators, missing } = chooseOperators(readNames(file));
  if (!missing.length) return operators;
  throw new FileFailure(
    file,
    `the engine lacks ${missing.join(", ")}: \`tinyxs inspect\` tells more; convert the model without`,
  );
}

function readNames(file: string): string[] {
  try {
    const bytes = readFileSync(file);
    if (bytes.toString("latin1", 4, 8) !== "TFL3") throw new Error("it is not a TensorFlow Lite model");
    return readModel(bytes).subgraphs.flatMap(({ operators }) => operators.map(({ name }) => name));
  } catch (error) {
    throw new FileFailure(file, `the model can't be read: ${messageOf(error)}: copy or convert it again`);
  }
}

function write(operators: readonly EngineOperator[], models: readonly string[]): string {
  const lines = operators.map(({ symbol }) => `  X(${symbol})`);
  // A file's name can't end a comment.
  const names = models.join(", ").replace(/[^\w., /@+-]|\*\/|\/\*/g, "?");
  return [
    "/*",
    ` * The operators that builds with the Moddable SDK link, for ${names}.`,
    " * Made by `tinyxs operators`: run it again when a model has changed.",
    " */",
    "/* clang-format off */",
    ["#define TINYXS_OPERATORS(X)", ...lines].join(" \\\n"),
    "",
  ].join("\n");
}
