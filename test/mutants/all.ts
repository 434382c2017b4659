// SPDX-License-Identifier: Apache-2.0
// All mutants.
import { engine } from "./engine.js";
import { hosts } from "./hosts.js";
import { kernelMutants } from "./kernels.js";
import { modules } from "./modules.js";
import type { Mutant } from "./mutant.js";
import { native } from "./native.js";
import { tools } from "./tools.js";

export const mutants: readonly Mutant[] = [...engine, ...kernelMutants, ...native, ...hosts, ...modules, ...tools];
