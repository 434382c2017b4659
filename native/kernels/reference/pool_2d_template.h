/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pool for one type. The file that includes this, more than once, defines NAME, ELEMENT, VALUE, the value START of an empty
 * window, VISIT(value, element) and FINISH(parameters, value, pixels of the window); they are undefined behind it.
 */
void NAME(const tinyxs_pool *p, const tinyxs_pool_data *d) {
  const ELEMENT *input = d->input;
  ELEMENT *output = d->output;
  const int32_t depth = p->depth, line = p->input_width * depth;
  for (int32_t n = 0; n < p->batches; n++, input += p->input_height * line) {
    for (int32_t y = 0; y < p->output_height; y++) {
      const span rows = clip(y * p->stride_height - p->pad_top, p->window_height, p->input_height);
      for (int32_t x = 0; x < p->output_width; x++) {
        const span columns = clip(x * p->stride_width - p->pad_left, p->window_width, p->input_width);
        const ELEMENT *corner = input + rows.first * line + columns.first * depth;
        for (int32_t c = 0; c < depth; c++) {
          VALUE value = START;
          for (int32_t i = 0; i < rows.count; i++) {
            const ELEMENT *row = corner + i * line + c;
            for (int32_t j = 0; j < columns.count; j++) value = VISIT(value, row[j * depth]);
          }
          *output++ = (ELEMENT)FINISH(p, value, rows.count * columns.count);
        }
      }
    }
  }
}

#undef NAME
#undef ELEMENT
#undef VALUE
#undef START
#undef VISIT
#undef FINISH
