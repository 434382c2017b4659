// SPDX-License-Identifier: Apache-2.0
// Prepares the models of an app for the host that gets them.
import { FileFailure } from "../shared/command.js";
import { prepareModel } from "../shared/prepare.js";

/**
 * The resources with prepared models. One that can't be prepared stays as it is: the host says what is wrong with it.
 * @param scratch a folder to work in.
 */
export async function prepareModels(
  resources: ReadonlyMap<string, string>,
  scratch: string,
): Promise<ReadonlyMap<string, string>> {
  const prepared = new Map(resources);
  for (const [name, file] of resources) {
    if (!name.endsWith(".tflite")) continue;
    try {
      prepared.set(name, await prepareModel(file, scratch));
    } catch (error) {
      if (!(error instanceof FileFailure)) throw error;
    }
  }
  return prepared;
}
