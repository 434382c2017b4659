/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UNIDIRECTIONAL_SEQUENCE_LSTM without peepholes, projection or layer norm. Inputs: x [batches][steps][inputs] or, time major,
 * [steps][batches][inputs]; for the gates input, forget, cell and output weights [units][inputs] and [units][units] and biases
 * [units]; the variables hidden and cell state, [batches][units]. float32; int8 and int16 with int8 weights, whose cell state
 * is int16. Sources: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997; arithmetic as in TensorFlow Lite Micro.
 */
#include <math.h>

#include "kernels/reference/lstm.h"
#include "operators/common.h"

/* The operator's inputs; those of weights and biases are the first gate's. */
enum { WEIGHTS = 1, RECURRENT = 5, BIASES = 12, HIDDEN = 18, CELL = 19, INPUTS = 24 };

static tinyxs_status run(tinyxs_call *call, void (*lstm)(const tinyxs_lstm *l, const tinyxs_lstm_data *d)) {
  tinyxs_lstm_data data = {.input = tinyxs_input_data(call, 0),
                           .hidden = tinyxs_state_data(call, HIDDEN),
                           .cell = tinyxs_state_data(call, CELL),
                           .output = tinyxs_output_data(call, 0)};
  for (uint32_t g = 0; g < GATES; g++) {
    data.weights[g] = tinyxs_input_data(call, WEIGHTS + g);
    data.recurrent[g] = tinyxs_input_data(call, RECURRENT + g);
    data.biases[g] = tinyxs_input_data(call, BIASES + g);
  }
  lstm(tinyxs_op_data(call), &data);
  return TINYXS_OK;
}
static tinyxs_status run_int8(tinyxs_call *call) { return run(call, tinyxs_lstm_int8_reference); }
static tinyxs_status run_int16(tinyxs_call *call) { return run(call, tinyxs_lstm_int16_reference); }
static tinyxs_status run_float(tinyxs_call *call) { return run(call, tinyxs_lstm_float_reference); }

static tinyxs_status check_shapes(tinyxs_plan *p, tinyxs_lstm *d) {
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.rank == 3 && output.rank == 3 && input.count && output.count,
                 "its input and output must have 3 dimensions, none empty");
  TINYXS_REQUIRE(p, input.shape[0] == output.shape[0] && input.shape[1] == output.shape[1],
                 "its input and output differ in batches or steps");
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  if (input.type != TINYXS_FLOAT32 && input.type != TINYXS_INT8 && input.type != TINYXS_INT16) {
    return tinyxs_reject_type(p, "an input", &input);
  }
  bool time_major = tinyxs_option_bool(p, UNIDIRECTIONAL_SEQUENCE_LSTM_OPTIONS_TIME_MAJOR, false);
  d->batches = input.shape[time_major];
  d->steps = input.shape[!time_major];
  d->inputs = input.shape[2];
  d->units = output.shape[2];
  d->clip = tinyxs_option_f32(p, UNIDIRECTIONAL_SEQUENCE_LSTM_OPTIONS_CELL_CLIP, 0);
  d->input_batch = time_major ? d->inputs : d->steps * d->inputs;
  d->input_step = time_major ? d->batches * d->inputs : d->inputs;
  d->output_batch = time_major ? d->units : d->steps * d->units;
  d->output_step = time_major ? d->batches * d->units : d->units;
  return TINYXS_OK;
}

static tinyxs_status check_state(tinyxs_plan *p, const tinyxs_lstm *d, uint32_t i, tinyxs_type type) {
  tinyxs_info state = tinyxs_input_info(p, i);
  TINYXS_REQUIRE(p, state.variable && state.count == (uint64_t)d->batches * (uint64_t)d->units,
                 "its input %u must be a variable of %d x %d", i, d->batches, d->units);
  if (state.type != type) return tinyxs_reject_type(p, "a state", &state);
  return TINYXS_OK;
}

static tinyxs_status check_matrix(tinyxs_plan *p, uint32_t i, int32_t rows, int32_t columns, tinyxs_type type) {
  tinyxs_info matrix = tinyxs_input_info(p, i);
  TINYXS_REQUIRE(p, matrix.rank == 2 && matrix.shape[0] == rows && matrix.shape[1] == columns, "its input %u is not %d x %d", i,
                 rows, columns);
  if (matrix.type != type) return tinyxs_reject_type(p, "a matrix", &matrix);
  return TINYXS_OK;
}

static tinyxs_status check_gates(tinyxs_plan *p, const tinyxs_lstm *d, tinyxs_type weights, tinyxs_type bias) {
  for (uint32_t g = 0; g < GATES; g++) {
    TINYXS_TRY(check_matrix(p, WEIGHTS + g, d->units, d->inputs, weights));
    TINYXS_TRY(check_matrix(p, RECURRENT + g, d->units, d->units, weights));
    tinyxs_info biases = tinyxs_input_info(p, BIASES + g);
    TINYXS_REQUIRE(p, biases.present && biases.count == (uint32_t)d->units, "its input %u is not a bias of %d units",
                   BIASES + g, d->units);
    if (biases.type != bias) return tinyxs_reject_type(p, "a bias", &biases);
  }
  return TINYXS_OK;
}

