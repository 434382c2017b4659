/* SPDX-License-Identifier: Apache-2.0 */
/* SOFTMAX of int8, in fixed point, and of float32. */
#include <math.h>

#include "kernels/reference/softmax.h"

enum { INPUT_BITS = TINYXS_SOFTMAX_INPUT_BITS, SUM_BITS = TINYXS_SOFTMAX_SUM_BITS };

int32_t tinyxs_softmax_sum(const tinyxs_softmax *s, const int8_t *row, int32_t *maximum) {
  int32_t sum = 0;
  *maximum = INT8_MIN;
  for (int32_t i = 0; i < s->depth; i++) *maximum = row[i] > *maximum ? row[i] : *maximum;
  for (int32_t i = 0; i < s->depth; i++) {
    int32_t difference = row[i] - *maximum;
    if (difference < s->difference_min) continue;
    int32_t exponential = tinyxs_exp_negative(tinyxs_softmax_difference(s, difference), INPUT_BITS);
    sum = tinyxs_wrap_add(sum, tinyxs_round_shift(exponential, SUM_BITS));
  }
  return sum;
}

#define NAME   tinyxs_softmax_int8_reference
#define OUTPUT int8_t
#define BITS   8
#include "kernels/reference/softmax_template.h"

#define NAME   tinyxs_softmax_int8_int16_reference
#define OUTPUT int16_t
#define BITS   16
#include "kernels/reference/softmax_template.h"

void tinyxs_softmax_float_reference(const tinyxs_softmax *s, const tinyxs_softmax_data *d) {
  const float *row = d->input;
  float *output = d->output;
  for (int32_t r = 0; r < s->rows; r++, row += s->depth, output += s->depth) {
    float maximum = row[0], sum = 0;
    for (int32_t i = 1; i < s->depth; i++) maximum = row[i] > maximum ? row[i] : maximum;
    for (int32_t i = 0; i < s->depth; i++) {
      output[i] = expf((row[i] - maximum) * s->beta);
      sum += output[i];
    }
    for (int32_t i = 0; i < s->depth; i++) output[i] /= sum;
  }
}
