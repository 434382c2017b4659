// TensorFlow Lite Micro's own interpreter, from its Python package: runs cases in it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeCase, type Placed } from "../support/engines.js";
import { root } from "../support/environment.js";
import { Failure } from "../../tools/toolchain/failure.js";

const packages = ["tflite-micro==0.dev20261023182759", "numpy"];

/** A Python that has TensorFlow Lite Micro; makes a virtual environment in build/ once. */
export function findPython(): string {
  const folder = join(root, "build/oracle");
  const python = join(folder, "bin/python");
  if (spawnSync(python, ["-c", "import tflite_micro, numpy"]).status === 0) return python;
  console.error("Installing TensorFlow Lite Micro's Python package in build/oracle ...");
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

/** Writes the cases' files and runs them; a case that TensorFlow Lite Micro refuses gives a string that says why. */
export function runTflm(python: string, cases: readonly Placed[]): (Buffer | string)[] {
  for (const { one, folder } of cases) {
    writeCase(one, folder);
    writeFileSync(join(folder, "outputs"), String(one.model.outputs.length));
  }
  for (let next = 0; next < cases.length;) {
    const input = cases
      .slice(next)
      .map(({ folder }) => folder + "\n")
      .join("");
    const options = { input, encoding: "utf8", maxBuffer: 1 << 28 } as const;
    const { stdout, stderr, status } = spawnSync(python, [join(root, "test/oracle/tflm.py")], options);
    next += stdout.split("\n").length - 1;
    const crashed = cases[next];
    if (!crashed) break;
    if (status === 1) throw new Failure(`Python failed: ${stderr}`);
    // Its kernels end the program where they find something wrong.
    writeFileSync(join(crashed.folder, "refused.txt"), "TensorFlow Lite Micro crashes");
    next++;
  }
  return cases.map(({ folder }) => {
    const file = join(folder, "out.bin");
    return existsSync(file) ? readFileSync(file) : readFileSync(join(folder, "refused.txt"), "utf8");
  });
}
