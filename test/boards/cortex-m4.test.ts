// SPDX-License-Identifier: Apache-2.0
// Cortex-M4F.
import { describeLimits } from "../support/board-limits.js";
import { describeWakeWord } from "../support/wake-word.js";

describeWakeWord("cortex-m4", [0, 4.5]);
describeLimits("cortex-m4");
