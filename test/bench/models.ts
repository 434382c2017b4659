// SPDX-License-Identifier: Apache-2.0
// What `npm run bench` counts: the public models on their golden inputs, and the sample apps' models on noise.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchOptions } from "../../tools/bench/bench.js";
import { root, shared } from "../support/environment.js";

export interface BenchModel {
  readonly name: string;
  readonly file: string;
  /** Writes what it is fed with into a folder. */
  options(folder: string): BenchOptions;
}

interface Manifest {
  readonly inputs: readonly unknown[];
  readonly outputs: readonly unknown[];
  readonly cases: readonly { readonly inputs: readonly string[]; readonly outputs: readonly string[] }[];
}

/** @returns those that are there: public models are not part of the repository. */
export function listModels(): BenchModel[] {
  const apps = readdirSync(join(root, "apps")).flatMap((app) => {
    const files = readdirSync(join(root, "apps", app)).filter((name) => name.endsWith(".tflite"));
    return files.map((name) => ({
      name: name.replace(/\.tflite$/, ""),
      file: join(root, "apps", app, name),
      options: () => ({}),
    }));
  });
  const folder = join(shared, "models");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return [...apps, ...names.filter((name) => existsSync(join(folder, name, "manifest.json"))).map(describePublic)];
}

function describePublic(name: string): BenchModel {
  const folder = join(shared, "models", name);
  const { inputs, outputs, cases } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
  const pick = (kind: "inputs" | "outputs", i: number): Buffer =>
    Buffer.concat(cases.map((one) => readFileSync(join(folder, one[kind][i] ?? ""))));
  return {
    name,
    file: join(folder, "model.tflite"),
    options: (work) => ({
      inputs: inputs.map((_, i) => {
        const file = join(work, `${name}-${i}.bin`);
        writeFileSync(file, pick("inputs", i));
        return file;
      }),
      golden: outputs.map((_, i) => pick("outputs", i)),
    }),
  };
}
