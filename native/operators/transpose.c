/* SPDX-License-Identifier: Apache-2.0 */
/* TRANSPOSE. All types; the permutation must be a constant of int32. */
#include "operators/strided_copy.h"

tinyxs_status tinyxs_prepare_transpose(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), order = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  tinyxs_strided_copy copy = {0};
  uint32_t bits;
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &copy.bytes));
  TINYXS_TRY(tinyxs_axis_bits(p, &order, input.rank, &bits));
  TINYXS_REQUIRE(p, order.count == (uint32_t)input.rank && bits == (1u << input.rank) - 1,
                 "its permutation does not name each of %d dimensions once", input.rank);
  int32_t shape[TINYXS_RANK];
  uint32_t element = copy.bytes, step = element;
  for (int32_t k = input.rank - 1; k >= 0; k--) {
    int32_t axis = ((const int32_t *)order.constant)[k];
    if (axis < 0) axis += input.rank;
    shape[k] = input.shape[axis];
    tinyxs_add_dimension(&copy, (uint32_t)shape[k], element * tinyxs_count_elements(input.shape, axis + 1, input.rank), step);
    step *= (uint32_t)shape[k];
  }
  TINYXS_TRY(tinyxs_require_shape(p, &output, shape, input.rank));
  tinyxs_set_strided_copy(p, 0, &copy);
  return TINYXS_OK;
}
