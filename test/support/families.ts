// All families of random models.

import { activations } from "./activations.js";
import { comparisons } from "./comparisons.js";
import { conversions } from "./conversions.js";
import { control } from "./control.js";
import { convolutions } from "./convolutions.js";
import { custom } from "./custom.js";
import { elementwise } from "./elementwise.js";
import { matrices } from "./matrices.js";
import { pooling } from "./pooling.js";
import { recurrent } from "./recurrent.js";
import { shapes } from "./shapes.js";
import { signal } from "./signal.js";
import { state } from "./state.js";
import { unary } from "./unary.js";

/** By the name of the file in this folder, which is that of their stored vectors, too. */
export const groups = {
  activations,
  comparisons,
  conversions,
  control,
  convolutions,
  custom,
  elementwise,
  matrices,
  pooling,
  recurrent,
  shapes,
  signal,
  state,
  unary,
};

export const families = Object.values(groups).flat();
