// SPDX-License-Identifier: Apache-2.0
// All families of random models.
import { activations } from "./activations.js";
import { comparisons } from "./comparisons.js";
import { conversions } from "./conversions.js";
import { control } from "./control.js";
import { borders } from "./borders.js";
import { convolutions } from "./convolutions.js";
import { custom } from "./custom.js";
import { elementwise } from "./elementwise.js";
import { hybrid } from "./hybrid.js";
import { matrices } from "./matrices.js";
import { pooling } from "./pooling.js";
import { recurrent } from "./recurrent.js";
import { signal } from "./signal.js";
import { images } from "./images.js";
import { indexing } from "./indexing.js";
import { movement } from "./movement.js";
import { lite } from "./lite.js";
import { reductions } from "./reductions.js";
import { state } from "./state.js";
import { unary } from "./unary.js";

/** By the name of the file in this folder, which is that of their stored vectors, too. */
export const groups = {
  activations,
  comparisons,
  conversions,
  control,
  borders,
  convolutions,
  custom,
  elementwise,
  hybrid,
  matrices,
  pooling,
  recurrent,
  signal,
  images,
  indexing,
  lite,
  movement,
  reductions,
  state,
  unary,
};

export const families = Object.values(groups).flat();
