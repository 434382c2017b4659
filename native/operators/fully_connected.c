/* FULLY_CONNECTED: output = input x weights^T + bias, weights [outputs][inputs]. float32, int8. */
#include "kernels/kernels.h"
#include "operators/common.h"
#include "operators/convolution.h"

tinyxs_status tinyxs_fully_connected_int8(tinyxs_call *call) {
  const tinyxs_fully_connected *f = tinyxs_kept(call);
  const int8_t *input = tinyxs_input_data(call, 0), *weights = tinyxs_input_data(call, 1);
  const int32_t *bias = tinyxs_input_data(call, 2);
  const int32_t *multipliers = f->multipliers ? tinyxs_kept_at(call, f->multipliers) : NULL;
  const int8_t *shifts = f->multipliers ? tinyxs_kept_at(call, f->shifts) : NULL;
  int8_t *output = tinyxs_output_data(call, 0);
  for (int32_t n = 0; n < f->batches; n++, input += f->inputs) {
    for (int32_t o = 0; o < f->outputs; o++) {
      const int8_t *row = weights + (size_t)o * (size_t)f->inputs;
      int32_t sum = 0;
      for (int32_t i = 0; i < f->inputs; i++) {
        sum = tinyxs_wrap_add(sum, (row[i] - f->weights_zero_point) * (input[i] - f->input_zero_point));
      }
      if (bias) sum = tinyxs_wrap_add(sum, bias[o]);
      int32_t scaled = tinyxs_requantize(sum, multipliers ? multipliers[o] : f->multiplier, shifts ? shifts[o] : f->shift);
      scaled = tinyxs_wrap_add(scaled, f->output_zero_point);
      *output++ = (int8_t)tinyxs_clamp(scaled, f->activation_min, f->activation_max);
    }
  }
  return TINYXS_OK;
}

static tinyxs_status run_float(tinyxs_call *call) {
  const tinyxs_fully_connected *f = tinyxs_kept(call);
  const float *input = tinyxs_input_data(call, 0), *weights = tinyxs_input_data(call, 1), *bias = tinyxs_input_data(call, 2);
  float *output = tinyxs_output_data(call, 0);
  for (int32_t n = 0; n < f->batches; n++, input += f->inputs) {
    for (int32_t o = 0; o < f->outputs; o++) {
      const float *row = weights + (size_t)o * (size_t)f->inputs;
      float sum = 0;
      for (int32_t i = 0; i < f->inputs; i++) sum += input[i] * row[i];
      *output++ = tinyxs_clamp_float(bias ? sum + bias[o] : sum, f->float_min, f->float_max);
    }
  }
  return TINYXS_OK;
}

static tinyxs_status prepare_int8(tinyxs_prepare *p, tinyxs_fully_connected *f, int32_t activation) {
  tinyxs_info input = tinyxs_input_info(p, 0), weights = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
  f->input_zero_point = input.zero_point;
  f->weights_zero_point = weights.zero_point;
  f->output_zero_point = output.zero_point;
  if (weights.channels > 1) {
    TINYXS_TRY(tinyxs_keep_channel_scales(p, &input, &weights, &output, f->outputs, 0, &f->multipliers, &f->shifts));
  } else {
    TINYXS_REQUIRE(p, weights.channels == 1, "the weights have no scale");
    double product = (double)(input.scale * weights.scale);
    tinyxs_quantize_multiplier(product / (double)output.scale, &f->multiplier, &f->shift);
  }
  TINYXS_TRY(tinyxs_activation_range(p, activation, &output, &f->activation_min, &f->activation_max));
  return tinyxs_choose_kernel(p, tinyxs_fully_connected_int8_kernels, f);
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 3, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), weights = tinyxs_input_info(p, 1), bias = tinyxs_input_info(p, 2);
  tinyxs_info output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, weights.rank == 2 && weights.count, "its weights must have 2 dimensions, not %d", weights.rank);
  TINYXS_REQUIRE(p, tinyxs_option_i8(p, 1, 0) == 0, "its weights are shuffled: convert the model without that format");
  tinyxs_fully_connected f = {.outputs = weights.shape[0], .inputs = weights.shape[1]};
  f.batches = (int32_t)(output.count / (uint32_t)f.outputs);
  TINYXS_REQUIRE(p,
                 f.batches > 0 && (uint64_t)f.batches * (uint64_t)f.inputs == input.count &&
                     (uint64_t)f.batches * (uint64_t)f.outputs == output.count,
                 "%u input and %u output elements do not fit weights of %d x %d", input.count, output.count, f.outputs,
                 f.inputs);
  if (bias.present) {
    TINYXS_REQUIRE(p, bias.count == (uint32_t)f.outputs, "it has %u biases for %d outputs", bias.count, f.outputs);
  }
  int32_t activation = tinyxs_option_i8(p, 0, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  if (input.type == TINYXS_FLOAT32) {
    if (weights.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "float32 input with weights", &weights);
    if (bias.present && bias.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "float32 input with bias", &bias);
    TINYXS_TRY(tinyxs_float_activation_range(p, activation, &f.float_min, &f.float_max));
    tinyxs_set_run(p, run_float);
  } else if (input.type == TINYXS_INT8) {
    if (weights.type != TINYXS_INT8) return tinyxs_reject_type(p, "int8 input with weights", &weights);
    if (bias.present && bias.type != TINYXS_INT32) return tinyxs_reject_type(p, "int8 input with bias", &bias);
    TINYXS_TRY(prepare_int8(p, &f, activation));
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  tinyxs_keep(p, &f, sizeof f);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_fully_connected = {"FULLY_CONNECTED", 9, prepare};
