/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CONV_2D int8: the window's edges are clipped once per output pixel instead of once per element, and a window row that is
 * contiguous in memory (no dilation, no groups) becomes one dot product.
 */
#include "kernels/fixed_point.h"
#include "kernels/portable/dot.h"
#include "kernels/portable/portable.h"

typedef struct {
  int32_t first, last; /* taps of the window that lie inside the input */
} taps;

static taps clip(int32_t origin, int32_t window, int32_t dilation, int32_t input) {
  int32_t first = origin < 0 ? (-origin + dilation - 1) / dilation : 0;
  int32_t last = (input - 1 - origin) / dilation; /* each window begins before the input's end */
  return (taps){first, last < window ? last : window - 1};
}

static void run(const tinyxs_conv *c, const tinyxs_conv_data *d) {
  const int8_t *input = d->input, *weights = d->weights, *shifts = d->shifts;
  const int32_t *bias = d->bias, *multipliers = d->multipliers;
  int8_t *output = d->output;
  /* Copies, which the output can't overwrite. */
  const int32_t depth = c->group_depth, per_group = tinyxs_group_outputs(c), zero_point = c->input_zero_point;
  const int32_t output_zero_point = c->output_zero_point, dilation_height = c->dilation_height;
  const int32_t kernel_row = c->kernel_width * depth;
  const int32_t activation_min = c->activation_min, activation_max = c->activation_max;
  const bool contiguous = c->dilation_width == 1 && depth == c->input_depth;
  for (int32_t n = 0; n < c->batches; n++, input += c->input_height * c->input_width * c->input_depth) {
    for (int32_t y = 0; y < c->output_height; y++) {
      int32_t top = y * c->stride_height - c->pad_top;
      taps rows = clip(top, c->kernel_height, c->dilation_height, c->input_height);
      for (int32_t x = 0; x < c->output_width; x++) {
        int32_t left = x * c->stride_width - c->pad_left;
        taps columns = clip(left, c->kernel_width, c->dilation_width, c->input_width);
        int32_t width = columns.last - columns.first + 1;
        for (int32_t o = 0; o < c->output_depth; o++) {
          int32_t sum = bias ? bias[o] : 0;
          int32_t group = o / per_group * depth;
          for (int32_t ky = rows.first; ky <= rows.last; ky++) {
            const int8_t *in = input + ((top + ky * dilation_height) * c->input_width + left) * c->input_depth + group;
            const int8_t *w = weights + (o * c->kernel_height + ky) * kernel_row;
            if (contiguous) {
              int32_t part = tinyxs_dot_int8(in + columns.first * depth, w + columns.first * depth, width * depth, zero_point);
              sum = tinyxs_wrap_add(sum, part);
              continue;
            }
            for (int32_t kx = columns.first; kx <= columns.last; kx++) {
              int32_t part = tinyxs_dot_int8(in + kx * c->dilation_width * c->input_depth, w + kx * depth, depth, zero_point);
              sum = tinyxs_wrap_add(sum, part);
            }
          }
          int32_t scaled = tinyxs_wrap_add(tinyxs_requantize(sum, multipliers[o], shifts[o]), output_zero_point);
          *output++ = (int8_t)tinyxs_clamp(scaled, activation_min, activation_max);
        }
      }
    }
  }
}

/* The loop adds whole rows of a window, or places, and knows no weights with a zero point. */
static bool fits(const tinyxs_conv *c, const tinyxs_bounds *bounds) {
  (void)bounds;
  return c->per_channel && !c->depthwise && !c->transposed && !c->weights_zero_point;
}

static uint32_t cost(const tinyxs_conv *c) { return tinyxs_conv_cost(c, 6, 20, 50); }

const tinyxs_conv_kernel tinyxs_conv_2d_int8_portable = {.name = "portable", .fits = fits, .cost = cost, .run = run};
