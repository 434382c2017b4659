/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sum over a sliding window, written once: convolutions with groups, depthwise and transposed ones, and, as windows of one
 * pixel, fully connected layers. A transposed convolution is one whose input is dilated, with nothing between its elements, and
 * whose window is turned round: there weights count from the last place of the window.
 *
 * The file that includes this defines the types input_type, weight_type, sum_type and output_type, and the functions weight_at
 * (weight number n), add (the sum with one more product) and finish (a sum as output channel o).
 */

/* The row or column of the input at a place of the dilated one; -1 if there is none. */
static int32_t place(int32_t at, int32_t input_dilation, int32_t size) {
  if (at < 0) return -1;
  if (input_dilation > 1) {
    if (at % input_dilation) return -1;
    at /= input_dilation;
  }
  return at < size ? at : -1;
}

/* The sum of output channel o for the window at (top, left) of the image `input`, of whose channels it sees those from `first`.
 */
static sum_type sum_window(const tinyxs_conv *c, const tinyxs_conv_data *d, const input_type *input, int32_t zero_point,
                           int32_t top, int32_t left, int32_t first, int32_t o) {
  const weight_type *weights = d->weights;
  const int32_t places = c->kernel_height * c->kernel_width, depth = c->group_depth;
  const int32_t place_step = c->depthwise ? c->output_depth : c->transposed ? -depth : depth;
  const int32_t start = c->depthwise ? o : c->transposed ? (o * places + places - 1) * depth : o * places * depth;
  const int32_t dilation_height = c->transposed ? c->stride_height : 1, dilation_width = c->transposed ? c->stride_width : 1;
  sum_type sum = 0;
  for (int32_t ky = 0; ky < c->kernel_height; ky++) {
    int32_t y = place(top + ky * c->dilation_height, dilation_height, c->input_height);
    if (y < 0) continue;
    for (int32_t kx = 0; kx < c->kernel_width; kx++) {
      int32_t x = place(left + kx * c->dilation_width, dilation_width, c->input_width);
      if (x < 0) continue;
      const input_type *in = input + (y * c->input_width + x) * c->input_depth + first;
      int32_t w = start + (ky * c->kernel_width + kx) * place_step;
      for (int32_t i = 0; i < depth; i++) sum = add(c, sum, in[i], zero_point, weight_at(weights, w + i));
    }
  }
  return sum;
}

/* All images, whose elements are quantized as `activations` says. */
static void convolve(const tinyxs_conv *c, const tinyxs_conv_data *d, const input_type *input, output_type *output,
                     tinyxs_activations activations) {
  const int32_t group_outputs = tinyxs_group_outputs(c), image = c->input_height * c->input_width * c->input_depth;
  const int32_t stride_height = c->transposed ? 1 : c->stride_height, stride_width = c->transposed ? 1 : c->stride_width;
  for (int32_t n = 0; n < c->batches; n++, input += image) {
    for (int32_t y = 0; y < c->output_height; y++) {
      for (int32_t x = 0; x < c->output_width; x++) {
        int32_t top = y * stride_height - c->pad_top, left = x * stride_width - c->pad_left;
        int32_t first = 0, of_group = 0;
        for (int32_t o = 0; o < c->output_depth; o++) {
          sum_type sum = sum_window(c, d, input, activations.zero_point, top, left, first, o);
          *output++ = finish(c, d, sum, activations.scale, o);
          if (++of_group < group_outputs) continue;
          of_group = 0;
          first += c->group_depth;
        }
      }
    }
  }
}
