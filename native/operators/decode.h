/* SPDX-License-Identifier: Apache-2.0 */
/* What the ways of compression that TFLM_DECODE knows have in common. */
#ifndef TINYXS_OPERATORS_DECODE_H
#define TINYXS_OPERATORS_DECODE_H

#include "operators/common.h"

/* The second input of each pair: 16 bytes of description, then a table. */
enum { TINYXS_DECODE_TYPE, TINYXS_DECODE_VERSION, TINYXS_DECODE_TABLE_AT = 16 };

/* One pair of inputs and its output. Elements belong to channels: `run` to the first, `run` to the second ... `repeats` times.
 */
typedef struct {
  uint32_t type;    /* 0: look-up table, 1: Huffman codes, 2: pruned */
  uint32_t element; /* bytes of one */
  uint32_t count, run, channels, repeats;
  uint32_t code_bytes, table_bytes;
  uint32_t bits;        /* LUT: of an index; Huffman: of the first table's index */
  uint32_t stride;      /* LUT: elements of one channel's table; Huffman: bytes of a table's entry */
  uint32_t zero_points; /* pruned: arena offset of int8[channels] */
} tinyxs_decoding;

/* `count` (0 to 16) bits of a stream that begins at the highest bit; 0s follow after its end. */
static inline uint32_t tinyxs_get_bits(const uint8_t *data, uint32_t bytes, uint32_t at, uint32_t count) {
  uint32_t window = 0;
  for (uint32_t i = 0, byte = at / 8; i < 3; i++, byte++) window = window << 8 | (byte < bytes ? data[byte] : 0u);
  return window >> (24 - at % 8 - count) & ((1u << count) - 1);
}

tinyxs_status tinyxs_decode_lut(tinyxs_call *call, const tinyxs_decoding *d, const uint8_t *codes, const uint8_t *table,
                                uint8_t *output);
tinyxs_status tinyxs_decode_huffman(tinyxs_call *call, const tinyxs_decoding *d, const uint8_t *codes, const uint8_t *table,
                                    uint8_t *output);
tinyxs_status tinyxs_decode_pruned(tinyxs_call *call, const tinyxs_decoding *d, const uint8_t *codes, const uint8_t *table,
                                   uint8_t *output);

#endif
