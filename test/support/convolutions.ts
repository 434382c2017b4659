// Random CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED and pools, with the plainest way to compute their int8 forms.
import fc from "fast-check";
import { BuiltinOperator as Op } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions as Options } from "../../tools/tflite/generated/builtin-options.js";
import { Conv2DOptions } from "../../tools/tflite/generated/conv2doptions.js";
import { DepthwiseConv2DOptions } from "../../tools/tflite/generated/depthwise-conv2doptions.js";
import { FullyConnectedOptions } from "../../tools/tflite/generated/fully-connected-options.js";
import { Pool2DOptions } from "../../tools/tflite/generated/pool2doptions.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { activation, activationRange, count, family, int8, padding, seed, slide, small, type Case } from "./case.js";
import { clamp, requantize, toMultiplier, type Multiplier } from "./fixed-point.js";
import type { OperatorSpec, TensorSpec } from "./model.js";
import { Random } from "./random.js";

/** The quantisation of one layer: scales that make outputs fill int8, often too much or too little. */
function quantize(random: Random, channels: number, perChannel: boolean, inputs: number) {
  const scale = random.scale(0.001, 0.5);
  const weights = Array.from({ length: perChannel ? channels : 1 }, () => random.scale(0.0005, 0.05));
  const typical = Math.sqrt(inputs) * 74 * 74 * scale * (weights[0] ?? 1);
  return {
    scale,
    weights,
    zeroPoint: random.whole(-128, 127),
    outputScale: Math.fround((typical / 60) * random.scale(0.02, 8)),
    outputZeroPoint: random.whole(-128, 127),
    bias: random.int32(channels, Math.ceil(Math.sqrt(inputs) * 5000)),
  };
}

interface Layer {
  readonly operator: Omit<OperatorSpec, "inputs" | "outputs">;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly weights: readonly number[];
  /** Along which the weights have a scale each. */
  readonly dimension: number;
  readonly activation: number;
  readonly float: boolean;
  readonly perChannel: boolean;
  readonly bias: boolean;
  readonly seed: number;
  /** Whether the product of the scales is rounded to float32 first, as FULLY_CONNECTED does without channels. */
  readonly roundScale?: boolean;
  /** Calls `visit(input index, weight index)` for all that the sum of one output element has. */
  readonly window: (element: number, visit: (input: number, weight: number) => void) => void;
}

/** A layer with weights as a model. */
function buildLayer(layer: Layer): Case {
  const random = new Random(layer.seed);
  const channels = layer.output.at(-1) ?? 1;
  const operator = { ...layer.operator, inputs: layer.bias ? [0, 1, 2] : [0, 1], outputs: [3] };
  if (layer.float) {
    const plain = (shape: readonly number[], data?: Float32Array): TensorSpec => ({
      shape,
      type: TensorType.FLOAT32,
      ...(data ? { data } : {}),
    });
    const weights = random.float32(count(layer.weights));
    const tensors = [
      plain(layer.input),
      plain(layer.weights, weights),
      plain([channels], random.float32(channels, 3)),
      plain(layer.output),
    ];
    return {
      model: { tensors, operators: [operator], inputs: [0], outputs: [3] },
      inputs: [random.float32(count(layer.input), 4)],
    };
  }
  const q = quantize(random, channels, layer.perChannel, count(layer.weights) / channels);
  const weights = random.int8(count(layer.weights), -127);
  const input = random.int8(count(layer.input));
  const tensors: TensorSpec[] = [
    int8(layer.input, q.scale, q.zeroPoint),
    {
      shape: layer.weights,
      type: TensorType.INT8,
      data: weights,
      scale: q.weights,
      dimension: layer.dimension,
    },
    { shape: [channels], type: TensorType.INT32, data: q.bias, scale: q.weights.map((w) => Math.fround(w * q.scale)) },
    int8(layer.output, q.outputScale, q.outputZeroPoint),
  ];
  const expected = (): Int8Array => {
    const product = (w: number): number =>
      layer.roundScale && !layer.perChannel ? Math.fround(q.scale * w) : q.scale * w;
    const multipliers = q.weights.map((w): Multiplier => toMultiplier(product(w) / q.outputScale));
    const [low, high] = activationRange(layer.activation, q.outputScale, q.outputZeroPoint);
    return Int8Array.from({ length: count(layer.output) }, (_, element) => {
      const channel = element % channels;
      let sum = BigInt(layer.bias ? (q.bias[channel] ?? 0) : 0);
      layer.window(element, (i, w) => {
        sum += BigInt(((input[i] ?? 0) - q.zeroPoint) * (weights[w] ?? 0));
      });
      const multiplier = multipliers[layer.perChannel ? channel : 0] ?? toMultiplier(0);
      return clamp(requantize(BigInt.asIntN(32, sum), multiplier) + BigInt(q.outputZeroPoint), low, high);
    });
  };
  return { model: { tensors, operators: [operator], inputs: [0], outputs: [3] }, inputs: [input], expected };
}

