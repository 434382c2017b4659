/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of two broadcast inputs as kernels take them. */
#ifndef TINYXS_OPERATORS_ROWS_H
#define TINYXS_OPERATORS_ROWS_H

#include "kernels/kernel.h"
#include "operators/binary.h"

static inline tinyxs_row_data tinyxs_row_of(const tinyxs_broadcast *broadcast, const void *a, const void *b, void *output) {
  return (tinyxs_row_data){
      .a = a, .b = b, .output = output, .count = broadcast->row, .a_step = broadcast->a_step, .b_step = broadcast->b_step};
}

#endif
