// All families of random models.
import { convolutions } from "./convolutions.js";
import { elementwise } from "./elementwise.js";
import { hybrid } from "./hybrid.js";
import { matrices } from "./matrices.js";
import { pooling } from "./pooling.js";
import { recurrent } from "./recurrent.js";
import { shapes } from "./shapes.js";
import { state } from "./state.js";

/** By the name of the file in this folder, which is that of their stored vectors, too. */
export const groups = {
  convolutions,
  elementwise,
  hybrid,
  matrices,
  pooling,
  recurrent,
  shapes,
  state,
};

export const families = Object.values(groups).flat();
