/* SPDX-License-Identifier: Apache-2.0 */
/* SLICE: a box of `size` elements from `begin`; a size of -1 takes all from there. All types; begin and size int32 or int64. */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t rank, type; /* of begin and size */
  int32_t input[TINYXS_RANK], output[TINYXS_RANK];
  uint32_t element;
  tinyxs_strided_copy copy;
} slice;

/* Where the slice starts, in bytes; -1 if it doesn't fit the input or the output. */
static int32_t start_of(const slice *d, const void *begins, const void *sizes) {
  uint32_t at = 0;
  for (uint32_t k = 0; k < d->rank; k++) {
    int64_t begin = tinyxs_number(begins, (tinyxs_type)d->type, k), size = tinyxs_number(sizes, (tinyxs_type)d->type, k);
    if (begin < 0 || begin > d->input[k] - d->output[k]) return -1;
    if (size == -1) size = d->input[k] - begin;
    if (size != d->output[k]) return -1;
    at = at * (uint32_t)d->input[k] + (uint32_t)begin;
  }
  return (int32_t)(at * d->element);
}

static tinyxs_status run(tinyxs_call *call) {
  const slice *d = tinyxs_op_data(call);
  int32_t start = start_of(d, tinyxs_input_data(call, 1), tinyxs_input_data(call, 2));
  if (start < 0) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its begin and size do not fit its input and output");
  tinyxs_copy_strided(&d->copy, (const uint8_t *)tinyxs_input_data(call, 0) + start, tinyxs_output_data(call, 0));
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_slice(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 3, 3, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), begins = tinyxs_input_info(p, 1), sizes = tinyxs_input_info(p, 2);
  tinyxs_info output = tinyxs_output_info(p, 0);
  slice d = {.rank = (uint32_t)input.rank, .type = begins.type};
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &d.element));
  if (begins.type != TINYXS_INT32 && begins.type != TINYXS_INT64) return tinyxs_reject_type(p, "a begin", &begins);
  if (sizes.type != begins.type) return tinyxs_reject_type(p, "a size", &sizes);
  TINYXS_REQUIRE(p, begins.count == d.rank && sizes.count == d.rank && output.rank == input.rank,
                 "its begin, size and output do not have %u dimensions", d.rank);
  d.copy.bytes = d.element;
  uint32_t from = d.element, to = d.element;
  for (uint32_t k = d.rank; k-- > 0;) {
    d.input[k] = input.shape[k];
    d.output[k] = output.shape[k];
    tinyxs_add_dimension(&d.copy, (uint32_t)output.shape[k], from, to);
    from *= (uint32_t)input.shape[k];
    to *= (uint32_t)output.shape[k];
  }
  if (begins.constant && sizes.constant) {
    TINYXS_REQUIRE(p, start_of(&d, begins.constant, sizes.constant) >= 0, "its begin and size do not fit its input and output");
  }
  tinyxs_set_op_data(p, &d, TINYXS_STRIDED_COPY_BYTES(d));
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
