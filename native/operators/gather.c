/* SPDX-License-Identifier: Apache-2.0 */
/* GATHER: slices of the input along an axis, by int32 positions, and EMBEDDING_LOOKUP: rows of a table. All types. */
#include "operators/strided_copy.h"

typedef struct {
  uint32_t input, positions;                   /* which inputs they are */
  uint32_t batches, outer, count, size, bytes; /* count: positions per batch, each below size, of so many bytes */
  float scale;                                 /* from int8 to float32 */
} gather;

static tinyxs_status outside(const tinyxs_call *call, int32_t position, uint32_t size) {
  return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its index %d is not below %u", position, size);
}

static tinyxs_status run(tinyxs_call *call) {
  const gather *d = tinyxs_op_data(call);
  const uint8_t *input = tinyxs_input_data(call, d->input);
  const int32_t *positions = tinyxs_input_data(call, d->positions);
  uint8_t *output = tinyxs_output_data(call, 0);
  for (uint32_t b = 0; b < d->batches; b++, positions += d->count) {
    for (uint32_t o = 0; o < d->outer; o++, input += d->size * d->bytes) {
      for (uint32_t i = 0; i < d->count; i++, output += d->bytes) {
        if (positions[i] < 0 || (uint32_t)positions[i] >= d->size) return outside(call, positions[i], d->size);
        memcpy(output, input + (uint32_t)positions[i] * d->bytes, d->bytes);
      }
    }
  }
  return TINYXS_OK;
}

static tinyxs_status run_scaled(tinyxs_call *call) {
  const gather *d = tinyxs_op_data(call);
  const int32_t *positions = tinyxs_input_data(call, d->positions);
  const int8_t *table = tinyxs_input_data(call, d->input);
  float *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->count; i++) {
    if (positions[i] < 0 || (uint32_t)positions[i] >= d->size) return outside(call, positions[i], d->size);
    const int8_t *row = table + (uint32_t)positions[i] * d->bytes;
    for (uint32_t x = 0; x < d->bytes; x++) *output++ = d->scale * (float)row[x];
  }
  return TINYXS_OK;
}

/* The output's shape: the input's, with dimension `axis` replaced by the positions' dimensions after the batch's. */
static tinyxs_status check_shape(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *positions, int32_t axis,
                                 int32_t batch, const tinyxs_info *output) {
  int32_t rank = input->rank - 1 + positions->rank - batch, shape[2 * TINYXS_RANK], n = 0;
  for (int32_t k = 0; k < axis; k++) shape[n++] = input->shape[k];
  for (int32_t k = batch; k < positions->rank; k++) shape[n++] = positions->shape[k];
  for (int32_t k = axis + 1; k < input->rank; k++) shape[n++] = input->shape[k];
  return tinyxs_require_shape(p, output, shape, rank);
}

tinyxs_status tinyxs_prepare_gather(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), positions = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (positions.type != TINYXS_INT32) return tinyxs_reject_type(p, "an index", &positions);
  uint32_t element;
  TINYXS_TRY(tinyxs_require_same_type(p, &input, &output, &element));
  int32_t axis = tinyxs_option_i32(p, GATHER_OPTIONS_AXIS, 0), batch = tinyxs_option_i32(p, GATHER_OPTIONS_BATCH_DIMS, 0);
  if (axis < 0) axis += input.rank;
  if (batch < 0) batch += positions.rank;
  TINYXS_REQUIRE(p, axis >= 0 && axis < input.rank, "its axis does not fit %d dimensions", input.rank);
  TINYXS_REQUIRE(p, batch >= 0 && batch <= axis && batch <= positions.rank, "its batch dimensions %d do not fit its axis %d",
                 batch, axis);
  for (int32_t k = 0; k < batch; k++) {
    TINYXS_REQUIRE(p, input.shape[k] == positions.shape[k], "its batches %d and %d differ in dimension %d", input.shape[k],
                   positions.shape[k], k);
  }
  TINYXS_TRY(check_shape(p, &input, &positions, axis, batch, &output));
  gather d = {.input = 0,
              .positions = 1,
              .batches = tinyxs_count_elements(input.shape, 0, batch),
              .outer = tinyxs_count_elements(input.shape, batch, axis),
              .count = tinyxs_count_elements(positions.shape, batch, positions.rank),
              .size = (uint32_t)input.shape[axis],
              .bytes = tinyxs_count_elements(input.shape, axis + 1, input.rank) * element};
  tinyxs_set_op_data(p, &d, sizeof d);
  if (output.count) tinyxs_set_run(p, run);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_embedding_lookup(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info rows = tinyxs_input_info(p, 0), table = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  if (rows.type != TINYXS_INT32) return tinyxs_reject_type(p, "an index", &rows);
  TINYXS_REQUIRE(p, rows.rank == 1 && table.rank >= 2, "its indices must have 1 dimension, its table 2 or more");
  TINYXS_TRY(check_shape(p, &table, &rows, 0, 0, &output));
  gather d = {.input = 1,
              .positions = 0,
              .batches = 1,
              .outer = 1,
              .count = rows.count,
              .size = (uint32_t)table.shape[0],
              .bytes = tinyxs_count_elements(table.shape, 1, table.rank)};
  bool scaled = table.type == TINYXS_INT8 && output.type == TINYXS_FLOAT32;
  if (scaled) {
    TINYXS_TRY(tinyxs_require_quantized(p, "the table", &table));
    TINYXS_REQUIRE(p, table.channels == 1 && table.zero_point == 0, "its table must have one scale and the zero point 0");
    d.scale = table.scale;
  } else {
    uint32_t element;
    TINYXS_TRY(tinyxs_require_same_type(p, &table, &output, &element));
    d.bytes *= element;
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  if (output.count) tinyxs_set_run(p, scaled ? run_scaled : run);
  return TINYXS_OK;
}
