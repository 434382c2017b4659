/* SPDX-License-Identifier: Apache-2.0 */
/* L2_POOL_2D of float32: the root of the mean square. */
#include <math.h>

#include "kernels/reference/pool_2d.h"

static float add_square(float sum, float x) { return sum + x * x; }
static float finish(const tinyxs_pool *p, float sum, int32_t count) {
  return tinyxs_clamp_float(sqrtf(sum / (float)count), p->float_min, p->float_max);
}

#define NAME    tinyxs_l2_pool_2d_float_reference
#define ELEMENT float
#define VALUE   float
#define START   0
#define VISIT   add_square
#define FINISH  finish
#include "kernels/reference/pool_2d_template.h"
