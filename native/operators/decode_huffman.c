/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tensors as Huffman codes. A table's entry is, from the highest bit: whether it is a symbol; 4 bits; a value. A symbol's bits
 * are how many of the index's bits belong to its code. Else the next table's index has one bit more than they say, and that
 * table is `value` entries further on.
 */
#include "operators/decode.h"

/* The entry, as 32 bits; a narrow one has 11 bits of value. */
static uint32_t get_entry(const uint8_t *table, uint32_t bytes, uint32_t index) {
  uint32_t wide;
  uint16_t narrow;
  if (bytes == sizeof wide) {
    memcpy(&wide, table + index * sizeof wide, sizeof wide);
    return wide;
  }
  memcpy(&narrow, table + index * sizeof narrow, sizeof narrow);
  return (uint32_t)(narrow >> 11) << 27 | (narrow & 0x7ffu);
}

tinyxs_status tinyxs_decode_huffman(tinyxs_call *call, const tinyxs_decoding *d, const uint8_t *codes, const uint8_t *table,
                                    uint8_t *output) {
  uint32_t entries = d->table_bytes / d->stride, at = 0;
  for (uint32_t i = 0; i < d->count; i++, output += d->element) {
    uint32_t bits = d->bits, index = 0, entry = 0;
    for (;;) {
      if (at >= d->code_bytes * 8) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its codes end before value %u", i);
      uint64_t place = (uint64_t)index + (entry & 0x7ffffff) + tinyxs_get_bits(codes, d->code_bytes, at, bits);
      if (place >= entries) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its value %u has a code that is none", i);
      index = (uint32_t)place;
      entry = get_entry(table, d->stride, index);
      at += bits;
      if (entry >> 31) break;
      bits = (entry >> 27 & 15) + 1;
    }
    uint32_t own = entry >> 27 & 15;
    if (bits > own) at -= bits - own;
    uint16_t symbol = (uint16_t)entry;
    memcpy(output, &symbol, d->element);
  }
  return TINYXS_OK;
}
