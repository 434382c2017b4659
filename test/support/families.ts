// All families of random models.
import { convolutions } from "./convolutions.js";
import { elementwise } from "./elementwise.js";
import { shapes } from "./shapes.js";
import { state } from "./state.js";

export const families = [...convolutions, ...elementwise, ...shapes, ...state];
