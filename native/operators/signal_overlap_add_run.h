/* SPDX-License-Identifier: Apache-2.0 */
/* SignalOverlapAdd for one TYPE, whose sums are ADD(a, b), as RUN. The file that includes this defines them. */
static tinyxs_status RUN(tinyxs_call *call) {
  const overlap_add *d = tinyxs_op_data(call);
  const TYPE *frame = tinyxs_input_data(call, 0);
  TYPE *output = tinyxs_output_data(call, 0), *tail = tinyxs_state_at(call, d->tails);
  uint32_t overlap = d->size - d->step;
  for (uint32_t i = 0; i < d->streams; i++, tail += overlap) {
    for (uint32_t k = 0; k < d->frames; k++, frame += d->size) {
      for (uint32_t n = 0; n < d->size; n++) {
        TYPE sum = n < overlap ? ADD(frame[n], tail[n]) : frame[n];
        if (n < d->step) {
          *output++ = sum;
        } else {
          tail[n - d->step] = sum;
        }
      }
    }
  }
  return TINYXS_OK;
}

#undef RUN
#undef TYPE
#undef ADD
