/* FULLY_CONNECTED int8: one vectorisable dot product per output; weights with a zero point take the reference. */
#include "kernels/fixed_point.h"
#include "kernels/kernels.h"
#include "kernels/portable/dot.h"

tinyxs_status tinyxs_portable_fully_connected_int8(tinyxs_call *call) {
  const tinyxs_fully_connected *f = tinyxs_op_data(call);
  if (f->weights_zero_point) return tinyxs_fully_connected_int8(call);
  const int8_t *input = tinyxs_input_data(call, 0), *weights = tinyxs_input_data(call, 1);
  const int32_t *bias = tinyxs_input_data(call, 2);
  const int32_t *multipliers = tinyxs_persistent(call, f->multipliers);
  const int8_t *shifts = tinyxs_persistent(call, f->shifts);
  int8_t *output = tinyxs_output_data(call, 0);
  for (int32_t n = 0; n < f->batches; n++, input += f->inputs) {
    const int8_t *row = weights;
    for (int32_t o = 0; o < f->outputs; o++, row += f->inputs) {
      int32_t sum = tinyxs_dot_int8(input, row, f->inputs, f->input_zero_point);
      if (bias) sum = tinyxs_wrap_add(sum, bias[o]);
      int32_t scaled = tinyxs_requantize(sum, multipliers[o * f->scale_step], shifts[o * f->scale_step]);
      scaled = tinyxs_wrap_add(scaled, f->output_zero_point);
      *output++ = (int8_t)tinyxs_clamp(scaled, f->activation_min, f->activation_max);
    }
  }
  return TINYXS_OK;
}
