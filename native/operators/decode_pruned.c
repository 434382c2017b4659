/* SPDX-License-Identifier: Apache-2.0 */
/* Tensors as a bit for each element, which tells whether it is the next value of a table or 0. */
#include "operators/decode.h"

tinyxs_status tinyxs_decode_pruned(tinyxs_call *call, const tinyxs_decoding *d, const uint8_t *codes, const uint8_t *table,
                                   uint8_t *output) {
  const int8_t *zero_points = tinyxs_persistent(call, d->zero_points);
  const uint8_t *end = table + d->table_bytes;
  uint32_t at = 0;
  for (uint32_t r = 0; r < d->repeats; r++) {
    for (uint32_t c = 0; c < d->channels; c++) {
      for (uint32_t i = 0; i < d->run; i++, at++, output += d->element) {
        if (tinyxs_get_bits(codes, d->code_bytes, at, 1)) {
          if ((size_t)(end - table) < d->element) {
            return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its table has too few values");
          }
          memcpy(output, table, d->element);
          table += d->element;
        } else {
          memset(output, zero_points[c], d->element);
        }
      }
    }
  }
  return TINYXS_OK;
}
