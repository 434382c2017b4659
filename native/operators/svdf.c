/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SVDF: a rank-decomposed dense layer over a window of time. Inputs: x [batches][inputs], feature weights [filters][inputs],
 * time weights [filters][memory], bias [units] or none, state [batches][filters x memory] (a variable); output
 * [batches][units], where filters = units x rank. float32; int8 with int8 or int16 state. Source: Nakkiran et al., "Compressing
 * Deep Neural Networks using a Rank-Constrained Topology", 2015; arithmetic as in TensorFlow Lite Micro,
 * where only float32 has activations.
 */
#include "kernels/kernel_set.h"
#include "kernels/reference/reference.h"
#include "operators/common.h"

typedef tinyxs_svdf parameters;
typedef tinyxs_svdf_kernel kernel;
#include "kernels/choose_template.h"

static tinyxs_status run(tinyxs_call *call, void (*svdf)(const tinyxs_svdf *s, const tinyxs_svdf_data *d)) {
  const tinyxs_svdf_data data = {.input = tinyxs_input_data(call, 0),
                                 .features = tinyxs_input_data(call, 1),
                                 .times = tinyxs_input_data(call, 2),
                                 .bias = tinyxs_input_data(call, 3),
                                 .state = tinyxs_state_data(call, 4),
                                 .output = tinyxs_output_data(call, 0)};
  svdf(tinyxs_op_data(call), &data);
  return TINYXS_OK;
}

static tinyxs_status run_int8(tinyxs_call *call) {
  const tinyxs_svdf *s = tinyxs_op_data(call);
  return run(call, tinyxs_svdf_int8_kernels[s->kernel]->run);
}
static tinyxs_status run_int16(tinyxs_call *call) { return run(call, tinyxs_svdf_int16_reference); }
static tinyxs_status run_float(tinyxs_call *call) { return run(call, tinyxs_svdf_float_reference); }

static tinyxs_status check_shapes(tinyxs_plan *p, tinyxs_svdf *d) {
  tinyxs_info input = tinyxs_input_info(p, 0), features = tinyxs_input_info(p, 1), times = tinyxs_input_info(p, 2);
  tinyxs_info bias = tinyxs_input_info(p, 3), state = tinyxs_input_info(p, 4), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.rank == 2 && features.rank == 2 && times.rank == 2 && state.rank == 2 && output.rank == 2,
                 "its tensors must have 2 dimensions");
  const int32_t filters = features.shape[0], rank = tinyxs_option_i32(p, SVDF_OPTIONS_RANK, 0);
  *d = (tinyxs_svdf){.batches = input.shape[0], .inputs = input.shape[1], .memory = times.shape[1], .rank = rank};
  TINYXS_REQUIRE(p, rank > 0 && filters > 0 && filters % rank == 0, "its rank %d does not divide %d filters", rank, filters);
  d->units = filters / rank;
  TINYXS_REQUIRE(p,
                 d->batches > 0 && d->inputs > 0 && d->memory > 0 && features.shape[1] == d->inputs &&
                     times.shape[0] == filters && output.shape[0] == d->batches && output.shape[1] == d->units &&
                     (!bias.present || bias.count == (uint32_t)d->units),
                 "its tensors' shapes do not fit each other");
  TINYXS_REQUIRE(
      p, state.variable && state.shape[0] == d->batches && (uint64_t)state.shape[1] == (uint64_t)d->memory * (uint64_t)filters,
      "its state must be a variable of %d x %d", d->batches, state.shape[1]);
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_plan *p) {
  tinyxs_svdf d;
  TINYXS_TRY(tinyxs_arity(p, 3, 5, 1, 1));
  TINYXS_TRY(check_shapes(p, &d));
  tinyxs_info input = tinyxs_input_info(p, 0), features = tinyxs_input_info(p, 1), times = tinyxs_input_info(p, 2);
  tinyxs_info bias = tinyxs_input_info(p, 3), state = tinyxs_input_info(p, 4), output = tinyxs_output_info(p, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  if (features.type != input.type) return tinyxs_reject_type(p, "a feature matrix", &features);
  if (times.type != state.type) return tinyxs_reject_type(p, "a time matrix", &times);
  if (input.type == TINYXS_FLOAT32) {
    if (state.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "a state", &state);
    if (bias.present && bias.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "a bias", &bias);
    const int32_t activation = tinyxs_option_i8(p, SVDF_OPTIONS_ACTIVATION, 0);
    TINYXS_REQUIRE(p, activation >= ACTIVATION_NONE && activation <= ACTIVATION_SIGN_BIT, "its activation %d is unknown",
                   activation);
    d.activation = (uint8_t)activation;
    tinyxs_set_run(p, run_float);
  } else if (input.type == TINYXS_INT8) {
    if (state.type != TINYXS_INT8 && state.type != TINYXS_INT16) return tinyxs_reject_type(p, "a state", &state);
    if (bias.present && bias.type != TINYXS_INT32) return tinyxs_reject_type(p, "a bias", &bias);
    TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
    TINYXS_TRY(tinyxs_require_quantized(p, "the feature matrix", &features));
    TINYXS_TRY(tinyxs_require_quantized(p, "the time matrix", &times));
    TINYXS_TRY(tinyxs_require_quantized(p, "the state", &state));
    TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
    d.input_zero_point = (int16_t)input.zero_point;
    d.state_zero_point = (int16_t)state.zero_point;
    d.output_zero_point = (int16_t)output.zero_point;
    tinyxs_set_factor((double)(input.scale * features.scale / state.scale), &d.feature_multiplier, &d.feature_shift);
    tinyxs_set_factor((double)(state.scale * times.scale / output.scale), &d.time_multiplier, &d.time_shift);
    const tinyxs_bounds bounds = {
        .shift_min = d.feature_shift < d.time_shift ? d.feature_shift : d.time_shift,
        .shift_max = d.feature_shift > d.time_shift ? d.feature_shift : d.time_shift,
    };
    if (state.type == TINYXS_INT8) d.kernel = choose_kernel(tinyxs_svdf_int8_kernels, &d, &bounds, NULL, NULL);
    tinyxs_set_run(p, state.type == TINYXS_INT8 ? run_int8 : run_int16);
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_svdf(tinyxs_plan *p) { return prepare(p); }
