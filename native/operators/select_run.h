/* SPDX-License-Identifier: Apache-2.0 */
/* SELECT for elements of the size of TYPE, as RUN. The file that includes this defines them. */
static tinyxs_status RUN(tinyxs_call *call) {
  const selection *d = tinyxs_op_data(call);
  const uint8_t *condition = tinyxs_input_data(call, 0);
  for (uint32_t k = 0; k < 2; k++) {
    const tinyxs_broadcast *broadcast = &d->broadcast[k];
    const TYPE *source = tinyxs_input_data(call, k + 1);
    TYPE *output = tinyxs_output_data(call, 0);
    for (uint32_t r = 0; r < broadcast->rows; r++) {
      uint32_t i, j;
      tinyxs_broadcast_row(call, broadcast, r, &i, &j);
      for (uint32_t n = 0; n < broadcast->row; n++, output++, i += broadcast->a_step, j += broadcast->b_step) {
        if ((condition[i] ? 0 : 1) == k) *output = source[j];
      }
    }
  }
  return TINYXS_OK;
}

#undef RUN
#undef TYPE
