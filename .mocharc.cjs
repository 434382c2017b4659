// SPDX-License-Identifier: Apache-2.0
// Two files at a time, and first those that take longest, so that no core waits for the last one. A file that the command line
// names runs alone: `npx mocha dist/test/cli.test.js`.
const { existsSync, readdirSync } = require("node:fs");

const long = [
  ...["fuzz", "boards/riscv32", "boards/cortex-m4", "boards/cortex-m33", "boards/cortex-m0plus", "boards/cortex-m7"],
  ...[
    "package",
    "build",
    "run",
    "simulator",
    "boards/cortex-m55",
    "malformed",
    "models",
    "kernels",
    "features",
    "flash",
  ],
];
const rank = (file) =>
  (long.findIndex((name) => file === `dist/test/${name}.test.js`) + long.length + 1) % (long.length + 1);
const files = ["dist/test", "dist/tools"]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`))
  .filter((file) => file.endsWith(".test.js"))
  .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
const named = process.argv.slice(2).some((argument) => argument.endsWith(".test.js"));

module.exports = {
  spec: named ? [] : files,
  parallel: !named,
  jobs: 2,
  reporter: "./test/support/reporter.cjs",
  timeout: 600000,
  slow: 5000,
};
