// SPDX-License-Identifier: Apache-2.0
// Writes what is made from other files of the checkout: npm run generate. The tests tell when it is needed.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/environment.js";
import { makeManifests } from "./support/manifests.js";
import { makeNatives, nativesPath } from "./support/natives.js";

for (const [path, text] of await makeManifests()) writeFileSync(join(root, path), text);
writeFileSync(join(root, nativesPath), makeNatives());
