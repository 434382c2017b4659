/* SPDX-License-Identifier: Apache-2.0 */
/* DEQUANTIZE from one TYPE, as RUN. The file that includes this defines them. */
static tinyxs_status RUN(tinyxs_call *call) {
  const dequantize *d = tinyxs_op_data(call);
  const scaling *scalings = tinyxs_persistent(call, d->scalings);
  const TYPE *input = tinyxs_input_data(call, 0);
  float *output = tinyxs_output_data(call, 0);
  for (uint32_t o = 0; o < d->outer; o++) {
    for (const scaling *s = scalings; s < scalings + d->channels; s++) {
      for (uint32_t i = 0; i < d->inner; i++) {
        /* In double, as the reference, then rounded once. */
        *output++ = (float)((double)s->scale * (double)((int64_t)*input++ - s->zero_point));
      }
    }
  }
  return TINYXS_OK;
}

#undef RUN
#undef TYPE
