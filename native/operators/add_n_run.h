/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ADD_N for one TYPE, as RUN: sums of a SUM_TYPE go from START(op_data) to FINISH(op_data, sum). The file that includes this
 * defines them.
 */
static tinyxs_status RUN(tinyxs_call *call) {
  const sum *d = tinyxs_op_data(call);
  TYPE *output = tinyxs_output_data(call, 0);
  for (uint32_t at = 0; at < d->count; at += CHUNK) {
    uint32_t chunk = d->count - at < CHUNK ? d->count - at : CHUNK;
    SUM_TYPE sums[CHUNK];
    for (uint32_t i = 0; i < chunk; i++) sums[i] = START(d);
    for (uint32_t k = 0; k < d->inputs; k++) {
      const TYPE *input = (const TYPE *)tinyxs_input_data(call, k) + at;
      for (uint32_t i = 0; i < chunk; i++) sums[i] += input[i];
    }
    for (uint32_t i = 0; i < chunk; i++) output[at + i] = FINISH(d, sums[i]);
  }
  return TINYXS_OK;
}

#undef RUN
#undef TYPE
#undef SUM_TYPE
#undef START
#undef FINISH
