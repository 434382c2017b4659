/* SPDX-License-Identifier: Apache-2.0 */
/* Tensors as indices into tables of their values, one table a channel. */
#include "operators/decode.h"

tinyxs_status tinyxs_decode_lut(tinyxs_call *call, const tinyxs_decoding *d, const uint8_t *codes, const uint8_t *table,
                                uint8_t *output) {
  uint32_t values = d->table_bytes / d->element, at = 0;
  for (uint32_t r = 0; r < d->repeats; r++) {
    for (uint32_t c = 0; c < d->channels; c++) {
      for (uint32_t i = 0; i < d->run; i++, at += d->bits, output += d->element) {
        uint32_t index = c * d->stride + tinyxs_get_bits(codes, d->code_bytes, at, d->bits);
        if (index >= values) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its table has no value %u", index);
        memcpy(output, table + index * d->element, d->element);
      }
    }
  }
  return TINYXS_OK;
}
