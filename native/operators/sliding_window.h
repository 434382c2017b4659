/*
 * The sum over a sliding window, written once: convolutions with groups, depthwise and transposed ones, and, as windows of one
 * pixel, fully connected layers. The weight of output channel o, place (ky, kx) and input channel i is number
 * o * channel_step + (ky * kernel_width + kx) * tap_step + i. A transposed convolution is one whose input is dilated, with
 * nothing between its elements, and whose window is turned round: there tap_step is negative and counts from the last place.
 */
#ifndef TINYXS_OPERATORS_SLIDING_WINDOW_H
#define TINYXS_OPERATORS_SLIDING_WINDOW_H

#include "operators/convolution.h"

/* What an image's sums need besides the shapes. */
typedef struct {
  const void *weights, *bias;
  const int32_t *multipliers;
  const int8_t *shifts;
  int32_t input_zero_point;
  /* Where the input is quantized at run time: its scale, and those of the weights in the file. */
  float input_scale;
  tinyxs_file file;
} tinyxs_layer;

/* The row or column of the input at a place of the dilated one; -1 if there is none. */
static inline int32_t tinyxs_place(int32_t at, int32_t input_dilation, int32_t size) {
  if (at < 0) return -1;
  if (input_dilation > 1) {
    if (at % input_dilation) return -1;
    at /= input_dilation;
  }
  return at < size ? at : -1;
}

/* Computes the outputs of one image. */
typedef void (*tinyxs_image)(const tinyxs_conv *c, const tinyxs_layer *layer, const void *input, void *output);

/*
 * Defines a tinyxs_image: each output is FINISH(c, layer, sum, o), where sum = ADD(c, layer, sum, x, w), from 0, over the input
 * elements x and their weights w = WEIGHT(weights, number).
 */
#define TINYXS_IMAGE(name, input_type, weight_type, sum_type, output_type, WEIGHT, ADD, FINISH)                                \
  static void name(const tinyxs_conv *c, const tinyxs_layer *layer, const void *input, void *outputs) {                        \
    const weight_type *weights = layer->weights;                                                                               \
    int32_t start = c->tap_step < 0 ? (1 - c->kernel_height * c->kernel_width) * c->tap_step : 0;                              \
    output_type *output = outputs;                                                                                             \
    for (int32_t y = 0; y < c->output_height; y++) {                                                                           \
      for (int32_t x = 0; x < c->output_width; x++) {                                                                          \
        int32_t top = y * c->stride_height - c->pad_top, left = x * c->stride_width - c->pad_left;                             \
        int32_t first = 0, of_group = 0;                                                                                       \
        for (int32_t o = 0; o < c->output_depth; o++) {                                                                        \
          sum_type sum = 0;                                                                                                    \
          for (int32_t ky = 0; ky < c->kernel_height; ky++) {                                                                  \
            int32_t in_y = tinyxs_place(top + ky * c->dilation_height, c->input_dilation_height, c->input_height);             \
            if (in_y < 0) continue;                                                                                            \
            for (int32_t kx = 0; kx < c->kernel_width; kx++) {                                                                 \
              int32_t in_x = tinyxs_place(left + kx * c->dilation_width, c->input_dilation_width, c->input_width);             \
              if (in_x < 0) continue;                                                                                          \
              const input_type *in = (const input_type *)input + (in_y * c->input_width + in_x) * c->input_depth + first;      \
              int32_t w = start + o * c->channel_step + (ky * c->kernel_width + kx) * c->tap_step;                             \
              for (int32_t i = 0; i < c->group_depth; i++) sum = ADD(c, layer, sum, in[i], WEIGHT(weights, w + i));            \
            }                                                                                                                  \
          }                                                                                                                    \
          *output++ = FINISH(c, layer, sum, o);                                                                                \
          if (++of_group < c->group_outputs) continue;                                                                         \
          of_group = 0;                                                                                                        \
          first += c->group_depth;                                                                                             \
        }                                                                                                                      \
      }                                                                                                                        \
    }                                                                                                                          \
  }

#endif
