/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row of two inputs for one type. The file that includes this, more than once, defines NAME, PARAMETERS, ELEMENT and
 * JOIN(parameters, a, b); they are undefined behind it.
 */
void NAME(const PARAMETERS *p, const tinyxs_row_data *d) {
  const ELEMENT *a = d->a, *b = d->b;
  ELEMENT *output = d->output;
  const uint32_t count = d->count, a_step = d->a_step, b_step = d->b_step;
  for (uint32_t i = 0; i < count; i++, a += a_step, b += b_step) output[i] = (ELEMENT)JOIN(p, *a, *b);
}

#undef NAME
#undef PARAMETERS
#undef ELEMENT
#undef JOIN
