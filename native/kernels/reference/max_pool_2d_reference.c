/* SPDX-License-Identifier: Apache-2.0 */
/* MAX_POOL_2D of int8, int16 and float32. */
#include <float.h>

#include "kernels/reference/pool_2d.h"

static int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }
static float larger_float(float a, float b) { return a > b ? a : b; }
static int32_t finish(const tinyxs_pool *p, int32_t most, int32_t count) {
  (void)count;
  return tinyxs_clamp(most, p->activation_min, p->activation_max);
}
static float finish_float(const tinyxs_pool *p, float most, int32_t count) {
  (void)count;
  return tinyxs_clamp_float(most, p->float_min, p->float_max);
}

static void run_int8(const tinyxs_pool *p, const tinyxs_pool_data *d);

#define NAME    run_int8
#define ELEMENT int8_t
#define VALUE   int32_t
#define START   INT8_MIN
#define VISIT   larger
#define FINISH  finish
#include "kernels/reference/pool_2d_template.h"

#define NAME    tinyxs_max_pool_2d_int16_reference
#define ELEMENT int16_t
#define VALUE   int32_t
#define START   INT16_MIN
#define VISIT   larger
#define FINISH  finish
#include "kernels/reference/pool_2d_template.h"

#define NAME    tinyxs_max_pool_2d_float_reference
#define ELEMENT float
#define VALUE   float
#define START   -FLT_MAX
#define VISIT   larger_float
#define FINISH  finish_float
#include "kernels/reference/pool_2d_template.h"

static uint32_t cost(const tinyxs_pool *p) { return tinyxs_pool_cost(p, 6, 40); }

const tinyxs_pool_kernel tinyxs_max_pool_2d_int8_reference = {.name = "reference", .cost = cost, .run = run_int8};
