/* SPDX-License-Identifier: Apache-2.0 */
/* ELU: x, or e^x - 1 below 0. float32; int8 through a table. */
#include "operators/unary.h"

#include <math.h>

#include "signal/elementary.h"

typedef struct {
  float input_scale, inverse_output_scale;
  int32_t input_zero_point, output_zero_point;
} scaling;

static float elu(float x) { return x < 0 ? expf(x) - 1.0f : x; }
static tinyxs_status run_float(tinyxs_call *call) { return tinyxs_map_float(call, elu); }

/* Rounds where the reference does, but with an exponential that is the same on every target. */
static int32_t elu_of(const void *context, int32_t x) {
  const scaling *s = context;
  float real = s->input_scale * (float)(x - s->input_zero_point);
  float value = real < 0 ? (float)tinyxs_exp(real < -100 ? -100 : (double)real) - 1.0f : real;
  float rounded = roundf(value * s->inverse_output_scale) + (float)s->output_zero_point;
  return rounded >= INT8_MAX ? INT8_MAX : rounded > INT8_MIN ? (int32_t)rounded : INT8_MIN;
}

tinyxs_status tinyxs_prepare_elu(tinyxs_plan *p) {
  tinyxs_info input, output;
  TINYXS_TRY(tinyxs_prepare_unary(p, &input, &output));
  if (input.type == TINYXS_FLOAT32) {
    tinyxs_set_elements(p, input.count, run_float);
  } else if (input.type == TINYXS_INT8) {
    TINYXS_TRY(tinyxs_require_both_quantized(p, &input, &output));
    scaling s = {input.scale, 1 / output.scale, input.zero_point, output.zero_point};
    tinyxs_set_table(p, input.count, elu_of, &s);
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  return TINYXS_OK;
}
