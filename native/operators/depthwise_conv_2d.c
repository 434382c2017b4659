/* DEPTHWISE_CONV_2D: each input channel with its own weights [1][h][w][C x depth multiplier]. float32, int8. */
#include "operators/convolution.h"

#define FOR_WINDOW(c, n, y, x, channel, o, VISIT)                                                                              \
  for (int32_t ky = 0; ky < (c)->kernel_height; ky++) {                                                                        \
    int32_t in_y = (y) * (c)->stride_height - (c)->pad_top + ky * (c)->dilation_height;                                        \
    if (in_y < 0 || in_y >= (c)->input_height) continue;                                                                       \
    for (int32_t kx = 0; kx < (c)->kernel_width; kx++) {                                                                       \
      int32_t in_x = (x) * (c)->stride_width - (c)->pad_left + kx * (c)->dilation_width;                                       \
      if (in_x < 0 || in_x >= (c)->input_width) continue;                                                                      \
      VISIT((((n) * (c)->input_height + in_y) * (c)->input_width + in_x) * (c)->input_depth + (channel),                       \
            (ky * (c)->kernel_width + kx) * (c)->output_depth + (o));                                                          \
    }                                                                                                                          \
  }

tinyxs_status tinyxs_depthwise_conv_2d_int8(tinyxs_call *call) {
  const tinyxs_conv *c = tinyxs_kept(call);
  const int8_t *input = tinyxs_input_data(call, 0), *weights = tinyxs_input_data(call, 1);
  const int32_t *bias = tinyxs_input_data(call, 2);
  const int32_t *multipliers = tinyxs_kept_at(call, c->multipliers);
  const int8_t *shifts = tinyxs_kept_at(call, c->shifts);
  int8_t *output = tinyxs_output_data(call, 0);
  for (int32_t n = 0; n < c->batches; n++) {
    for (int32_t y = 0; y < c->output_height; y++) {
      for (int32_t x = 0; x < c->output_width; x++) {
        for (int32_t o = 0; o < c->output_depth; o++) {
          int32_t sum = 0;
#define VISIT(a, b) sum = tinyxs_wrap_add(sum, weights[b] * (input[a] - c->input_zero_point))
          FOR_WINDOW(c, n, y, x, o / c->depth_multiplier, o, VISIT)
#undef VISIT
          if (bias) sum = tinyxs_wrap_add(sum, bias[o]);
          int32_t scaled = tinyxs_wrap_add(tinyxs_requantize(sum, multipliers[o], shifts[o]), c->output_zero_point);
          *output++ = (int8_t)tinyxs_clamp(scaled, c->activation_min, c->activation_max);
        }
      }
    }
  }
  return TINYXS_OK;
}

static tinyxs_status run_float(tinyxs_call *call) {
  const tinyxs_conv *c = tinyxs_kept(call);
  const float *input = tinyxs_input_data(call, 0), *weights = tinyxs_input_data(call, 1), *bias = tinyxs_input_data(call, 2);
  float *output = tinyxs_output_data(call, 0);
  for (int32_t n = 0; n < c->batches; n++) {
    for (int32_t y = 0; y < c->output_height; y++) {
      for (int32_t x = 0; x < c->output_width; x++) {
        for (int32_t o = 0; o < c->output_depth; o++) {
          float sum = 0;
#define VISIT(a, b) sum += input[a] * weights[b]
          FOR_WINDOW(c, n, y, x, o / c->depth_multiplier, o, VISIT)
#undef VISIT
          *output++ = tinyxs_clamp_float(bias ? sum + bias[o] : sum, c->float_min, c->float_max);
        }
      }
    }
  }
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  tinyxs_conv conv;
  TINYXS_TRY(
      tinyxs_prepare_convolution(p, (tinyxs_conv_fields){.activation = 4, .dilation_width = 5, .dilation_height = 6}, &conv));
  tinyxs_info weights = tinyxs_input_info(p, 1);
  conv.group_depth = 1;
  conv.depth_multiplier = conv.output_depth / conv.input_depth;
  TINYXS_REQUIRE(p, weights.shape[0] == 1 && weights.shape[3] == conv.output_depth,
                 "its weights make %d channels, its output has %d", weights.shape[3], conv.output_depth);
  TINYXS_REQUIRE(p, conv.depth_multiplier > 0 && conv.depth_multiplier * conv.input_depth == conv.output_depth,
                 "%d input channels do not fit %d output channels", conv.input_depth, conv.output_depth);
  return tinyxs_finish_convolution(p, &conv, 3, run_float, tinyxs_depthwise_conv_2d_int8_kernels);
}

const tinyxs_operator tinyxs_operator_depthwise_conv_2d = {"DEPTHWISE_CONV_2D", 4, prepare};
