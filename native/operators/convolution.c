/* SPDX-License-Identifier: Apache-2.0 */
/* Preparing and running convolutions and fully connected layers. */
#include "operators/convolution.h"

#include "kernels/channel_multipliers.h"
#include "kernels/reference/reference.h"

typedef tinyxs_conv parameters;
typedef tinyxs_conv_kernel kernel;
#include "kernels/choose_template.h"

enum { WEIGHTS = 1 }; /* the number of this input */

typedef struct {
  tinyxs_conv conv;
  tinyxs_scales scales;
  uint32_t scratch; /* of the chosen kernel */
} op_data;

/* ---- scales ---- */

void tinyxs_find_multipliers(const tinyxs_call *call, const tinyxs_scales *scales, int32_t count, tinyxs_conv_data *data) {
  if (scales->source == TINYXS_ONE_SCALE) {
    data->multipliers = &scales->multiplier;
    data->shifts = &scales->shift;
  } else if (scales->source == TINYXS_PREPARED_SCALES) {
    data->multipliers = tinyxs_file_at(call, scales->multipliers);
    data->shifts = tinyxs_file_at(call, scales->shifts);
  } else {
    int32_t *multipliers = tinyxs_scratch(call);
    int8_t *shifts = (int8_t *)(multipliers + count);
    tinyxs_channel_multipliers(scales->input_scale, scales->output_scale, tinyxs_file_at(call, scales->scales), scales->step,
                               (uint32_t)count, multipliers, shifts);
    data->multipliers = multipliers;
    data->shifts = shifts;
  }
}

static tinyxs_status find_scales(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *weights,
                                 const tinyxs_info *output, bool dense, const tinyxs_conv *conv, tinyxs_scales *scales) {
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", input));
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", output));
  if (!conv->per_channel) {
    double product = (double)input->scale * (double)weights->scale;
    if (dense) product = (double)(input->scale * weights->scale);
    int32_t shift;
    tinyxs_quantize_multiplier(product / (double)output->scale, &scales->multiplier, &shift);
    *scales = (tinyxs_scales){.source = TINYXS_ONE_SCALE, .shift = (int8_t)shift, .multiplier = scales->multiplier};
    return TINYXS_OK;
  }
  uint32_t multipliers, shifts, count = (uint32_t)conv->output_depth;
  TINYXS_TRY(tinyxs_find_channel_multipliers(p, input, weights, output, count, &multipliers, &shifts));
  if (multipliers) {
    *scales = (tinyxs_scales){.source = TINYXS_PREPARED_SCALES, .multipliers = multipliers, .shifts = shifts};
    return TINYXS_OK;
  }
  *scales = (tinyxs_scales){.source = TINYXS_COMPUTED_SCALES,
                            .step = weights->channels > 1 ? 4 : 0,
                            .scales = weights->scales_at,
                            .input_scale = input->scale,
                            .output_scale = output->scale};
  return tinyxs_request_scratch(p, (uint64_t)count * 5);
}

/* ---- run ---- */

/* TRANSPOSE_CONV has the output's shape before the weights. */
static tinyxs_conv_data gather(const tinyxs_call *call, const tinyxs_conv *c) {
  return (tinyxs_conv_data){.input = tinyxs_input_data(call, c->transposed ? 2 : 0),
                            .weights = tinyxs_input_data(call, WEIGHTS),
                            .bias = tinyxs_input_data(call, c->transposed ? 3 : 2),
                            .output = tinyxs_output_data(call, 0)};
}

typedef void (*run_function)(const tinyxs_conv *c, const tinyxs_conv_data *d);

static tinyxs_status run_integer(tinyxs_call *call, run_function run) {
  const op_data *op = tinyxs_op_data(call);
  tinyxs_conv_data data = gather(call, &op->conv);
  tinyxs_find_multipliers(call, &op->scales, op->conv.output_depth, &data);
  data.scratch = tinyxs_scratch_at(call, op->scratch);
  run(&op->conv, &data);
  return TINYXS_OK;
}
tinyxs_status tinyxs_run_convolution(tinyxs_call *call, const tinyxs_conv_kernel *const *kernels) {
  const op_data *op = tinyxs_op_data(call);
  return run_integer(call, kernels[op->conv.kernel]->run);
}
static tinyxs_status run_int8(tinyxs_call *call) { return run_integer(call, tinyxs_convolution_int8_reference.run); }
static tinyxs_status run_int4(tinyxs_call *call) { return run_integer(call, tinyxs_convolution_int4_reference); }
static tinyxs_status run_int16(tinyxs_call *call) { return run_integer(call, tinyxs_convolution_int16_reference); }

static tinyxs_status run_float(tinyxs_call *call) {
  const op_data *op = tinyxs_op_data(call);
  const tinyxs_conv_data data = gather(call, &op->conv);
  tinyxs_convolution_float_reference(&op->conv, &data);
  return TINYXS_OK;
}

