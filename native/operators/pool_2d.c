/* AVERAGE_POOL_2D and MAX_POOL_2D over [N][H][W][C]. float32, int8. */
#include <float.h>

#include "operators/common.h"

typedef struct {
  int32_t batches, input_height, input_width, depth, output_height, output_width;
  int32_t window_height, window_width, stride_height, stride_width, pad_top, pad_left;
  int32_t activation_min, activation_max;
  float float_min, float_max;
} pool;

/* The part of the window that lies inside the input, for one output pixel. */
typedef struct {
  int32_t top, bottom, left, right; /* input rows and columns; bottom and right excluded */
} window;

static int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }
static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

static window window_at(const pool *d, int32_t y, int32_t x) {
  int32_t top = y * d->stride_height - d->pad_top, left = x * d->stride_width - d->pad_left;
  return (window){larger(top, 0), smaller(top + d->window_height, d->input_height), larger(left, 0),
                  smaller(left + d->window_width, d->input_width)};
}

/*
 * Defines a run function: for each output element START is folded with VISIT(accumulator, input) over the window, and FINISH
 * turns the accumulator into the output.
 */
#define RUN_POOL(name, type, accumulator, START, VISIT, FINISH)                                                                \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const pool *d = tinyxs_kept(call);                                                                                         \
    const type *input = tinyxs_input_data(call, 0);                                                                            \
    type *output = tinyxs_output_data(call, 0);                                                                                \
    for (int32_t n = 0; n < d->batches; n++, input += d->input_height * d->input_width * d->depth) {                           \
      for (int32_t y = 0; y < d->output_height; y++) {                                                                         \
        for (int32_t x = 0; x < d->output_width; x++) {                                                                        \
          window w = window_at(d, y, x);                                                                                       \
          for (int32_t c = 0; c < d->depth; c++) {                                                                             \
            accumulator value = START;                                                                                         \
            for (int32_t in_y = w.top; in_y < w.bottom; in_y++) {                                                              \
              const type *row = input + in_y * d->input_width * d->depth + c;                                                  \
              for (int32_t in_x = w.left; in_x < w.right; in_x++) value = VISIT(value, row[in_x * d->depth]);                  \
            }                                                                                                                  \
            *output++ = (type)FINISH(d, value, (w.bottom - w.top) * (w.right - w.left));                                       \
          }                                                                                                                    \
        }                                                                                                                      \
      }                                                                                                                        \
    }                                                                                                                          \
    return TINYXS_OK;                                                                                                          \
  }

static int32_t finish_average(const pool *d, int32_t sum, int32_t count) {
  int32_t mean = sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count;
  return tinyxs_clamp(mean, d->activation_min, d->activation_max);
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
static float sum_float(float a, float b) { return a + b; }
static float larger_float(float a, float b) { return a > b ? a : b; }

RUN_POOL(average_int8, int8_t, int32_t, 0, tinyxs_wrap_add, finish_average)
RUN_POOL(max_int8, int8_t, int32_t, INT8_MIN, larger, finish_max)
RUN_POOL(average_float, float, float, 0, sum_float, finish_average_float)
RUN_POOL(max_float, float, float, -FLT_MAX, larger_float, finish_max_float)

static tinyxs_status prepare(tinyxs_prepare *p, tinyxs_run_function int8, tinyxs_run_function float32) {
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
            .stride_width = tinyxs_option_i32(p, 1, 0),
            .stride_height = tinyxs_option_i32(p, 2, 0),
            .window_width = tinyxs_option_i32(p, 3, 0),
            .window_height = tinyxs_option_i32(p, 4, 0)};
  int32_t padding = tinyxs_option_i8(p, 0, 0), activation = tinyxs_option_i8(p, 5, 0);
  TINYXS_TRY(tinyxs_window_padding(p, "height", padding, d.input_height, d.window_height, d.stride_height, 1, d.output_height,
                                   &d.pad_top));
  TINYXS_TRY(tinyxs_window_padding(p, "width", padding, d.input_width, d.window_width, d.stride_width, 1, d.output_width,
                                   &d.pad_left));
  if (input.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  if (input.type == TINYXS_INT8) {
    TINYXS_TRY(tinyxs_activation_range(p, activation, &output, &d.activation_min, &d.activation_max));
    tinyxs_set_run(p, int8);
  } else if (input.type == TINYXS_FLOAT32) {
    TINYXS_TRY(tinyxs_float_activation_range(p, activation, &d.float_min, &d.float_max));
    tinyxs_set_run(p, float32);
  } else {
    return tinyxs_reject_type(p, "an input", &input);
  }
  tinyxs_keep(p, &d, sizeof d);
  return TINYXS_OK;
}

static tinyxs_status prepare_average(tinyxs_prepare *p) { return prepare(p, average_int8, average_float); }
static tinyxs_status prepare_max(tinyxs_prepare *p) { return prepare(p, max_int8, max_float); }

const tinyxs_operator tinyxs_operator_average_pool_2d = {"AVERAGE_POOL_2D", 1, prepare_average};
const tinyxs_operator tinyxs_operator_max_pool_2d = {"MAX_POOL_2D", 17, prepare_max};
