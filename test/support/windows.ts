// SPDX-License-Identifier: Apache-2.0
// Images and windows that slide over them, for convolutions and pools.
import fc from "fast-check";
import { activation, padding, seed, slide, small } from "./case.js";

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

export const image = fc.record({
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
export type Image = typeof image extends fc.Arbitrary<infer T> ? T : never;

/** The geometry of a window over an image, which is made large enough for it. */
export function geometry(p: Image, dilationHeight: number, dilationWidth: number) {
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
