/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RESIZE_BILINEAR for one TYPE, as RUN. The file that includes this defines NEIGHBORS, the type of what PLACE(op_data, side,
 * i) finds in the input around the output's row or column i, and BLEND(corners, channel, y, x).
 */
static tinyxs_status RUN(tinyxs_call *call) {
  const tinyxs_resize *d = tinyxs_op_data(call);
  const TYPE *input = tinyxs_input_data(call, 0);
  TYPE *output = tinyxs_output_data(call, 0);
  uint32_t row = (uint32_t)d->width.input * d->depth;
  for (int32_t b = 0; b < d->batches; b++, input += (uint32_t)d->height.input * row) {
    for (int32_t i = 0; i < d->height.output; i++) {
      NEIGHBORS y = PLACE(d, &d->height, i);
      const TYPE *low = input + (uint32_t)y.low * row, *high = input + (uint32_t)y.high * row;
      for (int32_t k = 0; k < d->width.output; k++) {
        NEIGHBORS x = PLACE(d, &d->width, k);
        uint32_t left = (uint32_t)x.low * d->depth, right = (uint32_t)x.high * d->depth;
        const TYPE *const corners[] = {low + left, high + left, low + right, high + right};
        for (uint32_t c = 0; c < d->depth; c++) *output++ = BLEND(corners, c, &y, &x);
      }
    }
  }
  return TINYXS_OK;
}

#undef RUN
#undef TYPE
#undef NEIGHBORS
#undef PLACE
#undef BLEND
