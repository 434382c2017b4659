/*
 * SVDF: a rank-decomposed dense layer over a window of time. Inputs: x [batches][inputs], feature weights [filters][inputs],
 * time weights [filters][memory], bias [units] or none, state [batches][filters x memory] (a variable); output
 * [batches][units], where filters = units x rank. float32; int8 with int8 or int16 state. Source: Nakkiran et al., "Compressing
 * Deep Neural Networks using a Rank-Constrained Topology", 2015; arithmetic as in TensorFlow Lite Micro,
 * where only float32 has activations.
 */
#include <math.h>

#include "operators/common.h"

/* Activations that only this operator has. */
typedef struct {
  int32_t batches, inputs, filters, memory, units, rank;
  int32_t input_zero_point, state_zero_point, output_zero_point;
  int32_t feature_multiplier, feature_shift, time_multiplier, time_shift;
  int32_t activation;
} svdf;

/* Drops the oldest value of every filter by moving the whole state down one element; the newest is then overwritten. */
#define SHIFT_STATE(d, state)                                                                                                  \
  memmove(state, (state) + 1, ((size_t)(d)->batches * (size_t)(d)->filters * (size_t)(d)->memory - 1) * sizeof *(state))

#define RUN_INTEGER(name, type, min, max)                                                                                      \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const svdf *d = tinyxs_op_data(call);                                                                                      \
    const int8_t *input = tinyxs_input_data(call, 0), *features = tinyxs_input_data(call, 1);                                  \
    const type *times = tinyxs_input_data(call, 2);                                                                            \
    const int32_t *bias = tinyxs_input_data(call, 3);                                                                          \
    type *state = tinyxs_state_data(call, 4);                                                                                  \
    int8_t *output = tinyxs_output_data(call, 0);                                                                              \
    SHIFT_STATE(d, state);                                                                                                     \
    for (int32_t b = 0; b < d->batches; b++, input += d->inputs) {                                                             \
      const int8_t *feature = features;                                                                                        \
      const type *time = times;                                                                                                \
      int32_t filter = 0;                                                                                                      \
      for (int32_t u = 0; u < d->units; u++) {                                                                                 \
        int32_t sum = bias ? bias[u] : 0;                                                                                      \
        for (int32_t r = 0; r < d->rank; r++, filter++, state += d->memory, time += d->memory) {                               \
          int32_t dot = 0;                                                                                                     \
          for (int32_t i = 0; i < d->inputs; i++) {                                                                            \
            dot = tinyxs_wrap_add(dot, *feature++ * (input[i] - d->input_zero_point));                                         \
          }                                                                                                                    \
          dot = tinyxs_clamp(tinyxs_requantize(dot, d->feature_multiplier, d->feature_shift), min, max);                       \
          state[d->memory - 1] = (type)(d->state_zero_point + dot);                                                            \
          for (int32_t t = 0; t < d->memory; t++) {                                                                            \
            sum = tinyxs_wrap_add(sum, tinyxs_wrap_mul(time[t], state[t] - d->state_zero_point));                              \
          }                                                                                                                    \
        }                                                                                                                      \
        int32_t value = tinyxs_requantize(sum, d->time_multiplier, d->time_shift);                                             \
        *output++ = (int8_t)tinyxs_clamp(tinyxs_wrap_add(value, d->output_zero_point), INT8_MIN, INT8_MAX);                    \
      }                                                                                                                        \
    }                                                                                                                          \
    return TINYXS_OK;                                                                                                          \
  }

RUN_INTEGER(run_int8, int8_t, INT8_MIN, INT8_MAX)
RUN_INTEGER(run_int16, int16_t, INT16_MIN, INT16_MAX)

static float activate(float x, int32_t activation) {
  switch (activation) {
  case ACTIVATION_RELU: return x < 0 ? 0 : x;
  case ACTIVATION_RELU_N1_TO_1: return tinyxs_clamp_float(x, -1, 1);
  case ACTIVATION_RELU6: return tinyxs_clamp_float(x, 0, 6);
  case ACTIVATION_TANH: return tanhf(x);
  case ACTIVATION_SIGN_BIT: return signbit(x) ? 1 : 0;
  default: return x;
  }
}

