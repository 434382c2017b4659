/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SVDF of int8 for one type of state. The file that includes this, more than once, defines NAME, STATE and the least and
 * greatest STATE, MIN and MAX; they are undefined behind it.
 */
void NAME(const tinyxs_svdf *s, const tinyxs_svdf_data *d) {
  const int8_t *input = d->input;
  const int32_t *bias = d->bias;
  STATE *state = d->state;
  int8_t *output = d->output;
  /* Drops the oldest value of every filter by moving the whole state down one element; the newest is then overwritten. */
  memmove(state, state + 1, ((size_t)s->batches * (size_t)s->units * (size_t)s->rank * (size_t)s->memory - 1) * sizeof *state);
  for (int32_t b = 0; b < s->batches; b++, input += s->inputs) {
    const int8_t *feature = d->features;
    const STATE *time = d->times;
    for (int32_t u = 0; u < s->units; u++) {
      int32_t sum = bias ? bias[u] : 0;
      for (int32_t r = 0; r < s->rank; r++, state += s->memory, time += s->memory) {
        int32_t dot = 0;
        for (int32_t i = 0; i < s->inputs; i++) dot = tinyxs_wrap_add(dot, *feature++ * (input[i] - s->input_zero_point));
        dot = tinyxs_clamp(tinyxs_requantize(dot, s->feature_multiplier, s->feature_shift), MIN, MAX);
        state[s->memory - 1] = (STATE)(s->state_zero_point + dot);
        for (int32_t t = 0; t < s->memory; t++) {
          sum = tinyxs_wrap_add(sum, tinyxs_wrap_mul(time[t], state[t] - s->state_zero_point));
        }
      }
      int32_t value = tinyxs_requantize(sum, s->time_multiplier, s->time_shift);
      *output++ = (int8_t)tinyxs_clamp(tinyxs_wrap_add(value, s->output_zero_point), INT8_MIN, INT8_MAX);
    }
  }
}

#undef NAME
#undef STATE
#undef MIN
#undef MAX
