// Builds test/native/fuzz.c with clang's libFuzzer and runs it: node test/fuzz.mjs [seconds]. What it finds stays in build/fuzz.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, globSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const seconds = Number(process.argv[2] ?? 60);
const folder = "build/fuzz";
const corpus = join(folder, "corpus");
const program = join(folder, "fuzz");
mkdirSync(corpus, { recursive: true });
