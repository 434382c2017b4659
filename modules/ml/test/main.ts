// SPDX-License-Identifier: Apache-2.0
// tinyxs/ml on XS: an app of tests. test/modules.test.ts runs it in the simulator.
import { run } from "tinyxs/test";
import "./description.js";
import "./values.js";
import "./buffers.js";
import "./life.js";
import "./options.js";
import "./errors.js";
import "./signature.js";
import "./garbage.js";
import "./hostile.js";

void run();
