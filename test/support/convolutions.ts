// SPDX-License-Identifier: Apache-2.0
// Random CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED, of all types that TensorFlow Lite Micro takes.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { Conv2DOptions } from "../../tools/tflite/generated/conv2doptions.js";
import { DepthwiseConv2DOptions } from "../../tools/tflite/generated/depthwise-conv2doptions.js";
import { FullyConnectedOptions } from "../../tools/tflite/generated/fully-connected-options.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { activation, family, seed, small, type Family } from "./case.js";
import { buildLayer, float32, hybrid, int16, int16Narrow, int4, int8, typesName, type Types } from "./layers.js";
import { geometry, image } from "./windows.js";

export const weighted = fc.record({
  dilationHeight: small(1, 2),
  dilationWidth: small(1, 2),
  channels: fc.oneof(small(1, 9), fc.constantFrom(16)),
  perChannel: fc.boolean(),
  bias: fc.boolean(),
});

/** The option that tells the type of a bias, where there is none. */
const biasType = (types: Types): TensorType =>
  types.bias === TensorType.INT32 ? TensorType.INT32 : TensorType.FLOAT32;

/** TensorFlow Lite wants a bias where inputs are quantized at run time, and scales per channel for groups. */
export const conv2d = (types: Types): Family =>
  family(
    `CONV_2D ${typesName(types)}`,
    fc.tuple(image, weighted, fc.oneof(fc.constant(1), small(1, 3))),
    ([p, w, groups]) => {
      const { input, output, visit } = geometry({ ...p, depth: p.depth * groups }, w.dilationHeight, w.dilationWidth);
      const kernel = p.kernelHeight * p.kernelWidth;
      const channels = w.channels * groups;
      return buildLayer({
        operator: {
          code: Op.CONV_2D,
          options: [
            Options.Conv2DOptions,
            (b) =>
              Conv2DOptions.createConv2DOptions(
                b,
                ...([p.padding, p.strideWidth, p.strideHeight, p.activation] as const),
                ...([w.dilationWidth, w.dilationHeight, biasType(types)] as const),
              ),
          ],
        },
        types,
        input,
        output: [...output.slice(0, 3), channels],
        weights: [channels, p.kernelHeight, p.kernelWidth, p.depth],
        dimension: 0,
        activation: p.activation,
        perChannel: w.perChannel || (types === hybrid && groups > 1),
        bias: w.bias || types === hybrid,
        seed: p.seed,
        window: (element, each) => {
          const o = element % channels;
          const first = Math.floor(o / w.channels) * p.depth;
          visit(Math.floor(element / channels), (pixel, k) => {
            for (let c = 0; c < p.depth; c++)
              each(pixel * p.depth * groups + first + c, (o * kernel + k) * p.depth + c);
          });
        },
      });
    },
    types.oracle,
  );

export const depthwise = (types: Types): Family =>
  family(
    `DEPTHWISE_CONV_2D ${typesName(types)}`,
    fc.tuple(image, weighted, small(1, 3)),
    ([p, w, times]) => {
      const { input, output, visit } = geometry(p, w.dilationHeight, w.dilationWidth);
      const channels = p.depth * times;
      return buildLayer({
        operator: {
          code: Op.DEPTHWISE_CONV_2D,
          options: [
            Options.DepthwiseConv2DOptions,
            (b) =>
              DepthwiseConv2DOptions.createDepthwiseConv2DOptions(
                b,
                ...([p.padding, p.strideWidth, p.strideHeight, times] as const),
                ...([p.activation, w.dilationWidth, w.dilationHeight] as const),
              ),
          ],
        },
        types,
        input,
        output: [...output.slice(0, 3), channels],
        weights: [1, p.kernelHeight, p.kernelWidth, channels],
        dimension: 3,
        activation: p.activation,
        perChannel: w.perChannel || types === hybrid,
        bias: w.bias || types === hybrid,
        seed: p.seed,
        window: (element, each) => {
          const o = element % channels;
          visit(Math.floor(element / channels), (pixel, k) => {
            each(pixel * p.depth + Math.floor(o / times), k * channels + o);
          });
        },
      });
    },
    types.oracle,
  );

const dense = fc.record({
  batches: small(1, 3),
  inputs: fc.oneof(small(1, 40), small(60, 130)),
  outputs: small(1, 20),
  /** How many dimensions of size 1 stand before the batches, or between them and the inputs. */
  before: fc.constantFrom(0, 0, 1),
  between: fc.constantFrom(0, 0, 1),
  keep: fc.boolean(),
  activation,
  perChannel: fc.boolean(),
  bias: fc.boolean(),
  dynamic: fc.boolean(),
  asymmetric: fc.boolean(),
  seed,
});

/** TensorFlow Lite Micro has no scales per channel for int4 here, and its Python package no inputs of int4. */
export const fullyConnected = (types: Types): Family =>
  family(
    `FULLY_CONNECTED ${typesName(types)}`,
    dense,
    (p) => {
      const outer = [...Array<number>(p.before).fill(1), p.batches, ...Array<number>(p.between).fill(1)];
      return buildLayer({
        operator: {
          code: Op.FULLY_CONNECTED,
          options: [
            Options.FullyConnectedOptions,
            (b) =>
              FullyConnectedOptions.createFullyConnectedOptions(
                b,
                ...([p.activation, 0, p.keep, p.asymmetric, biasType(types)] as const),
              ),
          ],
        },
        ...p,
        types,
        perChannel: p.perChannel && types !== int4,
        dynamic: p.dynamic && types !== int4,
        input: [...outer, p.inputs],
        output: [...(p.keep ? outer : [p.batches]), p.outputs],
        weights: [p.outputs, p.inputs],
        dimension: 0,
        dense: true,
        window: (element, each) => {
          const [n, o] = [Math.floor(element / p.outputs), element % p.outputs];
          for (let i = 0; i < p.inputs; i++) each(n * p.inputs + i, o * p.inputs + i);
        },
      });
    },
    types.oracle,
  );

export const convolutions = [
  ...[int8, float32, int4, int16, int16Narrow].map(conv2d),
  ...[int8, float32, int4, int16].map(depthwise),
  ...[int8, float32, int4, int16, int16Narrow].map(fullyConnected),
];
