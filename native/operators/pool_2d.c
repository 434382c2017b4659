/* AVERAGE_POOL_2D and MAX_POOL_2D (float32, int8, int16) and L2_POOL_2D (float32) over [N][H][W][C]. */
#include <float.h>
#include <math.h>

#include "operators/common.h"

typedef struct {
  int32_t batches, input_height, input_width, depth, output_height, output_width;
  int32_t window_height, window_width, stride_height, stride_width, pad_top, pad_left;
  int32_t activation_min, activation_max;
  float float_min, float_max;
} pool;

/* The part of a window that lies inside the input: rows and columns of pixels, and how many. */
typedef struct {
  int32_t height, width, count;
} window;

/* Computes all channels of one output pixel from the window that starts at `input`; returns the next output pixel. */
typedef void *(*fold)(const pool *d, window w, const void *input, void *output);

static int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }
static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

static tinyxs_status run(tinyxs_call *call, fold pixel, uint32_t element_bytes) {
  const pool *d = tinyxs_op_data(call);
  const uint8_t *input = tinyxs_input_data(call, 0);
  void *output = tinyxs_output_data(call, 0);
  uint32_t pixel_bytes = (uint32_t)d->depth * element_bytes;
  for (int32_t n = 0; n < d->batches; n++, input += (uint32_t)(d->input_height * d->input_width) * pixel_bytes) {
    for (int32_t y = 0; y < d->output_height; y++) {
      int32_t top = y * d->stride_height - d->pad_top, first_y = larger(top, 0);
      int32_t height = smaller(top + d->window_height, d->input_height) - first_y;
      for (int32_t x = 0; x < d->output_width; x++) {
        int32_t left = x * d->stride_width - d->pad_left, first_x = larger(left, 0);
        int32_t width = smaller(left + d->window_width, d->input_width) - first_x;
        const void *corner = input + (uint32_t)(first_y * d->input_width + first_x) * pixel_bytes;
        output = pixel(d, (window){height, width, height * width}, corner, output);
      }
    }
  }
  return TINYXS_OK;
}

/* Defines a fold: for each channel START is folded with VISIT(so far, input) over the window; FINISH gives the output. */
#define FOLD(name, type, value_type, START, VISIT, FINISH)                                                                     \
  static void *name(const pool *d, window w, const void *input, void *outputs) {                                               \
    type *output = outputs;                                                                                                    \
    for (int32_t c = 0; c < d->depth; c++) {                                                                                   \
      value_type value = START;                                                                                                \
      for (int32_t y = 0; y < w.height; y++) {                                                                                 \
        const type *row = (const type *)input + y * d->input_width * d->depth + c;                                             \
        for (int32_t x = 0; x < w.width; x++) value = VISIT(value, row[x * d->depth]);                                         \
      }                                                                                                                        \
      *output++ = (type)FINISH(d, value, w.count);                                                                             \
    }                                                                                                                          \
    return output;                                                                                                             \
  }

static int32_t finish_average(const pool *d, int32_t sum, int32_t count) {
  int32_t half = sum > 0 ? count / 2 : -(count / 2);
  return tinyxs_clamp(tinyxs_wrap_add(sum, half) / count, d->activation_min, d->activation_max);
}
static int32_t finish_max(const pool *d, int32_t most, int32_t count) {
  (void)count;
  return tinyxs_clamp(most, d->activation_min, d->activation_max);
}
static float finish_average_float(const pool *d, float sum, int32_t count) {
  return tinyxs_clamp_float(sum / (float)count, d->float_min, d->float_max);
}
static float finish_max_float(const pool *d, float most, int32_t count) {
  (void)count;
  return tinyxs_clamp_float(most, d->float_min, d->float_max);
}
static float finish_l2(const pool *d, float sum, int32_t count) {
  return tinyxs_clamp_float(sqrtf(sum / (float)count), d->float_min, d->float_max);
}
static float sum_float(float a, float b) { return a + b; }
static float sum_squares(float sum, float x) { return sum + x * x; }
static float larger_float(float a, float b) { return a > b ? a : b; }

FOLD(fold_average_int8, int8_t, int32_t, 0, tinyxs_wrap_add, finish_average)
FOLD(fold_average_int16, int16_t, int32_t, 0, tinyxs_wrap_add, finish_average)
FOLD(fold_average_float, float, float, 0, sum_float, finish_average_float)
FOLD(fold_max_int8, int8_t, int32_t, INT8_MIN, larger, finish_max)
FOLD(fold_max_int16, int16_t, int32_t, INT16_MIN, larger, finish_max)
FOLD(fold_max_float, float, float, -FLT_MAX, larger_float, finish_max_float)
FOLD(fold_l2_float, float, float, 0, sum_squares, finish_l2)

