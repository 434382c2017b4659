/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SOFTMAX of int8 for one type of output. The file that includes this, more than once, defines NAME, OUTPUT and its BITS; they
 * are undefined behind it.
 */
void NAME(const tinyxs_softmax *s, const tinyxs_softmax_data *d) {
  const int8_t *row = d->input;
  OUTPUT *output = d->output;
  const int32_t least = -(1 << (BITS - 1)), most = (1 << (BITS - 1)) - 1;
  for (int32_t r = 0; r < s->rows; r++, row += s->depth, output += s->depth) {
    int32_t maximum, over_unit;
    int32_t scale = tinyxs_reciprocal(tinyxs_softmax_sum(s, row, &maximum), SUM_BITS, &over_unit);
    int32_t exponent = over_unit + 31 - BITS;
    for (int32_t i = 0; i < s->depth; i++) {
      int32_t difference = row[i] - maximum, value = least;
      if (difference >= s->difference_min) {
        int32_t exponential = tinyxs_exp_negative(tinyxs_softmax_difference(s, difference), INPUT_BITS);
        value += tinyxs_round_shift(tinyxs_high_mul(scale, exponential), exponent);
      }
      output[i] = (OUTPUT)tinyxs_clamp(value, least, most);
    }
  }
}

#undef NAME
#undef OUTPUT
#undef BITS
