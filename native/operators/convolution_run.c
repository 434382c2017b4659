/* The plain loops of convolutions and fully connected layers, for all pairs of types of inputs and weights. */
#include "operators/sliding_window.h"

/* TRANSPOSE_CONV has the output's shape before the weights. */
static const void *input_of(const tinyxs_call *call, const tinyxs_conv *c) {
  return tinyxs_input_data(call, c->tap_step < 0 ? 2 : 0);
}

static tinyxs_layer layer_of(const tinyxs_call *call, const tinyxs_conv *c) {
  return (tinyxs_layer){.weights = tinyxs_input_data(call, 1),
                        .bias = tinyxs_input_data(call, c->tap_step < 0 ? 3 : 2),
                        .multipliers = tinyxs_persistent(call, c->multipliers),
                        .shifts = tinyxs_persistent(call, c->shifts),
                        .input_zero_point = c->input_zero_point,
                        .file = tinyxs_model_file(call->model)};
}

/* Computes image after image, whose elements have so many bytes. */
static tinyxs_status run_images(tinyxs_call *call, tinyxs_image image, uint32_t element_bytes) {
  const tinyxs_conv *c = tinyxs_op_data(call);
  const tinyxs_layer layer = layer_of(call, c);
  const uint8_t *input = input_of(call, c);
  uint8_t *output = tinyxs_output_data(call, 0);
  for (int32_t n = 0; n < c->batches; n++) {
    image(c, &layer, input, output);
    input += (uint32_t)(c->input_height * c->input_width * c->input_depth) * element_bytes;
    output += (uint32_t)(c->output_height * c->output_width * c->output_depth) * element_bytes;
  }
  return TINYXS_OK;
}

#define WEIGHT(weights, number) weights[number]
/* Two weights in each byte, the first in the low half. */
#define HALF_WEIGHT(weights, number) ((int32_t)((uint32_t)weights[(number) >> 1] << ((number)&1 ? 24 : 28)) >> 28)

/* ---- int8 ---- */

static int32_t add(const tinyxs_conv *c, const tinyxs_layer *layer, int32_t sum, int32_t x, int32_t weight) {
  return tinyxs_wrap_add(sum, (weight - c->weights_zero_point) * (x - layer->input_zero_point));
}

static int32_t finish_narrow(const tinyxs_conv *c, const tinyxs_layer *layer, int32_t sum, int32_t o) {
  const int32_t *bias = layer->bias;
  int32_t s = o * c->scale_step;
  if (bias) sum = tinyxs_wrap_add(sum, bias[o]);
  int32_t scaled = tinyxs_wrap_add(tinyxs_requantize(sum, layer->multipliers[s], layer->shifts[s]), c->output_zero_point);
  return tinyxs_clamp(scaled, c->activation_min, c->activation_max);
}

static int8_t finish_int8(const tinyxs_conv *c, const tinyxs_layer *layer, int32_t sum, int32_t o) {
  return (int8_t)finish_narrow(c, layer, sum, o);
}

TINYXS_IMAGE(image_int8, int8_t, int8_t, int32_t, int8_t, WEIGHT, add, finish_int8)
TINYXS_IMAGE(image_int4, int8_t, uint8_t, int32_t, int8_t, HALF_WEIGHT, add, finish_int8)

tinyxs_status tinyxs_convolution_int8(tinyxs_call *call) { return run_images(call, image_int8, sizeof(int8_t)); }
tinyxs_status tinyxs_convolution_int4(tinyxs_call *call) { return run_images(call, image_int4, sizeof(int8_t)); }

/* ---- int16, with sums of 32 or 64 bits ---- */

static int64_t bias_of(const tinyxs_conv *c, const tinyxs_layer *layer, int32_t o) {
  if (!layer->bias) return 0;
  if (c->bias_bytes == sizeof(int16_t)) return ((const int16_t *)layer->bias)[o];
  return c->bias_bytes == sizeof(int32_t) ? ((const int32_t *)layer->bias)[o] : ((const tinyxs_int64 *)layer->bias)[o];
}

static int64_t add_wide(const tinyxs_conv *c, const tinyxs_layer *layer, int64_t sum, int32_t x, int32_t weight) {
  return sum + (weight - c->weights_zero_point) * (x - layer->input_zero_point);
}

static int16_t finish_int16(const tinyxs_conv *c, const tinyxs_layer *layer, int64_t sum, int32_t o) {
  if (!c->wide) return (int16_t)finish_narrow(c, layer, (int32_t)(uint32_t)sum, o);
  int32_t s = o * c->scale_step;
  sum = (int64_t)((uint64_t)sum + (uint64_t)bias_of(c, layer, o));
  int32_t scaled = tinyxs_requantize_wide(sum, layer->multipliers[s], layer->shifts[s]);
  return (int16_t)tinyxs_clamp(tinyxs_wrap_add(scaled, c->output_zero_point), c->activation_min, c->activation_max);
}

TINYXS_IMAGE(image_int16, int16_t, int8_t, int64_t, int16_t, WEIGHT, add_wide, finish_int16)

tinyxs_status tinyxs_convolution_int16(tinyxs_call *call) { return run_images(call, image_int16, sizeof(int16_t)); }

/* ---- float32 ---- */

#define ADD_FLOAT(c, layer, sum, x, weight) ((sum) + (x) * (weight))

static float finish_float(const tinyxs_conv *c, const tinyxs_layer *layer, float sum, int32_t o) {
  const float *bias = layer->bias;
  return tinyxs_clamp_float(bias ? sum + bias[o] : sum, c->float_min, c->float_max);
}

TINYXS_IMAGE(image_float, float, float, float, float, WEIGHT, ADD_FLOAT, finish_float)

tinyxs_status tinyxs_convolution_float(tinyxs_call *call) { return run_images(call, image_float, sizeof(float)); }

/* ---- float32 with int8 weights: each image is quantized before ---- */

static float finish_hybrid(const tinyxs_conv *c, const tinyxs_layer *layer, int32_t sum, int32_t o) {
  float scale = tinyxs_get_f32(&layer->file, c->multipliers + 4 * (uint32_t)(o * c->scale_step));
  return finish_float(c, layer, (float)sum * (layer->input_scale * scale), o);
}

TINYXS_IMAGE(image_hybrid, int8_t, int8_t, int32_t, float, WEIGHT, add, finish_hybrid)

tinyxs_status tinyxs_convolution_hybrid(tinyxs_call *call) {
  const tinyxs_conv *c = tinyxs_op_data(call);
  tinyxs_layer layer = layer_of(call, c);
  const float *input = input_of(call, c);
  float *output = tinyxs_output_data(call, 0);
  int8_t *quantized = tinyxs_scratch(call);
  uint32_t count = (uint32_t)(c->input_height * c->input_width * c->input_depth);
  for (int32_t n = 0; n < c->batches; n++, input += count) {
    tinyxs_quantize_values(input, count, c->asymmetric, quantized, &layer.input_scale, &layer.input_zero_point);
    image_hybrid(c, &layer, quantized, output);
    output += c->output_height * c->output_width * c->output_depth;
  }
  return TINYXS_OK;
}
