// SPDX-License-Identifier: Apache-2.0
// An app's JavaScript as bytecode for devices, which have no parser.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildProgram } from "../toolchain/build.js";
import { Failure, messageOf } from "../toolchain/failure.js";

/** Of one app. */
export interface Bytecode {
  /** Files by the modules' names; the app's first module is the first. */
  readonly modules: readonly (readonly [name: string, file: string])[];
  /** The key number of the first of the names. */
  readonly firstKey: number;
  /** Property names that the app adds to XS's own. */
  readonly names: readonly string[];
}

/** The one module that an app is compiled to has this name on the device. */
const moduleName = "main";

/**
 * Compiles one file of JavaScript; see hosts/parser/bytecode.c.
 * @param scratch where the bytecode goes.
 * @throws Failure for what XS doesn't take.
 */
export async function compileBytecode(main: string, scratch: string): Promise<Bytecode> {
  const program = await buildProgram("tinyxs-bytecode");
  const out = join(scratch, "bytecode-");
  try {
    const { stdout } = await promisify(execFile)(program, [out, `${moduleName}=${main}`], { maxBuffer: 1 << 26 });
    const [firstKey, ...names] = stdout.trimEnd().split("\n");
    return {
      modules: [[moduleName, `${out}0`]],
      firstKey: Number(firstKey),
      names: names.map((name) => JSON.parse(name) as string),
    };
  } catch (error) {
    throw new Failure((error as { stderr?: string }).stderr?.trim() ?? messageOf(error));
  }
}
