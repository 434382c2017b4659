// SPDX-License-Identifier: Apache-2.0
// tinyxs/features/log-mel on XS: an app of tests. test/features.test.ts runs it in the simulator.
import { run } from "tinyxs/test";
import "./rows.js";
import "./options.js";
import "./life.js";

void run();
