// SPDX-License-Identifier: Apache-2.0
// Checks, or with --write makes, the formatting of all C sources with the clang-format that package.json pins.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";

// The npm package has binaries for few platforms; elsewhere the system's clang-format has to do.
const name = platform() === "win32" ? "win32/clang-format.exe" : `${platform()}_${arch()}/clang-format`;
const pinned = createRequire(import.meta.url)
  .resolve("clang-format/package.json")
  .replace("package.json", `bin/${name}`);
const folders = ["native", "hosts", "tools", "modules", "test", "apps"];
const files = folders
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((path) => `${folder}/${path}`))
  .filter((path) => /\.[ch]$/.test(path) && !/\/(build|node_modules)\//.test(path));
const action = process.argv.includes("--write") ? ["-i"] : ["--dry-run", "-Werror"];
const { error, status } = spawnSync(existsSync(pinned) ? pinned : "clang-format", [...action, ...files], {
  stdio: "inherit",
});
if (error) console.error("clang-format is missing. On Debian or Ubuntu: sudo apt-get install clang-format");
process.exit(error ? 1 : status);
