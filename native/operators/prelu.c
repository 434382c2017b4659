/* SPDX-License-Identifier: Apache-2.0 */
/* PRELU: x, or alpha * x below 0, with broadcasting. float32, int8; int16 with an alpha of int8. */
#include "operators/binary.h"

typedef struct {
  tinyxs_broadcast broadcast;
  int32_t min, max, input_zero_point, alpha_zero_point, output_zero_point;
  int32_t multiplier, shift, alpha_multiplier, alpha_shift;
} prelu_integer;

typedef struct {
  tinyxs_broadcast broadcast;
} prelu_float;

static float prelu(const prelu_float *d, float x, float alpha) {
  (void)d;
  return x >= 0 ? x : x * alpha;
}

static int32_t prelu_of(const prelu_integer *d, int32_t x, int32_t alpha) {
  x -= d->input_zero_point;
  x = x >= 0 ? tinyxs_requantize(x, d->multiplier, d->shift)
             : tinyxs_requantize(x * (alpha - d->alpha_zero_point), d->alpha_multiplier, d->alpha_shift);
  return tinyxs_clamp(tinyxs_wrap_add(x, d->output_zero_point), d->min, d->max);
}

TINYXS_RUN_BROADCAST(run_float, prelu_float, float, prelu)
TINYXS_RUN_BROADCAST(run_int8, prelu_integer, int8_t, prelu_of)
TINYXS_RUN_MIXED_BROADCAST(run_int16, prelu_integer, int16_t, int8_t, int16_t, prelu_of)

static const tinyxs_typed_run runs[] = {{TINYXS_FLOAT32, run_float}, {TINYXS_INT8, run_int8}, {TINYXS_INT16, run_int16}, {0}};

tinyxs_status tinyxs_prepare_prelu(tinyxs_plan *p) {
  prelu_integer d = {.min = 0};
  TINYXS_TRY(tinyxs_prepare_broadcast(p, &d.broadcast));
  tinyxs_info input = tinyxs_input_info(p, 0), alpha = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  if (alpha.type != (input.type == TINYXS_INT16 ? TINYXS_INT8 : input.type)) return tinyxs_reject_type(p, "an alpha", &alpha);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  if (input.type == TINYXS_FLOAT32) {
    prelu_float f = {d.broadcast};
    tinyxs_set_op_data(p, &f, sizeof f);
    return TINYXS_OK;
  }
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", &input));
  TINYXS_TRY(tinyxs_require_quantized(p, "the alpha", &alpha));
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", &output));
  d.min = tinyxs_type_min(input.type);
  d.max = tinyxs_type_max(input.type);
  d.input_zero_point = input.zero_point;
  d.alpha_zero_point = alpha.zero_point;
  d.output_zero_point = output.zero_point;
  tinyxs_quantize_multiplier((double)input.scale / (double)output.scale, &d.multiplier, &d.shift);
  double factor = (double)input.scale * (double)alpha.scale / (double)output.scale;
  tinyxs_quantize_multiplier(factor, &d.alpha_multiplier, &d.alpha_shift);
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}
