// Checks, or with --write makes, the formatting of all C sources with clang-format.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const folders = ["native", "hosts", "tools", "modules", "test", "apps"];
const files = folders
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((path) => `${folder}/${path}`))
  .filter((path) => /\.[ch]$/.test(path) && !/\/(build|node_modules)\//.test(path));
const action = process.argv.includes("--write") ? ["-i"] : ["--dry-run", "-Werror"];
const { error, status } = spawnSync("clang-format", [...action, ...files], { stdio: "inherit" });
if (error) console.error("clang-format is missing. On Debian or Ubuntu: sudo apt-get install clang-format");
process.exit(error ? 1 : status);
