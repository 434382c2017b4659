// SPDX-License-Identifier: Apache-2.0
// One count: a model as an app's build has it, prepared, and besides what it takes as it is.
import { benchModel } from "../../tools/bench/bench.js";
import type { Target } from "../../tools/bench/targets.js";
import { prepareModel } from "../../tools/shared/prepare.js";
import type { BenchModel } from "./models.js";
import { type Figures, modelFigures } from "./results.js";

/** @param folder a folder to work in. */
export async function countModel(model: BenchModel, target: Target, folder: string): Promise<Figures> {
  const options = model.options(folder);
  const prepared = await benchModel(await prepareModel(model.file, folder), target, options, folder);
  const plain = await benchModel(model.file, target, options, folder);
  return {
    ...modelFigures(prepared),
    unpreparedInstructions: plain.instructions,
    unpreparedLoad: plain.load,
    unpreparedArena: plain.arena,
  };
}
