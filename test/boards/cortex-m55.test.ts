// SPDX-License-Identifier: Apache-2.0
// Cortex-M55.
import { describeWakeWord } from "../support/wake-word.js";

describeWakeWord("cortex-m55", [0, 4.5]);
