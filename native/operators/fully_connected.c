/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FULLY_CONNECTED: output = input x weights^T + bias, weights [outputs][inputs]. float32; int8 with int8 or int4 weights; int16
 * with int8 weights; and, beyond TensorFlow Lite Micro, float32 with int8 weights. All but int8 with int8 weights runs as a
 * convolution of images of one pixel.
 */
#include "operators/convolution.h"

typedef tinyxs_fully_connected parameters;
typedef tinyxs_fully_connected_kernel kernel;
#include "kernels/choose_template.h"

typedef struct {
  tinyxs_fully_connected layer;
  tinyxs_scales scales;
  uint32_t scratch; /* of the chosen kernel */
} op_data;

static tinyxs_status run_int8(tinyxs_call *call) {
  const op_data *op = tinyxs_op_data(call);
  const tinyxs_fully_connected *f = &op->layer;
  tinyxs_fully_connected_data data = {.input = tinyxs_input_data(call, 0),
                                      .weights = tinyxs_input_data(call, 1),
                                      .bias = tinyxs_input_data(call, 2),
                                      .output = tinyxs_output_data(call, 0),
                                      .scratch = tinyxs_scratch_at(call, op->scratch)};
  tinyxs_find_multipliers(call, &op->scales, f->outputs, &data);
  tinyxs_fully_connected_int8_kernels[f->kernel]->run(f, &data);
  return TINYXS_OK;
}

static void set_int8(tinyxs_plan *p, const tinyxs_conv *conv, const tinyxs_scales *scales) {
  const op_data op = {.layer = {.batches = conv->batches,
                                .inputs = conv->group_depth,
                                .outputs = conv->output_depth,
                                .input_zero_point = conv->input_zero_point,
                                .weights_zero_point = conv->weights_zero_point,
                                .output_zero_point = conv->output_zero_point,
                                .activation_min = conv->activation_min,
                                .activation_max = conv->activation_max,
                                .per_channel = conv->per_channel},
                      .scales = *scales};
  tinyxs_set_op_data(p, &op, sizeof op);
  tinyxs_set_run(p, run_int8);
}

static tinyxs_status prepare(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 3, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), weights = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, weights.rank >= 2 && weights.count, "its weights must have 2 dimensions, not %d", weights.rank);
  TINYXS_REQUIRE(p, tinyxs_option_i8(p, FULLY_CONNECTED_OPTIONS_WEIGHTS_FORMAT, 0) == WEIGHTS_FORMAT_DEFAULT,
                 "its weights are shuffled: convert the model without that format");
  int32_t outputs = weights.shape[weights.rank - 2], inputs = weights.shape[weights.rank - 1];
  TINYXS_REQUIRE(p, (uint64_t)outputs * (uint64_t)inputs == weights.count, "its weights have more than one matrix");
  TINYXS_REQUIRE(p, output.count && output.rank && output.shape[output.rank - 1] == outputs,
                 "its output does not end with a dimension of %d", outputs);
  int32_t batches = (int32_t)(output.count / (uint32_t)outputs);
  TINYXS_REQUIRE(p, (uint64_t)batches * (uint64_t)inputs == input.count,
                 "%u input and %u output elements do not fit weights of %d x %d", input.count, output.count, outputs, inputs);
  const tinyxs_conv_traits traits = {.bias = 2,
                                     .bias_type = FULLY_CONNECTED_OPTIONS_QUANTIZED_BIAS_TYPE,
                                     .channel_dimension = weights.rank - 2,
                                     .dense = true};
  bool quantized_as_one = weights.channels == 1 && input.type != TINYXS_FLOAT32;
  TINYXS_REQUIRE(p, weights.zero_point >= INT8_MIN && weights.zero_point <= INT8_MAX, "its weights have zero point %d",
                 weights.zero_point);
  tinyxs_conv conv = {.batches = batches,
                      .input_height = 1,
                      .input_width = 1,
                      .input_depth = inputs,
                      .output_height = 1,
                      .output_width = 1,
                      .output_depth = outputs,
                      .kernel_height = 1,
                      .kernel_width = 1,
                      .group_depth = inputs,
                      .weights_zero_point = quantized_as_one ? (int8_t)weights.zero_point : 0,
                      .asymmetric = tinyxs_option_bool(p, FULLY_CONNECTED_OPTIONS_ASYMMETRIC_QUANTIZE_INPUTS, false)};
  tinyxs_scales scales;
  TINYXS_TRY(tinyxs_check_layer(p, &traits, &conv, &scales));
  if (input.type == TINYXS_INT8 && weights.type == TINYXS_INT8) {
    set_int8(p, &conv, &scales);
  } else {
    tinyxs_set_convolution(p, &conv, &scales);
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_fully_connected(tinyxs_plan *p) { return prepare(p); }

static void choose(tinyxs_plan *p) {
  op_data *op = tinyxs_op_data_of(p);
  tinyxs_scratch_request request = {p, &op->scratch};
  if (tinyxs_input_info(p, 0).type != TINYXS_INT8 || tinyxs_input_info(p, 1).type != TINYXS_INT8) return;
  op->layer.kernel =
      choose_kernel(tinyxs_fully_connected_int8_kernels, &op->layer, &tinyxs_any_scales, tinyxs_find_kernel_scratch, &request);
}

static const char *name_kernel(const tinyxs_node *node) {
  const op_data *op = node->data;
  return node->run == run_int8 ? tinyxs_fully_connected_int8_kernels[op->layer.kernel]->name : NULL;
}

const tinyxs_kernel_choice tinyxs_kernels_of_fully_connected = {choose, name_kernel};
