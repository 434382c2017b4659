// SPDX-License-Identifier: Apache-2.0
// The interpreters that ours is compared with, from their Python packages and LiteRT's from its npm package: runs cases in them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Oracle } from "../support/case.js";
import { writeCase, type Placed } from "../support/engines.js";
import { root } from "../support/environment.js";
import { buildModel } from "../support/model.js";
import { Failure } from "../../tools/toolchain/failure.js";
import { settle } from "./second.js";

const interpreters: Record<Oracle, { title: string; module: string; packages: readonly string[] }> = {
  tflm: {
    title: "TensorFlow Lite Micro",
    module: "tflite_micro",
    packages: ["tflite-micro==0.dev20261023182759", "numpy"],
  },
  tflite: { title: "TensorFlow Lite", module: "ai_edge_litert", packages: ["ai-edge-litert==2.3.0", "numpy"] },
};

/** A Python that has the interpreter; makes a virtual environment in build/ once. */
function findPython(oracle: Oracle): string {
  const { title, module, packages } = interpreters[oracle];
  const folder = join(root, oracle === "tflm" ? "build/oracle" : `build/oracle-${oracle}`);
  const python = join(folder, "bin/python");
  if (spawnSync(python, ["-c", `import ${module}, numpy`]).status === 0) return python;
  console.error(`Installing ${title}'s Python package in ${folder} ...`);
  for (const [command, ...args] of [
    ["python3", "-m", "venv", folder],
    [python, "-m", "pip", "install", "-q", ...packages],
  ]) {
    const { status, error } = spawnSync(command ?? "", args, { stdio: ["ignore", "inherit", "inherit"] });
    if (error ?? status !== 0)
      throw new Failure(`${command} failed. On Debian or Ubuntu: sudo apt-get install python3-venv`);
  }
  return python;
}

/** The command that runs an interpreter, without the folders that it reads. */
function command(interpreter: Oracle | "litert"): [string, ...string[]] {
  if (interpreter === "litert") return [process.execPath, join(root, "dist/test/oracle/litert.js")];
  return [findPython(interpreter), join(root, "test/oracle/interpreters.py"), interpreter];
}

/** Writes the cases' files and runs them; a case that the interpreter refuses gives a string that says why. */
export function runInterpreter(interpreter: Oracle | "litert", cases: readonly Placed[]): (Buffer | string)[] {
  const [file, ...args] = command(interpreter);
  for (const { one, folder } of cases) {
    writeCase(one, folder);
    if (interpreter === "litert") writeFileSync(join(folder, "litert.tflite"), buildModel(settle(one.model)));
    else writeFileSync(join(folder, "outputs"), String(one.model.outputs.length));
  }
  for (let next = 0; next < cases.length;) {
    const input = cases
      .slice(next)
      .map(({ folder }) => folder + "\n")
      .join("");
    const options = { input, encoding: "utf8", maxBuffer: 1 << 28 } as const;
    const { stdout, stderr, status } = spawnSync(file, args, options);
    next += stdout.split("\n").length - 1;
    const crashed = cases[next];
    if (!crashed) break;
    if (status === 1) throw new Failure(`${interpreter} failed: ${stderr}`);
    // Its kernels end the program where they find something wrong.
    writeFileSync(join(crashed.folder, "refused.txt"), `${interpreter} crashes`);
    next++;
  }
  return cases.map(({ folder }) => {
    const file = join(folder, "out.bin");
    return existsSync(file) ? readFileSync(file) : readFileSync(join(folder, "refused.txt"), "utf8");
  });
}
