/* SPDX-License-Identifier: Apache-2.0 */
/* GATHER_ND: slices of the input, each found by the int32 numbers in the last dimension of the indices. All types. */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t slices, bytes, depth; /* depth: numbers in an index */
  int32_t shape[TINYXS_RANK];    /* the input's first `depth` sizes */
} gather_nd;

static tinyxs_status run(tinyxs_call *call) {
  const gather_nd *d = tinyxs_op_data(call);
  const uint8_t *input = tinyxs_input_data(call, 0);
  const int32_t *index = tinyxs_input_data(call, 1);
  uint8_t *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->slices; i++, output += d->bytes) {
    uint32_t at = 0;
    for (uint32_t k = 0; k < d->depth; k++, index++) {
      if (*index < 0 || *index >= d->shape[k]) {
        return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its index %d is not below %d", *index, d->shape[k]);
      }
      at = at * (uint32_t)d->shape[k] + (uint32_t)*index;
    }
    memcpy(output, input + at * d->bytes, d->bytes);
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_gather_nd(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), indices = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (indices.type != TINYXS_INT32) return tinyxs_reject_type(p, "an index", &indices);
  uint32_t element;
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &element));
  TINYXS_REQUIRE(p, input.rank > 0 && indices.rank > 0, "its input and indices need at least 1 dimension");
  int32_t last = indices.rank - 1, depth = indices.shape[last], shape[2 * TINYXS_RANK], rank = 0;
  TINYXS_REQUIRE(p, depth <= input.rank, "its indices have %d numbers for %d dimensions", depth, input.rank);
  for (int32_t k = 0; k < last; k++) shape[rank++] = indices.shape[k];
  for (int32_t k = depth; k < input.rank; k++) shape[rank++] = input.shape[k];
  TINYXS_TRY(tinyxs_require_shape(p, &output, shape, rank));
  gather_nd d = {.slices = tinyxs_count_elements(indices.shape, 0, last),
                 .bytes = tinyxs_count_elements(input.shape, depth, input.rank) * element,
                 .depth = (uint32_t)depth};
  memcpy(d.shape, input.shape, d.depth * sizeof d.shape[0]);
  tinyxs_set_op_data(p, &d, offsetof(gather_nd, shape) + d.depth * sizeof d.shape[0]);
  if (output.count) tinyxs_set_run(p, run);
  return TINYXS_OK;
}