/** Positions of a window over [batch][height][width]: calls `visit(input pixel, kernel pixel)`. */
function windows(
  [, height = 1, width = 1]: readonly number[],
  [, outHeight = 1, outWidth = 1]: readonly number[],
  p: { kernel: number[]; stride: number[]; dilation: number[]; pad: number[] },
) {
  return (pixel: number, visit: (input: number, kernel: number) => void): void => {
    const [kh = 1, kw = 1] = p.kernel;
    const x = pixel % outWidth;
    const y = Math.floor(pixel / outWidth) % outHeight;
    const n = Math.floor(pixel / outWidth / outHeight);
    for (let k = 0; k < kh * kw; k++) {
      const iy = y * (p.stride[0] ?? 1) - (p.pad[0] ?? 0) + Math.floor(k / kw) * (p.dilation[0] ?? 1);
      const ix = x * (p.stride[1] ?? 1) - (p.pad[1] ?? 0) + (k % kw) * (p.dilation[1] ?? 1);
      if (iy >= 0 && iy < height && ix >= 0 && ix < width) visit((n * height + iy) * width + ix, k);
    }
  };
}

const image = fc.record({
  batches: small(1, 2),
  height: small(1, 9),
  width: small(1, 9),
  depth: fc.oneof(small(1, 9), fc.constantFrom(16, 32)),
  kernelHeight: small(1, 4),
  kernelWidth: small(1, 4),
  strideHeight: small(1, 3),
  strideWidth: small(1, 3),
  padding,
  activation,
  seed,
});
const weighted = fc.record({
  dilationHeight: small(1, 2),
  dilationWidth: small(1, 2),
  channels: fc.oneof(small(1, 9), fc.constantFrom(16)),
  perChannel: fc.boolean(),
  bias: fc.boolean(),
});
type Image = typeof image extends fc.Arbitrary<infer T> ? T : never;

/** The geometry of a window over an image, which is made large enough for it. */
function geometry(p: Image, dilationHeight: number, dilationWidth: number) {
  const height = Math.max(p.height, (p.kernelHeight - 1) * dilationHeight + 1);
  const width = Math.max(p.width, (p.kernelWidth - 1) * dilationWidth + 1);
  const [outHeight, top] = slide(height, p.kernelHeight, p.strideHeight, dilationHeight, p.padding);
  const [outWidth, left] = slide(width, p.kernelWidth, p.strideWidth, dilationWidth, p.padding);
  const input = [p.batches, height, width, p.depth];
  const output = [p.batches, outHeight, outWidth, p.depth];
  const visit = windows(input, output, {
    kernel: [p.kernelHeight, p.kernelWidth],
    stride: [p.strideHeight, p.strideWidth],
    dilation: [dilationHeight, dilationWidth],
    pad: [top, left],
  });
  return { input, output, visit };
}

const conv2d = (float: boolean) =>
  family(`CONV_2D ${float ? "float32" : "int8"}`, fc.tuple(image, weighted), ([p, w]) => {
    const { input, output, visit } = geometry(p, w.dilationHeight, w.dilationWidth);
    const kernel = p.kernelHeight * p.kernelWidth;
    return buildLayer({
      operator: {
        code: Op.CONV_2D,
        options: [
          Options.Conv2DOptions,
          (b) =>
            Conv2DOptions.createConv2DOptions(
              b,
              ...([p.padding, p.strideWidth, p.strideHeight, p.activation] as const),
              ...([w.dilationWidth, w.dilationHeight, 0] as const),
            ),
        ],
      },
      input,
      output: [...output.slice(0, 3), w.channels],
      weights: [w.channels, p.kernelHeight, p.kernelWidth, p.depth],
      dimension: 0,
      float,
      activation: p.activation,
      perChannel: w.perChannel,
      bias: w.bias,
      seed: p.seed,
      window: (element, each) => {
        const o = element % w.channels;
        visit(Math.floor(element / w.channels), (pixel, k) => {
          for (let c = 0; c < p.depth; c++) each(pixel * p.depth + c, (o * kernel + k) * p.depth + c);
        });
      },
    });
  });

