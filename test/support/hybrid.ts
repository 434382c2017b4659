// SPDX-License-Identifier: Apache-2.0
// Random layers of float32 with int8 weights, which TensorFlow Lite Micro lacks.
import { conv2d, depthwise, fullyConnected } from "./convolutions.js";
import { hybrid as types } from "./layers.js";
import { transposeConv } from "./matrices.js";

export const hybrid = [conv2d, depthwise, fullyConnected, transposeConv].map((make) => make(types));
