/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reduction of one TYPE, as RUN: each output is FINISH(op_data, plan, value), a VALUE_TYPE that is START, joined with the
 * inputs one by one by VISIT(value, input). The file that includes this defines them.
 */
static tinyxs_status RUN(tinyxs_call *call) {
  const tinyxs_reduction *d = tinyxs_op_data(call);
  const TYPE *input = tinyxs_input_data(call, 0);
  TYPE *output = tinyxs_output_data(call, 0);
  tinyxs_reduction_plan w;
  TINYXS_TRY(tinyxs_start_reduction(call, &w));
  uint32_t place[TINYXS_RANK + 1] = {0}, row = w.strides[0].size;
  int32_t at = 0, none = 0, step = w.strides[0].from;
  for (uint32_t o = 0; o < d->outputs; o++) {
    VALUE_TYPE value = START;
    do {
      int32_t x = at;
      for (uint32_t i = 0; i < row; i++, x += step) value = VISIT(value, input[x]);
    } while (tinyxs_next_place(w.strides + 1, w.reduced - 1, place, &at, &none));
    output[o] = (TYPE)FINISH(d, &w, value);
    tinyxs_next_place(w.strides + w.reduced, w.rank - w.reduced, place + w.reduced, &at, &none);
  }
  return TINYXS_OK;
}

#undef RUN
#undef TYPE
#undef VALUE_TYPE
#undef START
#undef VISIT
#undef FINISH
