/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DEQUANTIZE: int8, uint8, int16, int32 or float16 to float32, integers also per channel. TensorFlow Lite Micro lacks int32 and
 * float16, and takes the scale of the first channel for all.
 */
#include <math.h>

#include "operators/strided_copy.h"

typedef struct {
  uint32_t outer, channels, inner; /* the input's dimensions before, along and behind that of the channels */
  uint32_t scalings;               /* arena offset of [channels] scaling */
} dequantize;

typedef struct {
  float scale;
  int32_t zero_point;
} scaling;

#define RUN  from_int8
#define TYPE int8_t
#include "operators/dequantize_run.h"

#define RUN  from_uint8
#define TYPE uint8_t
#include "operators/dequantize_run.h"

#define RUN  from_int16
#define TYPE int16_t
#include "operators/dequantize_run.h"

#define RUN  from_int32
#define TYPE int32_t
#include "operators/dequantize_run.h"

static float from_half(uint32_t bits) {
  /* A float32 with the same exponent and fraction is 2^112 times too small, also where both are denormal. */
  uint32_t moved = (bits & 0x7fff) << 13;
  float magnitude;
  memcpy(&magnitude, &moved, sizeof magnitude);
  magnitude = moved >> 23 == 31 ? (moved << 9 ? NAN : INFINITY) : magnitude * 0x1p112f;
  return bits >> 15 ? -magnitude : magnitude;
}

static tinyxs_status from_float16(tinyxs_call *call) {
  const dequantize *d = tinyxs_op_data(call);
  const uint16_t *input = tinyxs_input_data(call, 0);
  float *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->inner; i++) output[i] = from_half(input[i]);
  return TINYXS_OK;
}

/* Fills d for a quantized input. */
static tinyxs_status keep_scalings(tinyxs_plan *p, const tinyxs_info *input, dequantize *d) {
  TINYXS_TRY(tinyxs_require_quantized(p, "the input", input));
  d->channels = input->channels;
  if (d->channels > 1) {
    int32_t dimension = input->dimension;
    TINYXS_REQUIRE(p, dimension >= 0 && dimension < input->rank && (uint32_t)input->shape[dimension] == d->channels,
                   "its input has %u scales, which do not fit dimension %d", d->channels, dimension);
    d->outer = input->count ? tinyxs_count_elements(input->shape, 0, dimension) : 0;
    d->inner = tinyxs_count_elements(input->shape, dimension + 1, input->rank);
  }
  scaling *scalings = tinyxs_allocate_persistent(p, (uint64_t)d->channels * sizeof *scalings, &d->scalings);
  for (uint32_t c = 0; scalings && c < d->channels; c++) {
    scalings[c] = (scaling){tinyxs_channel_scale(p, input, c), tinyxs_channel_zero_point(p, input, c)};
  }
  return TINYXS_OK;
}

static const tinyxs_typed_run runs[] = {{TINYXS_INT8, from_int8},   {TINYXS_UINT8, from_uint8},     {TINYXS_INT16, from_int16},
                                        {TINYXS_INT32, from_int32}, {TINYXS_FLOAT16, from_float16}, {0}};

tinyxs_status tinyxs_prepare_dequantize(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.count == output.count, "its input and output differ in shape");
  if (output.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "an output", &output);
  dequantize d = {.outer = 1, .inner = input.count};
  if (input.type != TINYXS_FLOAT16) TINYXS_TRY(keep_scalings(p, &input, &d));
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}
