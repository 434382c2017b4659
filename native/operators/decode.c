/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TFLM_DECODE: makes weights from their compressed form before the operator that uses them. Inputs come in pairs of constants,
 * codes and how they are decoded; one output for each pair. By look-up tables or pruned: bool, float32, int8, int16, int32,
 * int64; by Huffman codes: int8, int16.
 */
#include "operators/decode.h"

enum { LUT, HUFFMAN, PRUNED };

typedef struct {
  uint32_t count, all; /* all: arena offset of tinyxs_decoding[count] */
} decode;

static tinyxs_status run(tinyxs_call *call) {
  const decode *d = tinyxs_op_data(call);
  const tinyxs_decoding *one = tinyxs_persistent(call, d->all);
  for (uint32_t i = 0; i < d->count; i++, one++) {
    const uint8_t *codes = tinyxs_input_data(call, 2 * i);
    const uint8_t *table = (const uint8_t *)tinyxs_input_data(call, 2 * i + 1) + TINYXS_DECODE_TABLE_AT;
    uint8_t *output = tinyxs_output_data(call, i);
    if (one->type == LUT) TINYXS_TRY(tinyxs_decode_lut(call, one, codes, table, output));
    if (one->type == HUFFMAN) TINYXS_TRY(tinyxs_decode_huffman(call, one, codes, table, output));
    if (one->type == PRUNED) TINYXS_TRY(tinyxs_decode_pruned(call, one, codes, table, output));
  }
  return TINYXS_OK;
}

/* A channel is a part of the first dimension, or each place of the last one. */
static tinyxs_status find_channels(tinyxs_plan *p, const tinyxs_info *output, tinyxs_decoding *d) {
  bool last = output->channels > 1 && output->dimension == output->rank - 1;
  d->channels = output->channels ? output->channels : 1;
  TINYXS_REQUIRE(p, last || output->channels == 0 || output->dimension == 0, "its output has channels along dimension %d",
                 output->dimension);
  TINYXS_REQUIRE(p, output->count % d->channels == 0, "its output has %u values for %u channels", output->count, d->channels);
  d->run = last ? 1 : output->count / d->channels;
  d->repeats = last ? output->count / d->channels : 1;
  return TINYXS_OK;
}

/* Pruned values are the zero point, which only int8 may have. */
static tinyxs_status keep_zero_points(tinyxs_plan *p, const tinyxs_info *output, tinyxs_decoding *d) {
  int8_t *zero_points = tinyxs_allocate_persistent(p, d->channels, &d->zero_points);
  for (uint32_t c = 0; c < d->channels; c++) {
    int32_t zero_point = output->channels ? tinyxs_channel_zero_point(p, output, c) : 0;
    TINYXS_REQUIRE(p, output->type == TINYXS_INT8 || zero_point == 0, "its output has zero point %d", zero_point);
    if (zero_points) zero_points[c] = (int8_t)zero_point;
  }
  return TINYXS_OK;
}

static tinyxs_status check_type(tinyxs_plan *p, const tinyxs_info *output, const tinyxs_decoding *d) {
  switch (output->type) {
  case TINYXS_INT8: return TINYXS_OK;
  case TINYXS_INT16:
    if (d->type != HUFFMAN || d->stride == sizeof(uint32_t)) return TINYXS_OK;
    break;
  case TINYXS_BOOL:
  case TINYXS_FLOAT32:
  case TINYXS_INT32:
  case TINYXS_INT64:
    if (d->type != HUFFMAN) return TINYXS_OK;
    break;
  default: break;
  }
  return tinyxs_reject_type(p, "an output", output);
}

static tinyxs_status prepare_one(tinyxs_plan *p, uint32_t i, tinyxs_decoding *d) {
  tinyxs_info codes = tinyxs_input_info(p, 2 * i), how = tinyxs_input_info(p, 2 * i + 1), output = tinyxs_output_info(p, i);
  TINYXS_REQUIRE(p, codes.constant && how.constant && how.bytes >= TINYXS_DECODE_TABLE_AT && codes.bytes < 1 << 28,
                 "its inputs %u and %u are not constants of compressed data", 2 * i, 2 * i + 1);
  const uint8_t *header = how.constant;
  *d = (tinyxs_decoding){.type = header[TINYXS_DECODE_TYPE],
                         .element = tinyxs_type_bytes(output.type),
                         .count = output.count,
                         .code_bytes = codes.bytes,
                         .table_bytes = how.bytes - TINYXS_DECODE_TABLE_AT};
  if (d->type > PRUNED || header[TINYXS_DECODE_VERSION] != 1 || header[4] != 1) {
    return tinyxs_reject(p, TINYXS_UNSUPPORTED, "a compression of type %u, version %u.%u is not supported", d->type,
                         (uint32_t)header[TINYXS_DECODE_VERSION], (uint32_t)header[4]);
  }
  if (d->type == HUFFMAN) {
    d->bits = (header[5] >> 4) + 1u;
    d->stride = header[5] & 1 ? sizeof(uint32_t) : sizeof(uint16_t);
    return check_type(p, &output, d);
  }
  TINYXS_TRY(check_type(p, &output, d));
  TINYXS_TRY(find_channels(p, &output, d));
  d->bits = d->type == LUT ? header[5] & 7u : 1;
  d->stride = header[6];
  TINYXS_REQUIRE(p, d->bits && (uint64_t)d->count * d->bits <= (uint64_t)codes.bytes * 8,
                 "its input %u has %u bytes for %u values of %u bits", 2 * i, codes.bytes, d->count, d->bits);
  return d->type == LUT ? TINYXS_OK : keep_zero_points(p, &output, d);
}

tinyxs_status tinyxs_prepare_decode(tinyxs_plan *p) {
  decode d = {.count = tinyxs_count_outputs(p)};
  TINYXS_REQUIRE(p, d.count, "it has no outputs");
  TINYXS_TRY(tinyxs_arity(p, 2 * d.count, 2 * d.count, d.count, d.count));
  tinyxs_decoding *all = tinyxs_allocate_persistent(p, (uint64_t)d.count * sizeof *all, &d.all), one;
  for (uint32_t i = 0; i < d.count; i++) {
    TINYXS_TRY(prepare_one(p, i, &one));
    if (all) all[i] = one;
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