static void set_factor(tinyxs_factor *f, double value) {
  int32_t shift;
  tinyxs_quantize_multiplier(value, &f->multiplier, &shift);
  f->shift = (int16_t)shift;
}

static tinyxs_status prepare_matrix(tinyxs_plan *p, const tinyxs_info *values, uint32_t i, tinyxs_factor *f) {
  tinyxs_info matrix = tinyxs_input_info(p, i);
  TINYXS_TRY(tinyxs_require_quantized(p, "a matrix", &matrix));
  TINYXS_REQUIRE(p, matrix.channels == 1, "scales per channel are not supported");
  set_factor(f, (double)values->scale * (double)matrix.scale * 4096);
  f->zero_point = (int16_t)matrix.zero_point;
  return TINYXS_OK;
}

static tinyxs_status prepare_cell(tinyxs_plan *p, tinyxs_lstm *d, float scale) {
  int exponent;
  /* The power of 2 that is nearest to the scale, of which the functions work with 3 / 4. */
  float fraction = frexpf(scale, &exponent);
  int shift = exponent - (fraction < 0.70710678f) + 12;
  TINYXS_REQUIRE(p, shift >= -30 && shift <= 14, "its cell state's scale is too large or too small");
  d->cell = (tinyxs_sigmoid){.multiplier = shift < 0 ? 3 : 3 << shift, .shift = shift < 0 ? -shift : 0};
  double clip = (double)d->clip / (double)scale;
  d->integer_clip = clip < INT16_MAX ? (int32_t)(clip > 0 ? clip : 0) : INT16_MAX;
  return TINYXS_OK;
}

static tinyxs_status prepare_integer(tinyxs_plan *p, tinyxs_lstm *d) {
  const double fraction = 1.0 / 32768; /* the scale of what the gates give */
  tinyxs_info input = tinyxs_input_info(p, 0), hidden = tinyxs_input_info(p, HIDDEN);
  tinyxs_info cell = tinyxs_input_info(p, CELL);
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
  TINYXS_TRY(tinyxs_require_quantized(p, "the hidden state", &hidden));
  TINYXS_TRY(tinyxs_require_quantized(p, "the cell state", &cell));
  for (uint32_t g = 0; g < GATES; g++) {
    TINYXS_TRY(prepare_matrix(p, &input, WEIGHTS + g, &d->weights[g]));
    TINYXS_TRY(prepare_matrix(p, &hidden, RECURRENT + g, &d->recurrent[g]));
  }
  set_factor(&d->forget, fraction * (double)cell.scale / (double)cell.scale);
  set_factor(&d->input, fraction * fraction / (double)cell.scale);
  set_factor(&d->output, fraction * fraction / (double)hidden.scale);
  d->input_zero_point = input.zero_point;
  d->hidden_zero_point = hidden.zero_point;
  d->hidden_min = tinyxs_type_min(hidden.type);
  d->hidden_max = tinyxs_type_max(hidden.type);
  return prepare_cell(p, d, cell.scale);
}

static tinyxs_status prepare(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, INPUTS, 1, 1));
  for (uint32_t i = RECURRENT + GATES; i < INPUTS; i++) {
    bool used = (i >= BIASES && i < BIASES + GATES) || i == HIDDEN || i == CELL;
    TINYXS_REQUIRE(p, used || !tinyxs_input_info(p, i).present,
                   "its input %u is for peepholes, projection or layer norm, which are not supported", i);
  }
  int32_t activation = tinyxs_option_i8(p, UNIDIRECTIONAL_SEQUENCE_LSTM_OPTIONS_ACTIVATION, 0);
  TINYXS_REQUIRE(p, activation == ACTIVATION_TANH, "its activation is %d instead of tanh", activation);
  tinyxs_lstm d = {0};
  TINYXS_TRY(check_shapes(p, &d));
  const tinyxs_type type = tinyxs_input_info(p, 0).type;
  const bool real = type == TINYXS_FLOAT32, int8 = type == TINYXS_INT8;
  TINYXS_TRY(check_state(p, &d, HIDDEN, type));
  TINYXS_TRY(check_state(p, &d, CELL, real ? TINYXS_FLOAT32 : TINYXS_INT16));
  TINYXS_TRY(check_gates(p, &d, real ? TINYXS_FLOAT32 : TINYXS_INT8,
                         real   ? TINYXS_FLOAT32
                         : int8 ? TINYXS_INT32
                                : TINYXS_INT64));
  if (!real) TINYXS_TRY(prepare_integer(p, &d));
  tinyxs_set_run(p, real ? run_float : int8 ? run_int8 : run_int16);
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_unidirectional_sequence_lstm(tinyxs_plan *p) { return prepare(p); }
