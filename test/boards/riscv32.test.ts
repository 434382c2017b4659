// SPDX-License-Identifier: Apache-2.0
// RV32IMC.
import { describeLimits } from "../support/board-limits.js";
import { describeWakeWord } from "../support/wake-word.js";

describeWakeWord("riscv32");
describeLimits("riscv32");
