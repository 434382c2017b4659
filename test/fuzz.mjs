// SPDX-License-Identifier: Apache-2.0
// Builds test/native/fuzz.c with clang's libFuzzer and runs it: node test/fuzz.mjs [seconds]. It starts from the public models and
// from random ones of every family of the tests (dist/test: run `npx tsc -p test` first); the corpus grows in build/fuzz/corpus. Inputs that
// end the program are kept in build/fuzz: run build/fuzz/fuzz with one of them to see why, then keep it in test/malformed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const seconds = Number(process.argv[2] ?? 60);
if (!(seconds > 0)) fail("usage: node test/fuzz.mjs [seconds]", 2);

const folder = "build/fuzz";
const corpus = join(folder, "corpus");
const program = join(folder, "fuzz");
/** Larger inputs are tried too slowly to be worth it. */
const mostBytes = 20000;

mkdirSync(corpus, { recursive: true });
const { buildProgram } = await import("../dist/tools/toolchain/build.js");
const { stampSources } = await import("../dist/tools/toolchain/stamp.js");
const sources = ["engine", "operators", "kernels", "signal"]
  .flatMap((name) => list(`native/${name}`, ".c"))
  .filter((file) => !file.endsWith("table_reference.c")); // a build has one set of kernels
const flags = [
  "-std=c11",
  "-O1",
  "-gline-tables-only",
  "-D_GNU_SOURCE",
  "-ffp-contract=off",
  "-Inative/include",
  "-Inative",
];
const sanitizers = ["-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=all"];
const own = ["test/native/fuzz.c", "test/native/mutate.c"];
const command = [...flags, ...sanitizers, ...sources, ...own, "-lm", "-o", program];
const stamp = await stampSources(compiler(), ...command, ...own.map((file) => readFileSync(file, "utf8")));
const stampFile = `${program}.stamp`;
if (!existsSync(program) || !existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) {
  run("clang", command);
  writeFileSync(stampFile, stamp);
}

const shared = process.env.TINYXS_SHARED ?? "../shared";
const seeds = ["modules/ml/test/models", "test/malformed", "apps", `${shared}/models`].flatMap((name) =>
  list(name, ".tflite"),
);
for (const seed of seeds)
  if (statSync(seed).size <= mostBytes)
    writeFileSync(join(corpus, `${basename(dirname(seed))}-${basename(seed)}`), readFileSync(seed));

const { families } = await import("../dist/test/support/families.js");
const { buildModel } = await import("../dist/test/support/model.js");
for (const family of families)
  family.sample(3, 7).forEach((parameters, i) => {
    const bytes = buildModel(family.build(parameters).model);
    if (bytes.length <= mostBytes) writeFileSync(join(corpus, `${family.name.replace(/\W+/g, "-")}-${i}`), bytes);
  });

// And from some of those as `tinyxs prepare` leaves them, which the fuzzer would hardly ever come upon.
const engine = await buildProgram("tinyxs-engine");
for (const name of readdirSync(corpus).filter((name) => /(\.tflite|-0)$/.test(name) && !name.startsWith("prepared-")))
  spawnSync(engine, [
    "prepare",
    join(corpus, name),
    "--output",
    join(corpus, `prepared-${name.replace(".tflite", "")}`),
  ]);

run(program, [
  corpus,
  `-max_total_time=${Math.ceil(seconds)}`,
  `-max_len=${mostBytes}`,
  "-timeout=10",
  "-rss_limit_mb=2048",
  "-print_final_stats=1",
  `-artifact_prefix=${folder}/`,
]);

function list(path, ending) {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith(ending) && !name.includes("node_modules"))
    .map((name) => join(path, name))
    .sort();
}

/** Which clang it is: another builds anew. */
function compiler() {
  const { error, stdout } = spawnSync("clang", ["--version"], { encoding: "utf8" });
  if (error) fail("clang is missing. On Debian or Ubuntu: sudo apt-get install clang", 1);
  return stdout;
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) fail(`${basename(command)} failed`, 1);
}

function fail(message, status) {
  console.error(`error: ${message}`);
  process.exit(status);
}
