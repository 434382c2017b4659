/* SPDX-License-Identifier: Apache-2.0 */
/* Elementwise operators of one input, whose output has its type. */
#ifndef TINYXS_OPERATORS_UNARY_H
#define TINYXS_OPERATORS_UNARY_H

#include "operators/common.h"

/* Checks the tensors and reads what the file says of them; works in place. */
tinyxs_status tinyxs_prepare_unary(tinyxs_plan *p, tinyxs_info *input, tinyxs_info *output);
/* As tinyxs_require_quantized, for both. */
tinyxs_status tinyxs_require_both_quantized(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *output);

/* Keeps function(context, x) for every int8 x, cut to int8, and looks elements up in it when it runs. */
void tinyxs_set_table(tinyxs_plan *p, uint32_t count, int32_t (*function)(const void *context, int32_t x), const void *context);

/* What an operator keeps that needs nothing else. */
typedef struct {
  uint32_t count;
} tinyxs_elements;

void tinyxs_set_elements(tinyxs_plan *p, uint32_t count, tinyxs_run_function run);
/* Runs output[i] = function(input[i]) over float32. */
tinyxs_status tinyxs_map_float(tinyxs_call *call, float (*function)(float x));

/* Defines a run function: output[i] = FUNCTION(op_data, x) over all elements. `op_data_type` has a member `count`. */
#define TINYXS_RUN_EACH(name, op_data_type, type, FUNCTION)                                                                    \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const op_data_type *d = tinyxs_op_data(call);                                                                              \
    const type *input = tinyxs_input_data(call, 0);                                                                            \
    type *output = tinyxs_output_data(call, 0);                                                                                \
    for (uint32_t i = 0; i < d->count; i++) output[i] = (type)FUNCTION(d, input[i]);                                           \
    return TINYXS_OK;                                                                                                          \
  }

#endif
