/* SPDX-License-Identifier: Apache-2.0 */
/* MIRROR_PAD: a border that mirrors the input, with its edge (SYMMETRIC) or without (REFLECT). All types; int32 or int64
 * paddings. */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t element, type; /* the paddings' type */
  int32_t rank, offset;   /* offset: the first element that is mirrored, counted from the edge */
  int32_t input[TINYXS_RANK], output[TINYXS_RANK];
} mirror_pad;

static bool fits(const mirror_pad *d, const void *paddings) {
  for (int32_t k = 0; k < d->rank; k++) {
    int64_t before = tinyxs_number(paddings, (tinyxs_type)d->type, 2 * (uint32_t)k);
    int64_t after = tinyxs_number(paddings, (tinyxs_type)d->type, 2 * (uint32_t)k + 1), most = d->input[k] - d->offset;
    if (before < 0 || after < 0 || before > most || after > most || before + d->input[k] + after != d->output[k]) return false;
  }
  return true;
}

static uint32_t before(const mirror_pad *d, const void *paddings, int32_t k) {
  return (uint32_t)tinyxs_number(paddings, (tinyxs_type)d->type, 2 * (uint32_t)k);
}

/*
 * Fills the borders of dimension k from what lies inside of them. Dimensions after k are complete already, those before it are
 * filled inside their borders only.
 */
static void mirror(const mirror_pad *d, int32_t k, const void *paddings, uint8_t *output, uint32_t step) {
  uint32_t left = before(d, paddings, k), size = (uint32_t)d->input[k], right = (uint32_t)d->output[k] - left - size;
  uint32_t offset = (uint32_t)d->offset;
  for (uint32_t side = 0; side < 2; side++) {
    tinyxs_strided_copy copy = {.bytes = step};
    tinyxs_add_dimension(&copy, side ? right : left, 0 - step, step);
    uint32_t outer = step, corner = 0;
    for (int32_t n = k; n-- > 0;) {
      outer *= (uint32_t)d->output[n + 1];
      corner += before(d, paddings, n) * outer;
      tinyxs_add_dimension(&copy, (uint32_t)d->input[n], outer, outer);
    }
    uint32_t to = side ? left + size : 0, from = side ? left + size - 1 - offset : 2 * left - 1 + offset;
    if (copy.bytes) tinyxs_copy_strided(&copy, output + corner + from * step, output + corner + to * step);
  }
}

static tinyxs_status run(tinyxs_call *call) {
  const mirror_pad *d = tinyxs_op_data(call);
  const void *paddings = tinyxs_input_data(call, 1);
  uint8_t *output = tinyxs_output_data(call, 0);
  if (!fits(d, paddings)) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its paddings do not fit its input and output");
  tinyxs_strided_copy copy = {.bytes = d->element};
  uint32_t from = d->element, to = d->element, start = 0;
  for (int32_t k = d->rank - 1; k >= 0; k--) {
    tinyxs_add_dimension(&copy, (uint32_t)d->input[k], from, to);
    start += before(d, paddings, k) * to;
    from *= (uint32_t)d->input[k];
    to *= (uint32_t)d->output[k];
  }
  tinyxs_copy_strided(&copy, tinyxs_input_data(call, 0), output + start);
  uint32_t step = d->element;
  for (int32_t k = d->rank - 1; k >= 0; k--) {
    mirror(d, k, paddings, output, step);
    step *= (uint32_t)d->output[k];
  }
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_mirror_pad(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), paddings = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  mirror_pad d = {.rank = input.rank, .type = paddings.type};
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &d.element));
  if (paddings.type != TINYXS_INT32 && paddings.type != TINYXS_INT64) return tinyxs_reject_type(p, "a padding", &paddings);
  TINYXS_REQUIRE(p, paddings.count == 2 * (uint32_t)input.rank && output.rank == input.rank,
                 "its paddings must be 2 numbers for each of %d dimensions", input.rank);
  int32_t mode = tinyxs_option_i8(p, MIRROR_PAD_OPTIONS_MODE, 0);
  TINYXS_REQUIRE(p, mode == MIRROR_PAD_REFLECT || mode == MIRROR_PAD_SYMMETRIC, "its mode %d is unknown", mode);
  d.offset = mode == MIRROR_PAD_REFLECT;
  memcpy(d.input, input.shape, sizeof d.input);
  memcpy(d.output, output.shape, sizeof d.output);
  TINYXS_REQUIRE(p, input.count, "its input is empty");
  TINYXS_REQUIRE(p, !paddings.constant || fits(&d, paddings.constant), "its paddings do not fit its input and output");
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
