/* SPDX-License-Identifier: Apache-2.0 */
/* The axes and strides of reductions. */
#include "operators/reduction.h"

/* Lists the strides of the reduced or of the other dimensions after those in the list; returns how many elements they have. */
static uint32_t list(const tinyxs_reduction *d, uint32_t bits, bool reduced, tinyxs_reduction_plan *w) {
  uint32_t stride = 1, count = 1, first = w->rank;
  for (int32_t k = d->rank - 1; k >= 0; k--) {
    uint32_t size = (uint32_t)d->shape[k];
    if ((bits >> k & 1) == reduced) {
      w->rank = first + tinyxs_add_stride(w->strides + first, w->rank - first, size, stride, 0);
      count *= size;
    }
    stride *= size;
  }
  return count;
}

/* False if the axes do not fit the input and the output. */
static bool plan(const tinyxs_reduction *d, const int32_t *axes, tinyxs_reduction_plan *w) {
  uint32_t bits = 0;
  if (d->rank && !tinyxs_find_axes(axes, d->axes, d->rank, &bits)) return false;
  *w = (tinyxs_reduction_plan){.multiplier = d->multiplier, .shift = d->shift, .divisor = 1};
  w->count = list(d, bits, true, w);
  if (!w->rank) w->strides[w->rank++] = (tinyxs_stride){1, 0, 0};
  w->reduced = w->rank;
  if (list(d, bits, false, w) != d->outputs) return false;
  w->offset = tinyxs_wrap_mul(d->input_zero_point, (int32_t)w->count);
  if (!d->mean) return true;
  /* 1 / count goes into the multiplier, with the rounding of TensorFlow Lite Micro. */
  int32_t shift = 31 - tinyxs_leading_zeros(w->count);
  if (shift > 31 + d->shift) shift = 31 + d->shift;
  w->multiplier = (int32_t)(((int64_t)d->multiplier << shift) / w->count);
  w->shift -= shift;
  w->divisor = (float)w->count;
  return true;
}

tinyxs_status tinyxs_start_reduction(const tinyxs_call *call, tinyxs_reduction_plan *w) {
  if (plan(tinyxs_op_data(call), tinyxs_input_data(call, 1), w)) return TINYXS_OK;
  return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its axes do not fit its input and output");
}

tinyxs_status tinyxs_prepare_reduction(tinyxs_plan *p, tinyxs_reduction *d) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), axes = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  if (axes.type != TINYXS_INT32) return tinyxs_reject_type(p, "an axis", &axes);
  TINYXS_REQUIRE(p, input.count, "its input is empty");
  *d = (tinyxs_reduction){.outputs = output.count, .axes = axes.count, .rank = input.rank};
  memcpy(d->shape, input.shape, sizeof d->shape);
  if (!axes.constant) return TINYXS_OK;
  tinyxs_reduction_plan w;
  TINYXS_REQUIRE(p, plan(d, axes.constant, &w), "its axes do not fit its input and output");
  tinyxs_info left = input;
  for (uint32_t i = 0; left.rank && i < axes.count; i++) {
    int32_t axis = ((const int32_t *)axes.constant)[i];
    left.shape[axis < 0 ? axis + left.rank : axis] = 1;
  }
  TINYXS_REQUIRE(p, tinyxs_same_sizes(&left, &output), "its output's shape is not its input's without the axes");
  return TINYXS_OK;
}

void tinyxs_set_reduction(tinyxs_plan *p, const tinyxs_reduction *d) {
  tinyxs_set_op_data(p, d, sizeof *d);
  /* What later outputs need lies behind the place of this one. */
  tinyxs_in_place(p, 0, 0);
}
