// All families of random models.
import { borders } from "./borders.js";
import { convolutions } from "./convolutions.js";
import { elementwise } from "./elementwise.js";
import { images } from "./images.js";
import { indexing } from "./indexing.js";
import { movement } from "./movement.js";
import { reductions } from "./reductions.js";
import { state } from "./state.js";

/** By the name of the file in this folder, which is that of their stored vectors, too. */
export const groups = {
  borders,
  convolutions,
  elementwise,
  images,
  indexing,
  movement,
  reductions,
  state,
};

export const families = Object.values(groups).flat();
