/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DEPTHWISE_CONV_2D int8 with depth multiplier 1: channels in blocks whose sums stay in registers, so that the inner loop runs
 * along memory.
 */
#include "kernels/fixed_point.h"
#include "kernels/portable/portable.h"

enum { BLOCK = 16 };

static void sum_block(const tinyxs_conv *c, const int8_t *input, const int8_t *weights, int32_t top, int32_t left,
                      int32_t channel, int32_t channels, uint32_t *sums) {
  for (int32_t i = 0; i < BLOCK; i++) sums[i] = 0;
  /* Copies, which the sums can't overwrite. */
  const int16_t zero_point = c->input_zero_point;
  const int32_t kernel_height = c->kernel_height, kernel_width = c->kernel_width;
  const int32_t dilation_height = c->dilation_height, dilation_width = c->dilation_width;
  for (int32_t ky = 0; ky < kernel_height; ky++) {
    int32_t in_y = top + ky * dilation_height;
    if (in_y < 0 || in_y >= c->input_height) continue;
    for (int32_t kx = 0; kx < kernel_width; kx++) {
      int32_t in_x = left + kx * dilation_width;
      if (in_x < 0 || in_x >= c->input_width) continue;
      const int8_t *in = input + (in_y * c->input_width + in_x) * c->input_depth + channel;
      const int8_t *w = weights + (ky * kernel_width + kx) * c->output_depth + channel;
      if (channels == BLOCK) {
        for (int32_t i = 0; i < BLOCK; i++) sums[i] += (uint32_t)((int16_t)(in[i] - zero_point) * w[i]);
      } else {
        for (int32_t i = 0; i < channels; i++) sums[i] += (uint32_t)((int16_t)(in[i] - zero_point) * w[i]);
      }
    }
  }
}

static void run(const tinyxs_conv *c, const tinyxs_conv_data *d) {
  const int8_t *input = d->input, *weights = d->weights, *shifts = d->shifts;
  const int32_t *bias = d->bias, *multipliers = d->multipliers;
  int8_t *output = d->output;
  /* Copies, which the output can't overwrite. */
  const int32_t output_zero_point = c->output_zero_point, activation_min = c->activation_min,
                activation_max = c->activation_max;
  for (int32_t n = 0; n < c->batches; n++, input += c->input_height * c->input_width * c->input_depth) {
    for (int32_t y = 0; y < c->output_height; y++) {
      for (int32_t x = 0; x < c->output_width; x++) {
        for (int32_t channel = 0; channel < c->output_depth; channel += BLOCK) {
          int32_t channels = c->output_depth - channel < BLOCK ? c->output_depth - channel : BLOCK;
          uint32_t sums[BLOCK];
          sum_block(c, input, weights, y * c->stride_height - c->pad_top, x * c->stride_width - c->pad_left, channel, channels,
                    sums);
          for (int32_t i = 0; i < channels; i++) {
            int32_t o = channel + i;
            int32_t sum = tinyxs_wrap_add((int32_t)sums[i], bias ? bias[o] : 0);
            int32_t scaled = tinyxs_wrap_add(tinyxs_requantize(sum, multipliers[o], shifts[o]), output_zero_point);
            *output++ = (int8_t)tinyxs_clamp(scaled, activation_min, activation_max);
          }
        }
      }
    }
  }
}

static bool fits(const tinyxs_conv *c, const tinyxs_bounds *bounds) {
  (void)bounds;
  return c->per_channel && c->depthwise && tinyxs_group_outputs(c) == 1 && !c->weights_zero_point;
}

static uint32_t cost(const tinyxs_conv *c) { return tinyxs_conv_cost(c, 6, 5, 60); }

const tinyxs_conv_kernel tinyxs_depthwise_conv_2d_int8_portable = {.name = "portable", .fits = fits, .cost = cost, .run = run};
