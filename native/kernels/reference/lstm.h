/* SPDX-License-Identifier: Apache-2.0 */
/* UNIDIRECTIONAL_SEQUENCE_LSTM: parameters, data and plain loops. */
#ifndef TINYXS_KERNELS_REFERENCE_LSTM_H
#define TINYXS_KERNELS_REFERENCE_LSTM_H

#include "kernels/sigmoid_int16.h"

enum { INPUT_GATE, FORGET_GATE, CELL_GATE, OUTPUT_GATE, GATES };

/* A real factor as tinyxs_requantize takes it, and for a matrix its zero point. */
typedef struct {
  int32_t multiplier;
  int16_t shift, zero_point;
} tinyxs_factor;

typedef struct {
  int32_t batches, steps, inputs, units;
  int32_t input_batch, input_step, output_batch, output_step; /* elements from one batch, or step, to the next */
  float clip;                                                 /* of the cell state; not above 0: none */
  /* Integers only. */
  int32_t integer_clip, input_zero_point, hidden_zero_point, hidden_min, hidden_max;
  tinyxs_factor weights[GATES], recurrent[GATES];
  tinyxs_factor forget, input, output; /* of the products that make the new cell state, and the output */
  tinyxs_sigmoid cell;                 /* how the cell state becomes an argument of tanh */
} tinyxs_lstm;

/* Of each gate: weights [units][inputs], recurrent [units][units], biases [units]; the states are [batches][units]. */
typedef struct {
  const void *input, *weights[GATES], *recurrent[GATES], *biases[GATES];
  void *hidden, *cell, *output;
} tinyxs_lstm_data;

/* Named after the input; weights of int8 and int16 are int8, their cell state int16. */
void tinyxs_lstm_int8_reference(const tinyxs_lstm *l, const tinyxs_lstm_data *d);
void tinyxs_lstm_int16_reference(const tinyxs_lstm *l, const tinyxs_lstm_data *d);
void tinyxs_lstm_float_reference(const tinyxs_lstm *l, const tinyxs_lstm_data *d);

#endif