static tinyxs_status run_hybrid(tinyxs_call *call) {
  const op_data *op = tinyxs_op_data(call);
  tinyxs_conv_data data = gather(call, &op->conv);
  data.scales = tinyxs_file_at(call, op->scales.scales);
  data.scratch = tinyxs_scratch(call);
  tinyxs_convolution_hybrid_reference(&op->conv, &data);
  return TINYXS_OK;
}

static const struct {
  tinyxs_type input, weights;
  tinyxs_run_function run;
} runs[] = {
    {TINYXS_FLOAT32, TINYXS_FLOAT32, run_float}, {TINYXS_FLOAT32, TINYXS_INT8, run_hybrid},
    {TINYXS_INT8, TINYXS_INT8, run_int8},        {TINYXS_INT8, TINYXS_INT4, run_int4},
    {TINYXS_INT16, TINYXS_INT8, run_int16},
};

/* ---- prepare ---- */

tinyxs_status tinyxs_prepare_convolution(tinyxs_plan *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv) {
  TINYXS_TRY(tinyxs_arity(p, traits->bias, traits->bias + 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, traits->input), weights = tinyxs_input_info(p, WEIGHTS);
  tinyxs_info output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.rank == 4 && weights.rank == 4 && output.rank == 4,
                 "its input, weights and output must have 4 dimensions, not %d, %d and %d", input.rank, weights.rank,
                 output.rank);
  /* TRANSPOSE_CONV and DEPTHWISE_CONV_2D have these three options where CONV_2D has them. */
  int32_t padding = tinyxs_option_i8(p, CONV_2D_OPTIONS_PADDING, 0), kernel_height = weights.shape[1],
          kernel_width = weights.shape[2];
  int32_t stride_width = tinyxs_option_i32(p, CONV_2D_OPTIONS_STRIDE_W, 0),
          stride_height = tinyxs_option_i32(p, CONV_2D_OPTIONS_STRIDE_H, 0);
  int32_t dilation_width = tinyxs_option_i32(p, traits->dilation_width, 1);
  int32_t dilation_height = tinyxs_option_i32(p, traits->dilation_height, 1);
  *conv = (tinyxs_conv){.batches = input.shape[0],
                        .input_height = input.shape[1],
                        .input_width = input.shape[2],
                        .input_depth = input.shape[3],
                        .output_height = output.shape[1],
                        .output_width = output.shape[2],
                        .output_depth = output.shape[3],
                        .transposed = traits->transposed};
  TINYXS_REQUIRE(p, output.shape[0] == conv->batches, "its input has %d batches, its output %d", conv->batches,
                 output.shape[0]);
  TINYXS_REQUIRE(p, input.count && output.count && weights.count, "one of its tensors is empty");
  const tinyxs_info *large = traits->transposed ? &output : &input, *small = traits->transposed ? &input : &output;
  int32_t top, left;
  TINYXS_TRY(tinyxs_window_padding(p, "height", padding, large->shape[1], kernel_height, stride_height, dilation_height,
                                   small->shape[1], &top));
  TINYXS_TRY(tinyxs_window_padding(p, "width", padding, large->shape[2], kernel_width, stride_width, dilation_width,
                                   small->shape[2], &left));
  TINYXS_REQUIRE(p, top <= INT16_MAX && left <= INT16_MAX, "its padding is %d x %d, more than %d", top, left, INT16_MAX);
  conv->kernel_height = (int16_t)kernel_height;
  conv->kernel_width = (int16_t)kernel_width;
  conv->stride_height = (int16_t)stride_height;
  conv->stride_width = (int16_t)stride_width;
  conv->dilation_height = (int16_t)dilation_height;
  conv->dilation_width = (int16_t)dilation_width;
  conv->pad_top = (int16_t)(traits->transposed ? kernel_height - 1 - top : top);
  conv->pad_left = (int16_t)(traits->transposed ? kernel_width - 1 - left : left);
  return TINYXS_OK;
}

static tinyxs_status set_run(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *weights) {
  bool known = false;
  for (uint32_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
    if (runs[i].input != input->type) continue;
    known = true;
    if (runs[i].weights != weights->type) continue;
    tinyxs_set_run(p, runs[i].run);
    return TINYXS_OK;
  }
  return known ? tinyxs_reject_type(p, "a weight tensor", weights) : tinyxs_reject_type(p, "an input", input);
}

