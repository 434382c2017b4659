/* Preparing CONV_2D and DEPTHWISE_CONV_2D. */
#include "operators/convolution.h"

tinyxs_status tinyxs_keep_channel_scales(tinyxs_prepare *p, const tinyxs_info *input, const tinyxs_info *weights,
                                         const tinyxs_info *output, int32_t channels, int32_t dimension, uint32_t *multipliers,
                                         uint32_t *shifts) {
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", input));
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", output));
  TINYXS_REQUIRE(p, weights->channels > 0, "the weights have no scale");
  TINYXS_REQUIRE(p, weights->channels == 1 || (weights->channels == (uint32_t)channels && weights->dimension == dimension),
                 "the weights have %u scales for %d output channels", weights->channels, channels);
  int32_t *multiplier = tinyxs_keep_array(p, (uint64_t)channels * sizeof *multiplier, multipliers);
  int8_t *shift = tinyxs_keep_array(p, (uint64_t)channels, shifts);
  if (!multiplier || !shift) return TINYXS_OK;
  for (int32_t c = 0; c < channels; c++) {
    double scale = tinyxs_channel_scale(p, weights, (uint32_t)c);
    int32_t exponent;
    tinyxs_quantize_multiplier((double)input->scale * scale / (double)output->scale, &multiplier[c], &exponent);
    shift[c] = (int8_t)exponent;
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_convolution(tinyxs_prepare *p, tinyxs_conv_fields fields, tinyxs_conv *conv) {
  TINYXS_TRY(tinyxs_arity(p, 2, 3, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), weights = tinyxs_input_info(p, 1), bias = tinyxs_input_info(p, 2);
  tinyxs_info output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.rank == 4 && weights.rank == 4 && output.rank == 4,
                 "its input, weights and output must have 4 dimensions, not %d, %d and %d", input.rank, weights.rank,
                 output.rank);
  *conv = (tinyxs_conv){.batches = input.shape[0],
                        .input_height = input.shape[1],
                        .input_width = input.shape[2],
                        .input_depth = input.shape[3],
                        .output_height = output.shape[1],
                        .output_width = output.shape[2],
                        .output_depth = output.shape[3],
                        .kernel_height = weights.shape[1],
                        .kernel_width = weights.shape[2],
                        .stride_width = tinyxs_option_i32(p, 1, 0),
                        .stride_height = tinyxs_option_i32(p, 2, 0),
                        .dilation_width = tinyxs_option_i32(p, fields.dilation_width, 1),
                        .dilation_height = tinyxs_option_i32(p, fields.dilation_height, 1)};
  TINYXS_REQUIRE(p, output.shape[0] == conv->batches, "its input has %d batches, its output %d", conv->batches,
                 output.shape[0]);
  TINYXS_REQUIRE(p, input.count && output.count && weights.count, "one of its tensors is empty");
  if (bias.present) {
    TINYXS_REQUIRE(p, bias.count == (uint32_t)conv->output_depth, "it has %u biases for %d channels", bias.count,
                   conv->output_depth);
  }
  int32_t padding = tinyxs_option_i8(p, 0, 0);
  TINYXS_TRY(tinyxs_window_padding(p, "height", padding, conv->input_height, conv->kernel_height, conv->stride_height,
                                   conv->dilation_height, conv->output_height, &conv->pad_top));
  TINYXS_TRY(tinyxs_window_padding(p, "width", padding, conv->input_width, conv->kernel_width, conv->stride_width,
                                   conv->dilation_width, conv->output_width, &conv->pad_left));
  int32_t activation = tinyxs_option_i8(p, fields.activation, 0);
  TINYXS_TRY(tinyxs_float_activation_range(p, activation, &conv->float_min, &conv->float_max));
  if (output.type == TINYXS_FLOAT32) return TINYXS_OK;
  conv->input_zero_point = input.zero_point;
  conv->output_zero_point = output.zero_point;
  return tinyxs_activation_range(p, activation, &output, &conv->activation_min, &conv->activation_max);
}

tinyxs_status tinyxs_finish_convolution(tinyxs_prepare *p, tinyxs_conv *conv, int32_t channel_dimension,
                                        tinyxs_run_function run_float, const tinyxs_kernel *int8_kernels) {
  tinyxs_info input = tinyxs_input_info(p, 0), weights = tinyxs_input_info(p, 1), bias = tinyxs_input_info(p, 2);
  tinyxs_info output = tinyxs_output_info(p, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  if (input.type == TINYXS_FLOAT32) {
    if (weights.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "float32 input with weights", &weights);
    if (bias.present && bias.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "float32 input with bias", &bias);
    tinyxs_set_run(p, run_float);
  } else if (input.type == TINYXS_INT8) {
    if (weights.type != TINYXS_INT8) return tinyxs_reject_type(p, "int8 input with weights", &weights);
    if (bias.present && bias.type != TINYXS_INT32) return tinyxs_reject_type(p, "int8 input with bias", &bias);
    TINYXS_TRY(tinyxs_keep_channel_scales(p, &input, &weights, &output, conv->output_depth, channel_dimension,
                                          &conv->multipliers, &conv->shifts));
    TINYXS_TRY(tinyxs_choose_kernel(p, int8_kernels, conv));
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  tinyxs_keep(p, conv, sizeof *conv);
  return TINYXS_OK;
}
