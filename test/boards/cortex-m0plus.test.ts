// SPDX-License-Identifier: Apache-2.0
// RP2040: Cortex-M0+.
import { describeWakeWord } from "../support/wake-word.js";

describeWakeWord("cortex-m0plus", [2.8, 3.6]);
