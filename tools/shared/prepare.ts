// SPDX-License-Identifier: Apache-2.0
// Prepared models: what loading would find out is in the file. Each is kept by what it was made from.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { messageOf } from "../toolchain/failure.js";
import { buildFolder } from "../toolchain/folders.js";
import { hash, keep } from "../toolchain/kept.js";
import { stampSources } from "../toolchain/stamp.js";
import { FileFailure } from "./command.js";
import { runEngine } from "./engine.js";

/**
 * The path of the model in its prepared form, in build/prepared/<hash of its path>/<stamp>: that of an earlier run if the model and
 * the engine are as they were.
 * @param scratch a folder to work in.
 * @throws FileFailure for a model that the engine refuses.
 */
export async function prepareModel(model: string, scratch: string): Promise<string> {
  const bytes = read(model);
  const home = join(buildFolder, "prepared", hash(resolve(model)).slice(0, 16));
  const stamp = hash(bytes, await stampSources(process.env.TINYXS_ENGINE ?? "")).slice(0, 16);
  const name = basename(model);
  const kept = join(home, stamp, name);
  if (existsSync(kept)) return kept;
  const folder = mkdtempSync(join(scratch, "prepared-"));
  const made = join(folder, name);
  writeFileSync(made, bytes); // the model itself may change meanwhile
  try {
    await runEngine(["prepare", made, "--output", made], `Preparing ${name}`);
  } catch (error) {
    throw error instanceof FileFailure ? new FileFailure(model, error.what, error.facts) : error;
  }
  return join(keep(folder, home, stamp), name);
}

function read(model: string): Buffer {
  const status = statSync(model, { throwIfNoEntry: false });
  if (!status?.isFile())
    throw new FileFailure(model, `${status ? "not a file" : "there is no such file"}: give a .tflite file`);
  if (status.size > 0x7fffffff) throw new FileFailure(model, "is too large: a model has less than 2 GB");
  try {
    return readFileSync(model);
  } catch (error) {
    throw new FileFailure(model, `can't be read: ${messageOf(error)}`);
  }
}

/**
 * Writes beside the file and renames that, so that there is never half a file; what a link leads to is replaced, not the link.
 * @throws FileFailure when it can't be written.
 */
export function replaceFile(file: string, bytes: Uint8Array): void {
  const old = statSync(file, { throwIfNoEntry: false });
  if (old && !old.isFile()) throw new FileFailure(file, "can't be written: it isn't a file: choose another name");
  const target = old ? realpathSync(file) : file;
  const beside = `${target}.${process.pid}.new`;
  try {
    writeFileSync(beside, bytes);
    if (old) chmodSync(beside, old.mode);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new FileFailure(file, `can't be written: ${messageOf(error)}`);
  }
}