static tinyxs_status check_bias(tinyxs_plan *p, const tinyxs_conv_traits *traits, tinyxs_type input, tinyxs_conv *conv) {
  tinyxs_info bias = tinyxs_input_info(p, traits->bias);
  tinyxs_type sum = bias.present ? bias.type : (tinyxs_type)tinyxs_option_i8(p, traits->bias_type, 0);
  /* Sums have the type of the bias, but for transposed convolutions. */
  bool wide = input == TINYXS_INT16 && (traits->transposed || sum != TINYXS_INT32);
  conv->wide = wide ? sizeof(int64_t) : 0;
  if (!bias.present) return TINYXS_OK;
  bool fits = input == TINYXS_FLOAT32 ? bias.type == TINYXS_FLOAT32
                                      : bias.type == TINYXS_INT32 || (wide && bias.type == TINYXS_INT64) ||
                                            (traits->transposed && wide && bias.type == TINYXS_INT16);
  if (!fits) return tinyxs_reject_type(p, "a bias", &bias);
  TINYXS_REQUIRE(p, bias.count == (uint32_t)conv->output_depth, "it has %u biases for %d channels", bias.count,
                 conv->output_depth);
  if (wide) conv->wide = tinyxs_type_bytes(bias.type) & 15;
  return TINYXS_OK;
}

tinyxs_status tinyxs_check_layer(tinyxs_plan *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv, tinyxs_scales *scales) {
  tinyxs_info input = tinyxs_input_info(p, traits->input), weights = tinyxs_input_info(p, WEIGHTS);
  tinyxs_info output = tinyxs_output_info(p, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_TRY(set_run(p, &input, &weights));
  bool int8 = input.type == TINYXS_INT8 && weights.type == TINYXS_INT8;
  TINYXS_TRY(check_bias(p, traits, input.type, conv));
  if (weights.type != TINYXS_FLOAT32) {
    TINYXS_TRY(tinyxs_require_quantized(p, "the weight tensor", &weights));
    TINYXS_REQUIRE(p,
                   weights.channels == 1 ||
                       (weights.channels == (uint32_t)conv->output_depth && weights.dimension == traits->channel_dimension),
                   "the weights have %u scales for %d output channels", weights.channels, conv->output_depth);
    conv->per_channel = weights.channels > 1 || (traits->kernels && int8);
  }
  int32_t activation = tinyxs_option_i8(p, traits->activation, 0);
  if (input.type == TINYXS_FLOAT32) {
    *scales = (tinyxs_scales){.source = TINYXS_FLOAT_SCALES, .scales = weights.scales_at};
    if (weights.type == TINYXS_INT8) TINYXS_TRY(tinyxs_request_scratch(p, input.count / (uint32_t)conv->batches));
    return tinyxs_float_activation_range(p, activation, &conv->float_min, &conv->float_max);
  }
  TINYXS_REQUIRE(p, traits->dense || input.type == TINYXS_INT8 || (!input.zero_point && !output.zero_point),
                 "its input and output of int16 must have zero point 0");
  conv->input_zero_point = (int16_t)input.zero_point;
  conv->output_zero_point = (int16_t)output.zero_point;
  TINYXS_TRY(find_scales(p, &input, &weights, &output, traits->dense, conv, scales));
  int32_t min, max;
  TINYXS_TRY(tinyxs_activation_range(p, activation, &output, &min, &max));
  /* They lie beyond their type where a scale is absurdly small. */
  conv->activation_min = tinyxs_saturate_int16(min);
  conv->activation_max = tinyxs_saturate_int16(max);
  return TINYXS_OK;
}

void tinyxs_set_convolution(tinyxs_plan *p, const tinyxs_conv *conv, const tinyxs_scales *scales) {
  const op_data op = {.conv = *conv, .scales = *scales};
  tinyxs_set_op_data(p, &op, sizeof op);
}

static bool is_int8(const tinyxs_plan *p, uint32_t input) {
  return tinyxs_input_info(p, input).type == TINYXS_INT8 && tinyxs_input_info(p, WEIGHTS).type == TINYXS_INT8;
}

tinyxs_status tinyxs_finish_convolution(tinyxs_plan *p, const tinyxs_conv_traits *traits, tinyxs_conv *conv) {
  tinyxs_scales scales;
  TINYXS_TRY(tinyxs_check_layer(p, traits, conv, &scales));
  if (traits->kernels && is_int8(p, traits->input)) tinyxs_set_run(p, traits->run);
  tinyxs_set_convolution(p, conv, &scales);
  return TINYXS_OK;
}

/* ---- choose ---- */

bool tinyxs_find_kernel_scratch(void *request, uint32_t bytes) {
  const tinyxs_scratch_request *it = request;
  return tinyxs_find_scratch(it->p, bytes, it->at);
}

void tinyxs_choose_convolution(tinyxs_plan *p, const tinyxs_conv_kernel *const *kernels) {
  op_data *op = tinyxs_op_data_of(p);
  tinyxs_scratch_request request = {p, &op->scratch};
  if (!is_int8(p, 0)) return;
  op->conv.kernel = choose_kernel(kernels, &op->conv, &tinyxs_any_scales, tinyxs_find_kernel_scratch, &request);
}

uint8_t tinyxs_chosen_kernel(const tinyxs_node *node) { return ((const op_data *)node->data)->conv.kernel; }
