// SPDX-License-Identifier: Apache-2.0
// Cortex-M33, whose C library and drivers are those of the Cortex-M4F.
import { describeLimits } from "../support/board-limits.js";
import { describeWakeWord } from "../support/wake-word.js";

describeWakeWord("cortex-m33", [0, 4.5]);
describeLimits("cortex-m33", { like: "cortex-m4" });
