// Cortex-M55.
import { describeWakeWord } from "../support/wake-word.js";

describeWakeWord("cortex-m55", [0, 4.5]);