static tinyxs_status average_int8(tinyxs_call *call) { return run(call, fold_average_int8, sizeof(int8_t)); }
static tinyxs_status average_int16(tinyxs_call *call) { return run(call, fold_average_int16, sizeof(int16_t)); }
static tinyxs_status average_float(tinyxs_call *call) { return run(call, fold_average_float, sizeof(float)); }
static tinyxs_status max_int8(tinyxs_call *call) { return run(call, fold_max_int8, sizeof(int8_t)); }
static tinyxs_status max_int16(tinyxs_call *call) { return run(call, fold_max_int16, sizeof(int16_t)); }
static tinyxs_status max_float(tinyxs_call *call) { return run(call, fold_max_float, sizeof(float)); }
static tinyxs_status l2_float(tinyxs_call *call) { return run(call, fold_l2_float, sizeof(float)); }

static tinyxs_status prepare(tinyxs_prepare *p, tinyxs_run_function int8, tinyxs_run_function int16,
                             tinyxs_run_function float32) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.rank == 4 && output.rank == 4, "its input and output must have 4 dimensions");
  TINYXS_REQUIRE(p, input.count && input.shape[0] == output.shape[0] && input.shape[3] == output.shape[3],
                 "its output has %d batches and %d channels, its input %d and %d", output.shape[0], output.shape[3],
                 input.shape[0], input.shape[3]);
  pool d = {.batches = input.shape[0],
            .input_height = input.shape[1],
            .input_width = input.shape[2],
            .depth = input.shape[3],
            .output_height = output.shape[1],
            .output_width = output.shape[2],
            .stride_width = tinyxs_option_i32(p, POOL_2D_OPTIONS_STRIDE_W, 0),
            .stride_height = tinyxs_option_i32(p, POOL_2D_OPTIONS_STRIDE_H, 0),
            .window_width = tinyxs_option_i32(p, POOL_2D_OPTIONS_FILTER_WIDTH, 0),
            .window_height = tinyxs_option_i32(p, POOL_2D_OPTIONS_FILTER_HEIGHT, 0)};
  int32_t padding = tinyxs_option_i8(p, POOL_2D_OPTIONS_PADDING, 0),
          activation = tinyxs_option_i8(p, POOL_2D_OPTIONS_ACTIVATION, 0);
  TINYXS_TRY(tinyxs_window_padding(p, "height", padding, d.input_height, d.window_height, d.stride_height, 1, d.output_height,
                                   &d.pad_top));
  TINYXS_TRY(tinyxs_window_padding(p, "width", padding, d.input_width, d.window_width, d.stride_width, 1, d.output_width,
                                   &d.pad_left));
  if (input.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  tinyxs_run_function chosen = input.type == TINYXS_FLOAT32 ? float32
                               : input.type == TINYXS_INT8  ? int8
                               : input.type == TINYXS_INT16 ? int16
                                                            : NULL;
  if (!chosen) return tinyxs_reject_type(p, "an input", &input);
  if (input.type == TINYXS_FLOAT32) {
    TINYXS_TRY(tinyxs_float_activation_range(p, activation, &d.float_min, &d.float_max));
  } else {
    TINYXS_REQUIRE(p, fabsf(input.scale - output.scale) <= 1e-6f && input.zero_point == output.zero_point,
                   "its input is quantized differently from its output");
    TINYXS_TRY(tinyxs_activation_range(p, activation, &output, &d.activation_min, &d.activation_max));
  }
  tinyxs_set_run(p, chosen);
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

static tinyxs_status prepare_average(tinyxs_prepare *p) { return prepare(p, average_int8, average_int16, average_float); }
static tinyxs_status prepare_max(tinyxs_prepare *p) { return prepare(p, max_int8, max_int16, max_float); }
static tinyxs_status prepare_l2(tinyxs_prepare *p) { return prepare(p, NULL, NULL, l2_float); }

tinyxs_status tinyxs_prepare_average_pool_2d(tinyxs_prepare *p) { return prepare_average(p); }
tinyxs_status tinyxs_prepare_l2_pool_2d(tinyxs_prepare *p) { return prepare_l2(p); }
tinyxs_status tinyxs_prepare_max_pool_2d(tinyxs_prepare *p) { return prepare_max(p); }
