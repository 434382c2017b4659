/* What UNIDIRECTIONAL_SEQUENCE_LSTM keeps, and how it runs. */
#ifndef TINYXS_OPERATORS_LSTM_H
#define TINYXS_OPERATORS_LSTM_H

#include "operators/sigmoid.h"

/* The operator's inputs; those of weights and biases are the first gate's. */
enum {
  TINYXS_LSTM_WEIGHTS = 1,
  TINYXS_LSTM_RECURRENT = 5,
  TINYXS_LSTM_BIASES = 12,
  TINYXS_LSTM_HIDDEN = 18,
  TINYXS_LSTM_CELL = 19,
  TINYXS_LSTM_INPUTS = 24
};

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

tinyxs_status tinyxs_lstm_float(tinyxs_call *call);
tinyxs_status tinyxs_lstm_int8(tinyxs_call *call);
tinyxs_status tinyxs_lstm_int16(tinyxs_call *call);

#endif
