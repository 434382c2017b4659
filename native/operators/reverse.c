/* SPDX-License-Identifier: Apache-2.0 */
/* REVERSE_V2: the order of elements turned around along some axes, an int32 list. All types. */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t element, axes;
  int32_t rank, shape[TINYXS_RANK];
} reverse;

static bool find_axes(const reverse *d, const int32_t *axes, uint32_t *bits) {
  return tinyxs_find_axes(axes, d->axes, d->rank, bits) && (uint32_t)__builtin_popcount(*bits) == d->axes;
}

static tinyxs_status run(tinyxs_call *call) {
  const reverse *d = tinyxs_op_data(call);
  uint32_t bits, step = d->element, start = 0;
  if (!find_axes(d, tinyxs_input_data(call, 1), &bits)) {
    return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its axes do not fit %d dimensions", d->rank);
  }
  tinyxs_strided_copy copy = {.bytes = d->element};
  for (int32_t k = d->rank - 1; k >= 0; k--) {
    uint32_t size = (uint32_t)d->shape[k];
    bool turned = bits >> k & 1;
    if (turned) start += (size - 1) * step;
    tinyxs_add_dimension(&copy, size, turned ? 0 - step : step, step);
    step *= size;
  }
  tinyxs_copy_strided(&copy, (const uint8_t *)tinyxs_input_data(call, 0) + start, tinyxs_output_data(call, 0));
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_reverse_v2(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), axes = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  reverse d = {.rank = input.rank, .axes = axes.count};
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &d.element));
  TINYXS_TRY(tinyxs_require_shape(p, &output, input.shape, input.rank));
  if (axes.type != TINYXS_INT32) return tinyxs_reject_type(p, "an axis", &axes);
  memcpy(d.shape, input.shape, sizeof d.shape);
  uint32_t bits;
  TINYXS_REQUIRE(p, !axes.constant || find_axes(&d, axes.constant, &bits), "its axes do not fit %d dimensions", d.rank);
  tinyxs_set_op_data(p, &d, sizeof d);
  if (output.count) tinyxs_set_run(p, run);
  return TINYXS_OK;
}
