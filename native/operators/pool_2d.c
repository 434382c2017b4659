/* SPDX-License-Identifier: Apache-2.0 */
/* AVERAGE_POOL_2D and MAX_POOL_2D (float32, int8, int16) and L2_POOL_2D (float32) over [N][H][W][C]. */
#include <math.h>

#include "kernels/kernel_set.h"
#include "kernels/reference/reference.h"
#include "operators/common.h"

typedef tinyxs_pool parameters;
typedef tinyxs_pool_kernel kernel;
#include "kernels/choose_template.h"

/* How one kind of pool runs; int8 by kernels, the others as plain loops. */
typedef struct {
  const tinyxs_pool_kernel *const *kernels;
  tinyxs_run_function int8, int16, float32; /* NULL: it isn't made for that type */
} pool_traits;

static tinyxs_status run(tinyxs_call *call, void (*pool)(const tinyxs_pool *p, const tinyxs_pool_data *d)) {
  const tinyxs_pool_data data = {.input = tinyxs_input_data(call, 0), .output = tinyxs_output_data(call, 0)};
  pool(tinyxs_op_data(call), &data);
  return TINYXS_OK;
}

static tinyxs_status run_kernel(tinyxs_call *call, const tinyxs_pool_kernel *const *kernels) {
  const tinyxs_pool *p = tinyxs_op_data(call);
  return run(call, kernels[p->kernel]->run);
}

static tinyxs_status average_int8(tinyxs_call *call) { return run_kernel(call, tinyxs_average_pool_2d_int8_kernels); }
static tinyxs_status average_int16(tinyxs_call *call) { return run(call, tinyxs_average_pool_2d_int16_reference); }
static tinyxs_status average_float(tinyxs_call *call) { return run(call, tinyxs_average_pool_2d_float_reference); }
static tinyxs_status max_int8(tinyxs_call *call) { return run_kernel(call, tinyxs_max_pool_2d_int8_kernels); }
static tinyxs_status max_int16(tinyxs_call *call) { return run(call, tinyxs_max_pool_2d_int16_reference); }
static tinyxs_status max_float(tinyxs_call *call) { return run(call, tinyxs_max_pool_2d_float_reference); }
static tinyxs_status l2_float(tinyxs_call *call) { return run(call, tinyxs_l2_pool_2d_float_reference); }

static tinyxs_status prepare(tinyxs_plan *p, const pool_traits *traits) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p, input.rank == 4 && output.rank == 4, "its input and output must have 4 dimensions");
  TINYXS_REQUIRE(p, input.count && input.shape[0] == output.shape[0] && input.shape[3] == output.shape[3],
                 "its output has %d batches and %d channels, its input %d and %d", output.shape[0], output.shape[3],
                 input.shape[0], input.shape[3]);
  const int32_t window_height = tinyxs_option_i32(p, POOL_2D_OPTIONS_FILTER_HEIGHT, 0);
  const int32_t window_width = tinyxs_option_i32(p, POOL_2D_OPTIONS_FILTER_WIDTH, 0);
  const int32_t stride_height = tinyxs_option_i32(p, POOL_2D_OPTIONS_STRIDE_H, 0);
  const int32_t stride_width = tinyxs_option_i32(p, POOL_2D_OPTIONS_STRIDE_W, 0);
  const int32_t padding = tinyxs_option_i8(p, POOL_2D_OPTIONS_PADDING, 0);
  const int32_t activation = tinyxs_option_i8(p, POOL_2D_OPTIONS_ACTIVATION, 0);
  int32_t top, left;
  TINYXS_TRY(
      tinyxs_window_padding(p, "height", padding, input.shape[1], window_height, stride_height, 1, output.shape[1], &top));
  TINYXS_TRY(tinyxs_window_padding(p, "width", padding, input.shape[2], window_width, stride_width, 1, output.shape[2], &left));
  /* A window and its padding have less than 2^15 elements. */
  tinyxs_pool pool = {.batches = input.shape[0],
                      .input_height = input.shape[1],
                      .input_width = input.shape[2],
                      .depth = input.shape[3],
                      .output_height = output.shape[1],
                      .output_width = output.shape[2],
                      .window_height = (int16_t)window_height,
                      .window_width = (int16_t)window_width,
                      .stride_height = (int16_t)stride_height,
                      .stride_width = (int16_t)stride_width,
                      .pad_top = (int16_t)top,
                      .pad_left = (int16_t)left};
  if (input.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  tinyxs_run_function chosen = input.type == TINYXS_FLOAT32 ? traits->float32
                               : input.type == TINYXS_INT8  ? traits->int8
                               : input.type == TINYXS_INT16 ? traits->int16
                                                            : NULL;
  if (!chosen) return tinyxs_reject_type(p, "an input", &input);
  if (input.type == TINYXS_FLOAT32) {
    TINYXS_TRY(tinyxs_float_activation_range(p, activation, &pool.float_min, &pool.float_max));
  } else {
    TINYXS_REQUIRE(p, fabsf(input.scale - output.scale) <= 1e-6f && input.zero_point == output.zero_point,
                   "its input is quantized differently from its output");
    int32_t min, max;
    TINYXS_TRY(tinyxs_activation_range(p, activation, &output, &min, &max));
    pool.activation_min = tinyxs_saturate_int16(min);
    pool.activation_max = tinyxs_saturate_int16(max);
    const tinyxs_bounds no_scales = {0};
    if (input.type == TINYXS_INT8) pool.kernel = choose_kernel(traits->kernels, &pool, &no_scales, NULL, NULL);
  }
  tinyxs_set_run(p, chosen);
  tinyxs_set_op_data(p, &pool, sizeof pool);
  return TINYXS_OK;
}

static tinyxs_status prepare_average(tinyxs_plan *p) {
  static const pool_traits traits = {tinyxs_average_pool_2d_int8_kernels, average_int8, average_int16, average_float};
  return prepare(p, &traits);
}
static tinyxs_status prepare_max(tinyxs_plan *p) {
  static const pool_traits traits = {tinyxs_max_pool_2d_int8_kernels, max_int8, max_int16, max_float};
  return prepare(p, &traits);
}
static tinyxs_status prepare_l2(tinyxs_plan *p) {
  static const pool_traits traits = {.float32 = l2_float};
  return prepare(p, &traits);
}

tinyxs_status tinyxs_prepare_average_pool_2d(tinyxs_plan *p) { return prepare_average(p); }
tinyxs_status tinyxs_prepare_l2_pool_2d(tinyxs_plan *p) { return prepare_l2(p); }
tinyxs_status tinyxs_prepare_max_pool_2d(tinyxs_plan *p) { return prepare_max(p); }
