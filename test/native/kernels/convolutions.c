/* SPDX-License-Identifier: Apache-2.0 */
/* CONV_2D and DEPTHWISE_CONV_2D of int8. */
#include <string.h>

#include "draw.h"
#include "kernels.h"

typedef tinyxs_conv parameters;
typedef tinyxs_conv_data data;
typedef tinyxs_conv_kernel kernel;

static void draw_depths(tinyxs_conv *c) {
  int32_t groups = one_in(4) ? draw(2, 3) : 1, outputs = one_in(2) ? draw(1, 5) : draw(6, 20);
  c->group_depth = draw_size(40);
  if (c->depthwise) {
    groups = draw_size(50);
    outputs = one_in(3) ? draw(2, 3) : 1;
    c->group_depth = 1;
  }
  c->input_depth = groups * c->group_depth;
  c->output_depth = groups * outputs;
}

static void draw_window(tinyxs_conv *c) {
  bool pixel = one_in(4);
  c->kernel_height = (int16_t)(pixel ? 1 : draw(1, 4));
  c->kernel_width = (int16_t)(pixel ? 1 : draw(1, 4));
  c->stride_height = (int16_t)draw(1, 3);
  c->stride_width = (int16_t)draw(1, 3);
  c->dilation_height = (int16_t)(one_in(3) ? draw(2, 3) : 1);
  c->dilation_width = (int16_t)(one_in(3) ? draw(2, 3) : 1);
  c->input_height = draw(1, 9);
  c->input_width = draw(1, 9);
  c->output_height = draw_padding(c->input_height, c->kernel_height, c->stride_height, c->dilation_height, &c->pad_top);
  c->output_width = draw_padding(c->input_width, c->kernel_width, c->stride_width, c->dilation_width, &c->pad_left);
}

static void draw_case(const char *operator, tinyxs_conv * c, tinyxs_conv_data *d, tinyxs_bounds *bounds) {
  *c = (tinyxs_conv){.batches = draw(1, 2), .depthwise = strcmp(operator, "depthwise_conv_2d") == 0};
  draw_depths(c);
  draw_window(c);
  c->input_zero_point = draw_zero_point();
  c->output_zero_point = draw_zero_point();
  draw_range(c->output_zero_point, &c->activation_min, &c->activation_max);
  c->per_channel = !one_in(10);
  if (one_in(10)) c->weights_zero_point = (int8_t)draw_zero_point();
  int32_t products = c->kernel_height * c->kernel_width * c->group_depth;
  *d = (tinyxs_conv_data){
      .input = draw_int8((size_t)(c->batches * c->input_height * c->input_width * c->input_depth)),
      .weights = draw_int8((size_t)(c->output_depth * products)),
      .bias = draw_bias((size_t)c->output_depth),
  };
  draw_scales(c->per_channel ? (size_t)c->output_depth : 1, products, &d->multipliers, &d->shifts, bounds);
}

static size_t output_bytes(const tinyxs_conv *c) {
  return (size_t)(c->batches * c->output_height * c->output_width * c->output_depth);
}

static void give_fresh(const tinyxs_conv *c, tinyxs_conv_data *d) { d->output = take(output_bytes(c)); }

static bool is_same(const tinyxs_conv *c, const tinyxs_conv_data *a, const tinyxs_conv_data *b) {
  return memcmp(a->output, b->output, output_bytes(c)) == 0;
}

#include "compare_template.h"

void compare_convolutions(const tinyxs_kernel_set *set, int32_t cases) {
  compare(set->name, "conv_2d", set->conv_2d_int8, cases);
  compare(set->name, "depthwise_conv_2d", set->depthwise_conv_2d_int8, cases);
}
