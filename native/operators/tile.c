/* SPDX-License-Identifier: Apache-2.0 */
/* TILE: the input repeated along every dimension. All types; constant multipliers of int32 or int64. Not in TensorFlow Lite
 * Micro. */
#include "operators/strided_copy.h"

/* As tinyxs_add_dimension, unless the copy has all the dimensions it can have. */
static tinyxs_status add(tinyxs_plan *p, tinyxs_strided_copy *m, uint32_t size, uint32_t from, uint32_t to) {
  if (size > 1 && m->rank == TINYXS_RANK) return tinyxs_reject(p, TINYXS_TOO_LARGE, "it repeats too many dimensions");
  tinyxs_add_dimension(m, size, from, to);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_tile(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), multiples = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  uint32_t element;
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &element));
  if (multiples.type != TINYXS_INT32 && multiples.type != TINYXS_INT64) return tinyxs_reject_type(p, "a multiple", &multiples);
  TINYXS_REQUIRE(p, multiples.constant && multiples.rank == 1 && multiples.count == (uint32_t)input.rank,
                 "its multiples are not a constant of %d numbers", input.rank);
  TINYXS_REQUIRE(p, output.rank == input.rank, "its output has %d dimensions instead of %d", output.rank, input.rank);
  tinyxs_strided_copy m = {.bytes = element};
  uint32_t from = element, to = element;
  for (int32_t k = input.rank - 1; k >= 0; k--) {
    uint32_t size = (uint32_t)input.shape[k], total = (uint32_t)output.shape[k];
    int64_t multiple = tinyxs_number(multiples.constant, multiples.type, (uint32_t)k);
    TINYXS_REQUIRE(p, multiple >= 0 && multiple <= INT32_MAX && (uint64_t)multiple * size == total,
                   "its output has size %u in dimension %d, which is not the input's %u times the multiple", total, k, size);
    TINYXS_TRY(add(p, &m, size, from, to));
    TINYXS_TRY(add(p, &m, (uint32_t)multiple, 0, to * size));
    from *= size;
    to *= total;
  }
  tinyxs_set_strided_copy(p, 0, &m);
  return TINYXS_OK;
}
