/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BATCH_MATMUL for one type. The file that includes this, more than once, defines NAME, ELEMENT, SUM, ADD(parameters, sum, x,
 * y) and FINISH(parameters, sum); they are undefined behind it.
 */
void NAME(const tinyxs_matmul *m, const tinyxs_matmul_data *d) {
  ELEMENT *output = d->output;
  const int32_t a_row = m->a_turned ? 1 : m->depth, a_step = m->a_turned ? m->rows : 1;
  const int32_t b_column = m->b_turned ? m->depth : 1, b_step = m->b_turned ? 1 : m->columns;
  const int32_t batches = m->batches[0].size * m->batches[1].size * m->batches[2].size;
  for (int32_t n = 0; n < batches; n++) {
    int32_t a_start, b_start;
    locate(m, n, &a_start, &b_start);
    for (int32_t row = 0; row < m->rows; row++) {
      for (int32_t column = 0; column < m->columns; column++) {
        const ELEMENT *a = (const ELEMENT *)d->a + a_start + row * a_row;
        const ELEMENT *b = (const ELEMENT *)d->b + b_start + column * b_column;
        SUM sum = 0;
        for (int32_t i = 0; i < m->depth; i++) sum = ADD(m, sum, a[i * a_step], b[i * b_step]);
        *output++ = FINISH(m, sum);
      }
    }
  }
}

#undef NAME
#undef ELEMENT
#undef SUM
#undef ADD
#undef FINISH
