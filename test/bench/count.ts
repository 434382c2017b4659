// SPDX-License-Identifier: Apache-2.0
// One count: a model as an app's build has it, prepared, and besides what it takes as it is.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchModel } from "../../tools/bench/bench.js";
import type { Target } from "../../tools/bench/targets.js";
import { prepareModel } from "../../tools/shared/prepare.js";
import { readModel } from "../../tools/tflite/model.js";
import { findPrepared } from "../../tools/tflite/prepared.js";
import type { BenchModel } from "./models.js";
import { type Figures, modelFigures } from "./results.js";

/** The path of the model as it was before it was prepared, which the sample apps' are. */
function takeUnprepared({ name, file }: BenchModel, folder: string): string {
  const bytes = readFileSync(file);
  const prepared = findPrepared(readModel(bytes));
  if (!prepared) return file;
  const path = join(folder, `${name}-unprepared.tflite`);
  writeFileSync(path, bytes.subarray(prepared.original));
  return path;
}

/** @param folder a folder to work in. */
export async function countModel(model: BenchModel, target: Target, folder: string): Promise<Figures> {
  const options = model.options(folder);
  const prepared = await benchModel(await prepareModel(model.file, folder), target, options, folder);
  const plain = await benchModel(takeUnprepared(model, folder), target, options, folder);
  return {
    ...modelFigures(prepared),
    unpreparedInstructions: plain.instructions,
    unpreparedLoad: plain.load,
    unpreparedArena: plain.arena,
  };
}
