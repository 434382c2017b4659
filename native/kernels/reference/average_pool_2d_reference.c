/* SPDX-License-Identifier: Apache-2.0 */
/* AVERAGE_POOL_2D of int8, int16 and float32. */
#include "kernels/reference/pool_2d.h"

static int32_t finish(const tinyxs_pool *p, int32_t sum, int32_t count) {
  int32_t half = sum > 0 ? count / 2 : -(count / 2);
  return tinyxs_clamp(tinyxs_wrap_add(sum, half) / count, p->activation_min, p->activation_max);
}
static float finish_float(const tinyxs_pool *p, float sum, int32_t count) {
  return tinyxs_clamp_float(sum / (float)count, p->float_min, p->float_max);
}
static float add(float a, float b) { return a + b; }

static void run_int8(const tinyxs_pool *p, const tinyxs_pool_data *d);

#define NAME    run_int8
#define ELEMENT int8_t
#define VALUE   int32_t
#define START   0
#define VISIT   tinyxs_wrap_add
#define FINISH  finish
#include "kernels/reference/pool_2d_template.h"

#define NAME    tinyxs_average_pool_2d_int16_reference
#define ELEMENT int16_t
#define VALUE   int32_t
#define START   0
#define VISIT   tinyxs_wrap_add
#define FINISH  finish
#include "kernels/reference/pool_2d_template.h"

#define NAME    tinyxs_average_pool_2d_float_reference
#define ELEMENT float
#define VALUE   float
#define START   0
#define VISIT   add
#define FINISH  finish_float
#include "kernels/reference/pool_2d_template.h"

static uint32_t cost(const tinyxs_pool *p) { return tinyxs_pool_cost(p, 6, 40); }

const tinyxs_pool_kernel tinyxs_average_pool_2d_int8_reference = {.name = "reference", .cost = cost, .run = run_int8};