const depthwise = (float: boolean) =>
  family(`DEPTHWISE_CONV_2D ${float ? "float32" : "int8"}`, fc.tuple(image, weighted, small(1, 3)), ([p, w, times]) => {
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
      input,
      output: [...output.slice(0, 3), channels],
      weights: [1, p.kernelHeight, p.kernelWidth, channels],
      dimension: 3,
      float,
      activation: p.activation,
      perChannel: w.perChannel,
      bias: w.bias,
      seed: p.seed,
      window: (element, each) => {
        const o = element % channels;
        visit(Math.floor(element / channels), (pixel, k) => {
          each(pixel * p.depth + Math.floor(o / times), k * channels + o);
        });
      },
    });
  });

const dense = fc.record({
  batches: small(1, 3),
  inputs: fc.oneof(small(1, 40), small(60, 130)),
  outputs: small(1, 20),
  activation,
  perChannel: fc.boolean(),
  bias: fc.boolean(),
  seed,
});

const fullyConnected = (float: boolean) =>
  family(`FULLY_CONNECTED ${float ? "float32" : "int8"}`, dense, (p) =>
    buildLayer({
      operator: {
        code: Op.FULLY_CONNECTED,
        options: [
          Options.FullyConnectedOptions,
          (b) => FullyConnectedOptions.createFullyConnectedOptions(b, p.activation, 0, false, false, 0),
        ],
      },
      ...p,
      input: [p.batches, p.inputs],
      output: [p.batches, p.outputs],
      weights: [p.outputs, p.inputs],
      dimension: 0,
      float,
      roundScale: true,
      window: (element, each) => {
        const [n, o] = [Math.floor(element / p.outputs), element % p.outputs];
        for (let i = 0; i < p.inputs; i++) each(n * p.inputs + i, o * p.inputs + i);
      },
    }),
  );

const pool = (code: Op.AVERAGE_POOL_2D | Op.MAX_POOL_2D, float: boolean) =>
  family(`${Op[code]} ${float ? "float32" : "int8"}`, image, (p) => {
    const { input, output, visit } = geometry(p, 1, 1);
    const random = new Random(p.seed);
    const [scale, zeroPoint] = [random.scale(0.001, 0.5), random.whole(-128, 127)];
    const data = float ? random.float32(count(input), 8) : random.int8(count(input));
    const tensor = (shape: number[]): TensorSpec =>
      float ? { shape, type: TensorType.FLOAT32 } : int8(shape, scale, zeroPoint);
    const [low, high] = activationRange(p.activation, scale, zeroPoint);
    const expected = (): Int8Array =>
      Int8Array.from({ length: count(output) }, (_, element) => {
        const values: number[] = [];
        visit(Math.floor(element / p.depth), (pixel) => values.push(data[pixel * p.depth + (element % p.depth)] ?? 0));
        const sum = values.reduce((a, b) => a + b, 0);
        const half = Math.trunc(values.length / 2);
        const mean = Math.trunc((sum > 0 ? sum + half : sum - half) / values.length);
        return clamp(BigInt(code === Op.MAX_POOL_2D ? Math.max(...values) : mean), low, high);
      });
    return {
      model: {
        tensors: [tensor(input), tensor(output)],
        operators: [
          {
            code,
            inputs: [0],
            outputs: [1],
            options: [
              Options.Pool2DOptions,
              (b) =>
                Pool2DOptions.createPool2DOptions(
                  b,
                  ...([p.padding, p.strideWidth, p.strideHeight, p.kernelWidth, p.kernelHeight, p.activation] as const),
                ),
            ],
          },
        ],
        inputs: [0],
        outputs: [1],
      },
      inputs: [data],
      ...(float ? {} : { expected }),
    };
  });

export const convolutions = [
  conv2d(false),
  conv2d(true),
  depthwise(false),
  depthwise(true),
  fullyConnected(false),
  fullyConnected(true),
  pool(Op.AVERAGE_POOL_2D, false),
  pool(Op.AVERAGE_POOL_2D, true),
  pool(Op.MAX_POOL_2D, false),
  pool(Op.MAX_POOL_2D, true),
];
