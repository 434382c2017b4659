/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UNIDIRECTIONAL_SEQUENCE_LSTM. All units of one step see the hidden state of the step before, so the new one is made in the
 * output and copied afterwards: no other memory is needed.
 */
#include <math.h>
#include <string.h>

#include "kernels/fixed_point.h"
#include "kernels/reference/lstm.h"

/* Where everything is for one step of one batch. */
typedef struct {
  const tinyxs_lstm *d;
  const tinyxs_lstm_data *data;
  const void *input, *hidden;
  void *cell, *output;
} step;

/* Computes one unit: its cell state and its output. */
typedef void (*unit)(const step *s, int32_t u);

static void run(const tinyxs_lstm *l, const tinyxs_lstm_data *d, unit compute, uint32_t bytes, uint32_t cell_bytes) {
  step s = {.d = l, .data = d};
  uint8_t *hidden = d->hidden, *cell = d->cell, *output = d->output;
  const uint8_t *input = d->input;
  uint32_t units = (uint32_t)l->units;
  for (int32_t b = 0; b < l->batches; b++, hidden += units * bytes, cell += units * cell_bytes) {
    s.hidden = hidden;
    s.cell = cell;
    for (int32_t t = 0; t < l->steps; t++) {
      s.input = input + (uint32_t)(b * l->input_batch + t * l->input_step) * bytes;
      s.output = output + (uint32_t)(b * l->output_batch + t * l->output_step) * bytes;
      for (int32_t u = 0; u < l->units; u++) compute(&s, u);
      memmove(hidden, s.output, units * bytes);
    }
  }
}

/* ---- integers: gates count in units of 2^-12 before, of 2^-15 behind their functions ---- */

/* A row of weights times as many values, plus the bias, if there are biases. */
typedef int32_t (*product)(const tinyxs_factor *f, const int8_t *row, const void *values, int32_t count, int32_t zero_point,
                           const void *biases, int32_t u);

static int32_t to_int16(int32_t x) { return tinyxs_clamp(x, INT16_MIN, INT16_MAX); }

static int32_t product_int8(const tinyxs_factor *f, const int8_t *row, const void *values, int32_t count, int32_t zero_point,
                            const void *biases, int32_t u) {
  const int8_t *x = values;
  int32_t sum = biases ? ((const int32_t *)biases)[u] : 0;
  for (int32_t i = 0; i < count; i++) sum = tinyxs_wrap_add(sum, (row[i] - f->zero_point) * (x[i] - zero_point));
  return to_int16(tinyxs_requantize(sum, f->multiplier, f->shift));
}

static int32_t product_int16(const tinyxs_factor *f, const int8_t *row, const void *values, int32_t count, int32_t zero_point,
                             const void *biases, int32_t u) {
  const int16_t *x = values;
  uint64_t sum = biases ? (uint64_t)((const tinyxs_int64 *)biases)[u] : 0;
  for (int32_t i = 0; i < count; i++) sum += (uint64_t)((int64_t)(row[i] - f->zero_point) * (x[i] - zero_point));
  return to_int16(tinyxs_requantize_wide((int64_t)sum, f->multiplier, f->shift));
}

static int32_t gate(const step *s, product times, int32_t g, int32_t u) {
  const tinyxs_lstm *d = s->d;
  const int8_t *weights = (const int8_t *)s->data->weights[g] + u * d->inputs;
  const int8_t *recurrent = (const int8_t *)s->data->recurrent[g] + u * d->units;
  int32_t own = times(&d->weights[g], weights, s->input, d->inputs, d->input_zero_point, s->data->biases[g], u);
  int32_t before = times(&d->recurrent[g], recurrent, s->hidden, d->units, d->hidden_zero_point, NULL, u);
  int32_t argument = 3 * to_int16(own + before);
  return g == CELL_GATE ? tinyxs_tanh_int16(argument) : tinyxs_logistic_int16(argument);
}

static int32_t scale(const tinyxs_factor *f, int32_t product) { return tinyxs_requantize(product, f->multiplier, f->shift); }

static int32_t compute_integer(const step *s, product times, int32_t u) {
  const tinyxs_lstm *d = s->d;
  int16_t *cell = (int16_t *)s->cell + u;
  int32_t kept = to_int16(scale(&d->forget, gate(s, times, FORGET_GATE, u) * *cell));
  int32_t added = to_int16(scale(&d->input, gate(s, times, INPUT_GATE, u) * gate(s, times, CELL_GATE, u)));
  int32_t state = to_int16(kept + added);
  if (d->clip > 0) state = tinyxs_clamp(state, -d->integer_clip, d->integer_clip);
  *cell = (int16_t)state;
  int32_t shown = tinyxs_tanh_int16(tinyxs_sigmoid_argument(&d->cell, state));
  int32_t value = scale(&d->output, shown * gate(s, times, OUTPUT_GATE, u));
  return tinyxs_clamp(tinyxs_wrap_add(value, d->hidden_zero_point), d->hidden_min, d->hidden_max);
}

static void compute_int8(const step *s, int32_t u) { ((int8_t *)s->output)[u] = (int8_t)compute_integer(s, product_int8, u); }
static void compute_int16(const step *s, int32_t u) {
  ((int16_t *)s->output)[u] = (int16_t)compute_integer(s, product_int16, u);
}

void tinyxs_lstm_int8_reference(const tinyxs_lstm *l, const tinyxs_lstm_data *d) {
  run(l, d, compute_int8, sizeof(int8_t), sizeof(int16_t));
}
void tinyxs_lstm_int16_reference(const tinyxs_lstm *l, const tinyxs_lstm_data *d) {
  run(l, d, compute_int16, sizeof(int16_t), sizeof(int16_t));
}

/* ---- float32 ---- */

static float dot(const float *row, const float *values, int32_t count) {
  float sum = 0;
  for (int32_t i = 0; i < count; i++) sum += values[i] * row[i];
  return sum;
}

static float gate_float(const step *s, int32_t g, int32_t u) {
  const tinyxs_lstm *d = s->d;
  float own =
      dot((const float *)s->data->weights[g] + u * d->inputs, s->input, d->inputs) + ((const float *)s->data->biases[g])[u];
  float argument = own + dot((const float *)s->data->recurrent[g] + u * d->units, s->hidden, d->units);
  return g == CELL_GATE ? tanhf(argument) : 1 / (1 + expf(-argument));
}

static void compute_float(const step *s, int32_t u) {
  float *cell = (float *)s->cell + u, clip = s->d->clip;
  float state = gate_float(s, FORGET_GATE, u) * *cell;
  state += gate_float(s, INPUT_GATE, u) * gate_float(s, CELL_GATE, u);
  *cell = clip > 0 ? tinyxs_clamp_float(state, -clip, clip) : state;
  ((float *)s->output)[u] = tanhf(*cell) * gate_float(s, OUTPUT_GATE, u);
}

void tinyxs_lstm_float_reference(const tinyxs_lstm *l, const tinyxs_lstm_data *d) {
  run(l, d, compute_float, sizeof(float), sizeof(float));
}
