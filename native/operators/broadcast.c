/* SPDX-License-Identifier: Apache-2.0 */
/* BROADCAST_TO: all types, to a constant shape of int32 or int64. BROADCAST_ARGS: the shape that two shapes broadcast to. */
#include "operators/strided_copy.h"

tinyxs_status tinyxs_prepare_broadcast_to(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), shape = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  tinyxs_strided_copy copy = {0};
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &copy.bytes));
  if (shape.type != TINYXS_INT32 && shape.type != TINYXS_INT64) return tinyxs_reject_type(p, "a shape", &shape);
  TINYXS_REQUIRE(p, shape.constant && shape.count == (uint32_t)output.rank && input.rank <= output.rank,
                 "its shape must be a constant of its output's %d dimensions, and its input have no more", output.rank);
  uint32_t from = copy.bytes, to = copy.bytes;
  for (int32_t k = output.rank - 1, own = input.rank - 1; k >= 0; k--, own--) {
    int32_t size = own < 0 ? 1 : input.shape[own];
    TINYXS_REQUIRE(p, tinyxs_number(shape.constant, shape.type, (uint32_t)k) == output.shape[k],
                   "its output has another size than its shape says in dimension %d", k);
    TINYXS_REQUIRE(p, size == 1 || size == output.shape[k], "size %d does not broadcast to %d", size, output.shape[k]);
    tinyxs_add_dimension(&copy, (uint32_t)output.shape[k], size == 1 ? 0 : from, to);
    from *= (uint32_t)size;
    to *= (uint32_t)output.shape[k];
  }
  tinyxs_set_strided_copy(p, 0, &copy);
  return TINYXS_OK;
}

typedef struct {
  uint32_t type, counts[2], output;
} broadcast_args;

/* Size `back` of a shape, counted from its end; 1 before its start. */
static int64_t size_at(const tinyxs_call *call, const broadcast_args *d, uint32_t input, uint32_t back) {
  uint32_t count = d->counts[input];
  return back < count ? tinyxs_number(tinyxs_input_data(call, input), (tinyxs_type)d->type, count - 1 - back) : 1;
}

static tinyxs_status run_args(tinyxs_call *call) {
  const broadcast_args *d = tinyxs_op_data(call);
  void *output = tinyxs_output_data(call, 0);
  for (uint32_t back = 0; back < d->output; back++) {
    int64_t a = size_at(call, d, 0, back), b = size_at(call, d, 1, back), size = a == 1 ? b : a;
    if (b != 1 && b != size) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its shapes do not broadcast to each other");
    uint32_t at = d->output - 1 - back;
    if (d->type == TINYXS_INT64) {
      ((int64_t *)output)[at] = size;
    } else {
      ((int32_t *)output)[at] = (int32_t)size;
    }
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_broadcast_args(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (a.type != TINYXS_INT32 && a.type != TINYXS_INT64) return tinyxs_reject_type(p, "a shape", &a);
  if (b.type != a.type) return tinyxs_reject_type(p, "a second shape", &b);
  if (output.type != a.type) return tinyxs_reject_type(p, "an output", &output);
  broadcast_args d = {.type = a.type, .counts = {a.count, b.count}, .output = a.count > b.count ? a.count : b.count};
  TINYXS_REQUIRE(p, a.rank == 1 && b.rank == 1 && output.rank == 1, "its inputs and output must have 1 dimension");
  TINYXS_REQUIRE(p, output.count == d.output, "its output has %u sizes instead of %u", output.count, d.output);
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run_args);
  return TINYXS_OK;
}
