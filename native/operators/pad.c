/* SPDX-License-Identifier: Apache-2.0 */
/* PAD and PADV2: a border around every dimension. All types; the paddings must be a constant of int32 or int64. */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t element, count, start; /* of the output: bytes of an element, elements, and where the input goes */
  int32_t fill;                   /* the border's bytes, when there is no value */
  tinyxs_strided_copy copy;
} pad;

static tinyxs_status run(tinyxs_call *call) {
  const pad *d = tinyxs_op_data(call);
  const void *value = tinyxs_input_data(call, 2);
  uint8_t *output = tinyxs_output_data(call, 0);
  if (value) {
    tinyxs_fill(output, value, d->element, d->count);
  } else {
    memset(output, d->fill, (size_t)d->count * d->element);
  }
  tinyxs_copy_strided(&d->copy, tinyxs_input_data(call, 0), output + d->start);
  return TINYXS_OK;
}

static tinyxs_status check_value(tinyxs_plan *p, const tinyxs_info *output) {
  tinyxs_info value = tinyxs_input_info(p, 2);
  if (!value.present) return TINYXS_OK;
  if (value.type != output->type) return tinyxs_reject_type(p, "a value", &value);
  TINYXS_REQUIRE(p, value.count == 1, "its value has %u elements", value.count);
  TINYXS_REQUIRE(p, value.type != TINYXS_INT8 || (value.zero_point == output->zero_point && value.scale == output->scale),
                 "its value is quantized differently from its output");
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_pad(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 3, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), sizes = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  pad d = {.count = output.count};
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &d.element));
  TINYXS_TRY(check_value(p, &output));
  if (sizes.type != TINYXS_INT32 && sizes.type != TINYXS_INT64) return tinyxs_reject_type(p, "a padding", &sizes);
  TINYXS_REQUIRE(p, sizes.constant && sizes.count == 2 * (uint32_t)input.rank && input.rank == output.rank,
                 "its paddings must be a constant of 2 numbers for each dimension");
  d.copy.bytes = d.element;
  uint32_t from = d.element, to = d.element;
  for (int32_t k = input.rank - 1; k >= 0; k--) {
    int64_t before = tinyxs_number(sizes.constant, sizes.type, 2 * (uint32_t)k);
    int64_t after = tinyxs_number(sizes.constant, sizes.type, 2 * (uint32_t)k + 1);
    TINYXS_REQUIRE(p,
                   before >= 0 && after >= 0 && before <= INT32_MAX && after <= INT32_MAX &&
                       before + input.shape[k] + after == output.shape[k],
                   "its paddings do not give the output's size %d in dimension %d", output.shape[k], k);
    tinyxs_add_dimension(&d.copy, (uint32_t)input.shape[k], from, to);
    d.start += (uint32_t)before * to;
    from *= (uint32_t)input.shape[k];
    to *= (uint32_t)output.shape[k];
  }
  /* As TensorFlow Lite Micro: int16 is padded with 0, whatever its zero point. */
  if (output.type == TINYXS_INT8 || output.type == TINYXS_UINT8) d.fill = output.zero_point;
  tinyxs_set_op_data(p, &d, TINYXS_STRIDED_COPY_BYTES(d));
  if (output.count) tinyxs_set_run(p, run);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_padv2(tinyxs_plan *p) { return tinyxs_prepare_pad(p); }