static tinyxs_status run_float(tinyxs_call *call) {
  const svdf *d = tinyxs_op_data(call);
  const float *input = tinyxs_input_data(call, 0), *features = tinyxs_input_data(call, 1);
  const float *times = tinyxs_input_data(call, 2), *bias = tinyxs_input_data(call, 3);
  float *state = tinyxs_state_data(call, 4), *output = tinyxs_output_data(call, 0);
  SHIFT_STATE(d, state);
  for (int32_t b = 0; b < d->batches; b++, input += d->inputs) {
    const float *feature = features, *time = times;
    for (int32_t u = 0; u < d->units; u++) {
      float sum = bias ? bias[u] : 0;
      for (int32_t r = 0; r < d->rank; r++, state += d->memory, time += d->memory) {
        float dot = 0, filtered = 0;
        for (int32_t i = 0; i < d->inputs; i++) dot += *feature++ * input[i];
        state[d->memory - 1] = dot;
        for (int32_t t = 0; t < d->memory; t++) filtered += time[t] * state[t];
        sum += filtered;
      }
      *output++ = activate(sum, d->activation);
    }
  }
  return TINYXS_OK;
}

static tinyxs_status check_shapes(tinyxs_prepare *p, svdf *d) {
  tinyxs_info input = tinyxs_input_info(p, 0), features = tinyxs_input_info(p, 1), times = tinyxs_input_info(p, 2);
  tinyxs_info bias = tinyxs_input_info(p, 3), state = tinyxs_input_info(p, 4), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.rank == 2 && features.rank == 2 && times.rank == 2 && state.rank == 2 && output.rank == 2,
                 "its tensors must have 2 dimensions");
  *d = (svdf){.batches = input.shape[0],
              .inputs = input.shape[1],
              .filters = features.shape[0],
              .memory = times.shape[1],
              .rank = tinyxs_option_i32(p, SVDF_OPTIONS_RANK, 0),
              .activation = tinyxs_option_i8(p, SVDF_OPTIONS_ACTIVATION, 0)};
  TINYXS_REQUIRE(p, d->rank > 0 && d->filters > 0 && d->filters % d->rank == 0, "its rank %d does not divide %d filters",
                 d->rank, d->filters);
  d->units = d->filters / d->rank;
  TINYXS_REQUIRE(p,
                 d->batches > 0 && d->inputs > 0 && d->memory > 0 && features.shape[1] == d->inputs &&
                     times.shape[0] == d->filters && output.shape[0] == d->batches && output.shape[1] == d->units &&
                     (!bias.present || bias.count == (uint32_t)d->units),
                 "its tensors' shapes do not fit each other");
  TINYXS_REQUIRE(p,
                 state.variable && state.shape[0] == d->batches &&
                     (uint64_t)state.shape[1] == (uint64_t)d->memory * (uint64_t)d->filters,
                 "its state must be a variable of %d x %d", d->batches, state.shape[1]);
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  svdf d;
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
    TINYXS_REQUIRE(p, d.activation >= ACTIVATION_NONE && d.activation <= ACTIVATION_SIGN_BIT, "its activation %d is unknown",
                   d.activation);
    tinyxs_set_run(p, run_float);
  } else if (input.type == TINYXS_INT8) {
    if (state.type != TINYXS_INT8 && state.type != TINYXS_INT16) return tinyxs_reject_type(p, "a state", &state);
    if (bias.present && bias.type != TINYXS_INT32) return tinyxs_reject_type(p, "a bias", &bias);
    TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
    TINYXS_TRY(tinyxs_require_quantized(p, "the feature matrix", &features));
    TINYXS_TRY(tinyxs_require_quantized(p, "the time matrix", &times));
    TINYXS_TRY(tinyxs_require_quantized(p, "the state", &state));
    TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
    d.input_zero_point = input.zero_point;
    d.state_zero_point = state.zero_point;
    d.output_zero_point = output.zero_point;
    tinyxs_quantize_multiplier((double)(input.scale * features.scale / state.scale), &d.feature_multiplier, &d.feature_shift);
    tinyxs_quantize_multiplier((double)(state.scale * times.scale / output.scale), &d.time_multiplier, &d.time_shift);
    tinyxs_set_run(p, state.type == TINYXS_INT8 ? run_int8 : run_int16);
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_svdf(tinyxs_prepare *p) { return prepare(p); }
