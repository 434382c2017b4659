// SPDX-License-Identifier: Apache-2.0
// Multiply-accumulates per inference, from the shapes alone.
import { elements, type OperatorFacts, type SubgraphFacts } from "./model.js";

/** How many multiply-accumulates one run of an operator takes; 0 for those that aren't made of them. */
export function countMacs(operator: OperatorFacts, { tensors }: SubgraphFacts): number {
  const input = (i: number): readonly number[] => tensors[operator.inputs[i] ?? -1]?.shape ?? [];
  const output = elements(tensors[operator.outputs[0] ?? -1]?.shape ?? []);
  // Weights: CONV_2D [out, height, width, in], DEPTHWISE_CONV_2D [1, height, width, out], FULLY_CONNECTED [out, in],
  // TRANSPOSE_CONV [out, height, width, in], CONV_3D [depth, height, width, in, out], SVDF [filters, in] and [filters, memory].
  switch (operator.name) {
    case "CONV_2D":
      return output * elements(input(1).slice(1));
    case "DEPTHWISE_CONV_2D":
      return output * elements(input(1).slice(1, 3));
    case "CONV_3D":
      return output * elements(input(1).slice(0, 4));
    case "TRANSPOSE_CONV":
      return elements(input(2)) * elements(input(1).slice(0, 3));
    case "FULLY_CONNECTED":
      return output * (input(1)[1] ?? 0);
    case "BATCH_MATMUL":
      return output * (input(0).at(operator.adjointX ? -2 : -1) ?? 0);
    case "SVDF":
      return (input(0)[0] ?? 0) * (elements(input(1)) + elements(input(2)));
    case "UNIDIRECTIONAL_SEQUENCE_LSTM": {
      // Four gates of input weights, then four of recurrent weights; each of a sequence's steps uses all.
      const weights = [1, 2, 3, 4, 5, 6, 7, 8].filter((i) => (operator.inputs[i] ?? -1) >= 0);
      return elements(input(0).slice(0, 2)) * weights.reduce((sum, i) => sum + elements(input(i)), 0);
    }
    default:
      return 0;
  }
}
