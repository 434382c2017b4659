// All families of random models.
import { convolutions } from "./convolutions.js";
import { custom } from "./custom.js";
import { elementwise } from "./elementwise.js";
import { shapes } from "./shapes.js";
import { signal } from "./signal.js";
import { state } from "./state.js";

/** By the name of the file in this folder, which is that of their stored vectors, too. */
export const groups = {
  convolutions,
  custom,
  elementwise,
  shapes,
  signal,
  state,
};

export const families = Object.values(groups).flat();
