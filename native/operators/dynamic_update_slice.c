/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DYNAMIC_UPDATE_SLICE: the first input with a box of it overwritten by the second, at indices that are moved into range. All
 * types; indices of int32 or int64.
 */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t bytes, element, type;                       /* of the output, of an element; the indices' type */
  int32_t rank, shape[TINYXS_RANK], room[TINYXS_RANK]; /* room: the largest index */
  tinyxs_strided_copy copy;
} update;

static tinyxs_status run(tinyxs_call *call) {
  const update *d = tinyxs_op_data(call);
  const void *operand = tinyxs_input_data(call, 0), *part = tinyxs_input_data(call, 1), *indices = tinyxs_input_data(call, 2);
  uint8_t *output = tinyxs_output_data(call, 0);
  uint32_t at = 0;
  for (int32_t k = 0; k < d->rank; k++) {
    int64_t index = tinyxs_number(indices, (tinyxs_type)d->type, (uint32_t)k);
    index = index < 0 ? 0 : index > d->room[k] ? d->room[k] : index;
    at = at * (uint32_t)d->shape[k] + (uint32_t)index;
  }
  if (operand != output) memmove(output, operand, d->bytes);
  if (part != output) tinyxs_copy_strided(&d->copy, part, output + at * d->element);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_dynamic_update_slice(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 3, 3, 1, 1));
  tinyxs_info operand = tinyxs_input_info(p, 0), part = tinyxs_input_info(p, 1), indices = tinyxs_input_info(p, 2);
  tinyxs_info output = tinyxs_output_info(p, 0);
  update d = {.bytes = output.bytes, .type = indices.type, .rank = operand.rank};
  TINYXS_TRY(tinyxs_require_same_type(p, &operand, &output, &d.element));
  TINYXS_TRY(tinyxs_require_shape(p, &output, operand.shape, operand.rank));
  if (part.type != operand.type) return tinyxs_reject_type(p, "an update", &part);
  if (indices.type != TINYXS_INT32 && indices.type != TINYXS_INT64) return tinyxs_reject_type(p, "an index", &indices);
  TINYXS_REQUIRE(p, part.rank == d.rank && indices.rank == 1 && indices.count == (uint32_t)d.rank,
                 "its update and indices do not fit %d dimensions", d.rank);
  d.copy.bytes = d.element;
  uint32_t from = d.element, to = d.element;
  for (int32_t k = d.rank - 1; k >= 0; k--) {
    TINYXS_REQUIRE(p, part.shape[k] <= operand.shape[k], "its update has size %d of %d in dimension %d", part.shape[k],
                   operand.shape[k], k);
    d.shape[k] = operand.shape[k];
    d.room[k] = operand.shape[k] - part.shape[k];
    tinyxs_add_dimension(&d.copy, (uint32_t)part.shape[k], from, to);
    from *= (uint32_t)part.shape[k];
    to *= (uint32_t)operand.shape[k];
  }
  tinyxs_set_op_data(p, &d, TINYXS_STRIDED_COPY_BYTES(d));
  /* An update that shares the operand's memory has as many elements, and so stays where it is. */
  tinyxs_in_place(p, 0, 0);
  if (output.count) tinyxs_set_run(p, run);
  return TINYXS_OK;
}
