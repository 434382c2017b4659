// SPDX-License-Identifier: Apache-2.0
// `npm run generate`: writes the C files which are made from tables. They are committed, so that a build needs no Node.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../toolchain/folders.js";
import { generateFiles } from "./files.js";

for (const [path, text] of Object.entries(generateFiles())) writeFileSync(join(packageFolder, path), text);
