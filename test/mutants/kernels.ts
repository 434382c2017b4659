// SPDX-License-Identifier: Apache-2.0
// Mutants of the kernels.
import type { Mutant } from "./mutant.js";

const kernels: Mutant["tests"] = ["kernels", "^kernels (?!with)"];
const multipliers: Mutant["tests"] = ["multipliers", ""];

export const kernelMutants: readonly Mutant[] = [
  {
    file: "native/kernels/portable/conv_2d_int8_portable.c",
    protects: "windows that begin left of the image, with dilation",
    from: "(-origin + dilation - 1) / dilation",
    to: "-origin / dilation",
    tests: kernels,
  },
  {
    file: "native/kernels/portable/conv_2d_int8_portable.c",
    protects: "convolutions in groups",
    from: "const bool contiguous = c->dilation_width == 1 && depth == c->input_depth;",
    to: "const bool contiguous = c->dilation_width == 1;",
    tests: kernels,
  },
  {
    file: "native/kernels/portable/conv_2d_int8_portable.c",
    protects: "layers whose weights have a zero point from a kernel that knows none",
    from: " && !c->weights_zero_point;",
    to: ";",
    tests: kernels,
  },
  {
    file: "native/kernels/choose_template.h",
    protects: "the choice of the cheapest kernel",
    from: "if (cost >= least) continue;",
    to: "if (best) continue;",
    tests: kernels,
  },
  {
    file: "native/kernels/choose_template.h",
    protects: "kernels whose scratch memory isn't to be had",
    from: "    refused |= UINT32_C(1) << best;",
    to: "    return best;",
    tests: kernels,
  },
  {
    file: "native/kernels/channel_multipliers.c",
    protects: "quotients that are one too small",
    from: "    if (remainder >= divisor) {",
    to: "    if (remainder > 2 * divisor) {",
    tests: multipliers,
  },
  {
    file: "native/kernels/channel_multipliers.c",
    protects: "quotients that a double rounds up",
    from: "divisor - (divisor >> 22)",
    to: "divisor",
    tests: multipliers,
  },
  {
    file: "native/kernels/channel_multipliers.c",
    protects: "scales so small that they have no leading bit",
    from: "__builtin_clz(mantissa | 1) - 8",
    to: "__builtin_clz(mantissa | 1) - 9",
    tests: multipliers,
  },
  {
    file: "native/kernels/portable/depthwise_conv_2d_int8_portable.c",
    protects: "the last channels, where fewer than a block are left",
    from: "for (int32_t i = 0; i < channels; i++) sums[i] +=",
    to: "for (int32_t i = 1; i < channels; i++) sums[i] +=",
    tests: kernels,
  },
  {
    file: "native/kernels/portable/depthwise_conv_2d_int8_portable.c",
    protects: "rows below the image",
    from: "if (in_y < 0 || in_y >= c->input_height) continue;",
    to: "if (in_y < 0 || in_y > c->input_height) continue;",
    tests: kernels,
  },
  {
    file: "native/kernels/portable/depthwise_conv_2d_int8_portable.c",
    protects: "layers with several outputs a channel from a kernel for one",
    from: " && tinyxs_group_outputs(c) == 1 && ",
    to: " && ",
    tests: kernels,
  },
  {
    file: "native/kernels/portable/fully_connected_int8_portable.c",
    protects: "layers that have a scale for each output",
    from: "scale_step = f->per_channel;",
    to: "scale_step = 0;",
    tests: kernels,
  },
  {
    file: "native/kernels/fixed_point.h",
    protects: "the rounding of halves below zero",
    from: "int32_t threshold = (mask >> 1) + (x < 0);",
    to: "int32_t threshold = mask >> 1;",
    tests: ["vectors", "ADD|CONV_2D|AVERAGE"],
  },
  {
    file: "native/kernels/fixed_point.h",
    protects: "the rounding of products below zero",
    from: "product >= 0 ? (int64_t)1 << 30 : 1 - ((int64_t)1 << 30)",
    to: "(int64_t)1 << 30",
    tests: ["vectors", "ADD|CONV_2D|SOFTMAX|HARD_SWISH"],
  },
];
